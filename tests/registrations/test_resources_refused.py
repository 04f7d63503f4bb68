"""What sheets of delegations and participants are refused for, told by the row and the cell."""

from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from gfmd_meeting.models import StakeholderType
from registrations.models import Delegation, Participant, Status
from tests.factories import (
    make_delegation,
    make_group,
    make_organiser,
    make_participant,
    make_region,
)
from tests.registrations.registration_sheets import (
    DELEGATIONS,
    FORUM,
    KARI,
    NORWAY,
    PARTICIPANTS,
    changed,
    load,
    page,
    person,
    preview,
    said_in,
)
from tests.sheets import faults_of, take, text_of, upload, verdicts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, meeting):
    """An organiser at work, in a meeting with European governments and civil society."""
    region = make_region(name_en="Europe", name_es="Europa", countries="NO SE")
    make_group(region=region, name_en="Governments of Europe")
    make_group(type=StakeholderType.CIVIL_SOCIETY, region=None)
    client.force_login(make_organiser())
    return client


# -- What is refused ----------------------------------------------------------------------------


WRONG_DELEGATIONS = [
    (2, "Atlantis", "There is no region “Atlantis”."),
    (3, "Company", "“Company” is none of these: Government"),
    (4, "two", "“two” is not a number of seats, such as 2."),
    (4, -1, "“-1” is not a number of seats"),
    (4, "=1+1", "This cell holds a formula, “=1+1”."),
    (5, 3, "More seats are funded than the delegation has."),
    (6, "origin, moon", "“moon” is none of these: origin, transit, destination."),
    (1, "Norway", "at most 2 characters"),
]


@pytest.mark.parametrize(("column", "value", "sentence"), WRONG_DELEGATIONS)
def test_what_is_wrong_in_a_row_of_delegations_is_said_in_its_cell(desk, column, value, sentence):
    shown = preview(desk, "delegation", DELEGATIONS, changed(NORWAY, **{f"c{column}": value}))

    of_cells, of_row = said_in(shown, 2)
    assert sentence in of_cells.get(DELEGATIONS[column], of_row)
    assert sentence in page(shown)
    assert not Delegation.objects.exists()


def test_a_region_that_has_no_group_is_refused_in_its_cell(desk):
    shown = preview(desk, "delegation", DELEGATIONS, changed(NORWAY, c1="PH", c2=None))

    of_cells, _of_row = said_in(shown, 2)
    assert of_cells["Region"] == "The meeting has no group for this type and region."


WRONG_PARTICIPANTS = [
    (0, "Sweden", "There is no delegation “Sweden” of this stakeholder type."),
    (4, "King", "“King” is none of these: Head of delegation"),
    (6, None, "This field cannot be blank."),
    (9, "kari at home", "Enter a valid email address."),
    (9, None, "This field cannot be blank."),
    (11, "Norwegian", "“Norwegian” is none of these"),
    (12, "maybe", "“maybe” is neither yes nor no."),
    (16, "soon", "“soon” is not a time such as 2030-12-31 14:30."),
    (16, "31/02/2011", "“31/02/2011” is no day of the calendar."),
    (16, "9999-12-31 23:00", "Nobody travels in the year 9999."),
    (3, "Company", "“Company” is none of these: Government"),
]


@pytest.mark.parametrize(("column", "value", "sentence"), WRONG_PARTICIPANTS)
def test_what_is_wrong_in_a_row_of_participants_is_said_in_its_cell(desk, column, value, sentence):
    load(desk, "delegation", DELEGATIONS, NORWAY)

    shown = preview(desk, "participant", PARTICIPANTS, changed(KARI, **{f"c{column}": value}))

    of_cells, of_row = said_in(shown, 2)
    assert (sentence in of_cells[PARTICIPANTS[column]], of_row) == (True, "")
    assert sentence in page(shown)
    assert not Participant.objects.exists()


def test_what_is_wrong_with_a_whole_row_is_said_behind_it(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    early = datetime(2011, 10, 2)  # noqa: DTZ001

    shown = preview(desk, "participant", PARTICIPANTS, changed(KARI, c17=early))

    assert said_in(shown, 2) == ({}, "The departure is before the arrival. Check both dates.")


def test_two_heads_in_one_file_are_refused_by_the_second_row(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)

    shown = preview(desk, "participant", PARTICIPANTS, KARI, changed(KARI, c9="per@no.example.org"))

    assert said_in(shown, 3) == ({}, "The delegation has a head already.")


def test_a_file_does_not_take_seats_from_those_who_have_them(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    norway = Delegation.objects.get()
    for _ in range(2):
        make_participant(delegation=norway, status=Status.CONFIRMED)

    shown = preview(desk, "delegation", DELEGATIONS, changed(NORWAY, c4=1))

    of_cells, _of_row = said_in(shown, 2)
    assert of_cells["Seats"] == "2 people of this delegation have a seat."


def test_a_file_does_not_move_a_seat_to_another_delegation(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    make_participant(
        email="kari..lie@no.example.org", status=Status.CONFIRMED, delegation=make_delegation()
    )

    text = page(preview(desk, "participant", PARTICIPANTS, KARI))

    assert "Withdraw it before moving the person." in text


def test_the_right_rows_are_taken_and_the_others_come_back_with_reasons(desk):
    wrong = changed(FORUM, c3="Company")
    shown = preview(desk, "delegation", DELEGATIONS, NORWAY, wrong)

    done, sheet = take(desk, shown)
    file = desk.get(f"/admin/registrations/delegation/import/{sheet.pk}/refused/")
    rows = list(openpyxl.load_workbook(BytesIO(file.getvalue())).active.values)

    assert "1 row was taken." in page(done)
    assert [one.name for one in Delegation.objects.all()] == ["Norway"]
    assert rows[0] == (*DELEGATIONS, "Why this row was refused")
    assert list(rows[1][:7]) == wrong
    assert "Stakeholder type: “Company” is none of these" in rows[1][7]
    mended = [rows[0], changed(rows[1], c3="Civil Society")]
    load(desk, "delegation", *mended)
    assert Delegation.objects.count() == 2


# -- A damaged file -----------------------------------------------------------------------------


SPANISH = [
    "Correo electrónico ",
    "DELEGACIÓN",
    "region",
    "Tipo de actor",
    "Función en la delegación",
    "Nombre",
    "apellidos",
    "Cargo",
    "Idioma preferido",
    "Necesita interpretacion",
    "Llegada",
    "Estado",
    "Hotel",
]


def damaged_row(name, **cells):
    row = {
        "Correo electrónico ": f"{name}@example.org",
        "DELEGACIÓN": "noruega",
        "region": "  europe ",
        "Tipo de actor": "gobierno",
        "Función en la delegación": "Delegada",
        "Nombre": name,
        "apellidos": "Lie",
        "Cargo": "Asesora",
        "Idioma preferido": "español",
        "Necesita interpretacion": "Sí",
        "Llegada": "3.10.2011 14:30",
        "Estado": "Confirmed",
        "Hotel": "=HYPERLINK(1)",
    }
    assert set(cells) <= set(row)
    return [*(row | cells).values()]


def test_a_damaged_file_gives_every_row_its_right_verdict(desk):
    load(desk, "delegation", DELEGATIONS, changed(NORWAY, c4=62))
    norway = Delegation.objects.get()
    for _number in range(58):
        make_participant(delegation=norway, status=Status.CONFIRMED)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Lista de participantes"])
    sheet.merge_cells("A1:M1")
    sheet.append([])
    sheet.append(SPANISH)
    rows = [
        damaged_row("ana"),  # 4
        damaged_row("eva", **{"Correo electrónico ": " ANA@example.org"}),  # 5: a duplicate
        damaged_row("per", Llegada="31/02/2011"),  # 6: an impossible date
        damaged_row("zoe \N{PARTY POPPER}", **{"Correo electrónico ": "zoe@example.org"}),  # 7
        damaged_row("siv"),  # 8: the 61st
        damaged_row("tor", Cargo="=1+1"),  # 9: a formula
        damaged_row("leo", Estado=""),  # 10: waits
        damaged_row("kim", DELEGACIÓN="Atlántida"),  # 11
    ]
    for row in rows[:4]:
        sheet.append(row)
    sheet.append([])
    for row in rows[4:]:
        sheet.append(row)
    file = BytesIO()
    book.save(file)

    shown = upload(desk, "/admin/registrations/participant/import/", BytesIO(file.getvalue()))
    take(desk, shown)

    verdicts = verdicts_of(shown.context["sheet"])
    assert [(one.number, one.finding) for one in verdicts] == [
        (4, "new"),
        (5, "refused"),
        (6, "refused"),
        (7, "new"),
        (9, "refused"),
        (10, "refused"),
        (11, "new"),
        (12, "refused"),
    ]
    assert said_in(shown, 5) == ({}, "This is the same as row 4 of the file.")
    assert "is no day of the calendar" in said_in(shown, 6)[0]["Llegada"]
    assert said_in(shown, 9)[0]["Estado"] == "All 60 seats of the meeting are taken."
    assert "holds a formula, “=1+1”" in said_in(shown, 10)[0]["Cargo"]
    assert "no delegation “Atlántida”" in said_in(shown, 12)[0]["DELEGACIÓN"]
    assert any("spoken for" in note for note in verdicts[6].notes)
    assert "passed over: “Hotel”" in page(shown)
    assert Participant.objects.seated().count() == 60
    assert Participant.objects.get(email="zoe@example.org").given_name == "zoe \N{PARTY POPPER}"
    ana = Participant.objects.get(email="ana@example.org")
    assert ana.arrives_at == datetime(2011, 10, 3, 20, 30, tzinfo=UTC)
    assert (ana.language, ana.needs_interpretation) == ("es", True)


def test_a_handed_back_file_gives_its_formulas_dead_and_refuses_them_again(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    shown = upload(
        desk,
        "/admin/registrations/participant/import/",
        text_of(PARTICIPANTS, person(1, c8="=1+1")),
    )
    base = shown.redirect_chain[-1][0]

    back = b"".join(desk.get(f"{base}refused/").streaming_content)
    again = upload(desk, "/admin/registrations/participant/import/", BytesIO(back))

    assert b",'=1+1," in back
    assert "holds a formula" in said_in(again, 2)[0]["Position"]
    assert [faults_of(one) for one in verdicts_of(again.context["sheet"])] != [[]]
