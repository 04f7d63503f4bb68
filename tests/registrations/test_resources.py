"""The sheets of delegations and participants, in and out."""

from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from gfmd_meeting.models import OutgoingMail, StakeholderType
from registrations.models import Delegation, Participant, Status
from registrations.resources import DelegationResource, ParticipantResource
from tests.factories import (
    make_delegation,
    make_group,
    make_organiser,
    make_participant,
    make_region,
    moment,
)
from tests.sheets import bring, faults_of, take, text_of, upload, verdicts_of, workbook_of

DELEGATIONS = [
    "Delegation",
    "Country (ISO 3166)",
    "Region",
    "Stakeholder type",
    "Seats",
    "Sponsored seats",
    "Migration role",
]
PARTICIPANTS = [
    "Delegation",
    "Country (ISO 3166)",
    "Region",
    "Stakeholder type",
    "Function in the delegation",
    "Title",
    "First name",
    "Family name",
    "Position",
    "E-mail",
    "Telephone",
    "Preferred language",
    "Needs interpretation",
    "Dietary needs",
    "Accessibility needs",
    "Sponsored",
    "Arrival",
    "Departure",
]
NORWAY = ["Norway", "NO", "Europe", "Government", 2, 1, "destination, transit"]
FORUM = ["Migrant Forum", "PH", "Europe", "Civil Society", 1, 0, None]
KARI = [
    "Norway",
    "NO",
    "Europe",
    "Government",
    "Head of delegation",
    "H.E. Ms.",
    "Kari",
    "von Lie",
    "Minister",
    "kari..lie@no.example.org",
    "+47 22 24 00 00",
    "French",
    "Yes",
    "Vegan",
    None,
    "No",
    datetime(2011, 10, 3, 14, 30),  # noqa: DTZ001 - cells have no time zone
    datetime(2011, 10, 6, 9, 0),  # noqa: DTZ001
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, meeting):
    """An organiser at work, in a meeting with European governments and civil society."""
    region = make_region(name_en="Europe", name_es="Europa", countries="NO SE")
    make_group(region=region, name_en="Governments of Europe")
    make_group(type=StakeholderType.CIVIL_SOCIETY, region=None)
    client.force_login(make_organiser())
    return client


def page(response):
    return " ".join(response.content.decode().split())


def preview(desk, model, *rows):
    return upload(desk, f"/admin/registrations/{model}/import/", workbook_of(*rows))


def load(desk, model, *rows):
    """Preview a workbook and confirm it, as an organiser does. Gives both answers."""
    shown = preview(desk, model, *rows)
    assert shown.context["sheet"].refused == 0, page(shown)
    done, _sheet = take(desk, shown)
    return shown, done


def figures(shown):
    sheet = shown.context["sheet"]
    return sheet.new, sheet.changed, sheet.unchanged, sheet.refused


def said_in(shown, number):
    """What the preview says of a row: by heading why a cell is refused, and of the row."""
    sheet = shown.context["sheet"]
    (verdict,) = (one for one in verdicts_of(sheet) if one.number == number)
    of_cells = {sheet.headings[int(place)]: " ".join(v) for place, v in verdict.reasons.items()}
    return of_cells, " ".join(verdict.of_row)


def changed(row, **cells):
    """A row with some cells changed, by their place: c4="Adviser"."""
    row = [*row]
    for place, value in cells.items():
        row[int(place[1:])] = value
    return row


# -- What comes in ------------------------------------------------------------------------------


def test_delegations_load_as_organisers_hold_them(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY, FORUM)

    norway = Delegation.objects.get(code="no")
    assert (norway.name_en, norway.name_es, norway.name_fr) == ("Norway", "Noruega", "Norvège")
    assert norway.group.name == "Governments of Europe"
    assert (norway.seats, norway.funded_seats, norway.home_region) == (2, 1, None)
    assert (norway.is_origin, norway.is_transit, norway.is_destination) == (False, True, True)
    forum = Delegation.objects.get(code="migrant-forum")
    assert forum.group.type == StakeholderType.CIVIL_SOCIETY
    assert forum.region.name == "Europe"


def test_participants_load_as_organisers_hold_them_and_wait(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    load(desk, "participant", PARTICIPANTS, KARI)

    kari = Participant.objects.get()
    assert kari.delegation.code == "no"
    assert (kari.capacity, kari.honorific, kari.function) == ("head", "H.E. Ms.", "Minister")
    assert (kari.given_name, kari.family_name) == ("Kari", "von Lie")
    assert (kari.email, kari.phone) == ("kari..lie@no.example.org", "+47 22 24 00 00")
    assert (kari.language, kari.needs_interpretation, kari.is_funded) == ("fr", True, False)
    assert (kari.dietary_needs, kari.accessibility_needs) == ("Vegan", "")
    assert kari.arrives_at == datetime(2011, 10, 3, 20, 30, tzinfo=UTC)
    assert (kari.status, kari.registered_by.is_staff) == (Status.REGISTERED, True)
    assert kari.user.email == kari.email
    assert not OutgoingMail.objects.exists()


def test_a_preview_stores_nothing(desk):
    shown = preview(desk, "delegation", DELEGATIONS, NORWAY, FORUM)

    assert figures(shown) == (2, 0, 0, 0)
    assert "Nothing is stored yet." in page(shown)
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("model", "headers", "row"),
    [("delegation", DELEGATIONS, NORWAY), ("participant", PARTICIPANTS, KARI)],
)
def test_the_same_file_twice_adds_nothing_and_says_so(desk, model, headers, row):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    load(desk, model, headers, row)
    before = list(Delegation.objects.values()), list(Participant.objects.values())

    shown = preview(desk, model, headers, row)
    take(desk, shown)

    assert figures(shown) == (0, 0, 1, 0)
    assert "Every row stands already as it is in the file." in page(shown)
    assert (list(Delegation.objects.values()), list(Participant.objects.values())) == before


def test_what_goes_out_comes_back_in_as_it_was(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY, FORUM)
    load(desk, "participant", PARTICIPANTS, KARI)
    for model, headers, count in (("delegation", DELEGATIONS, 2), ("participant", PARTICIPANTS, 1)):
        path = f"/admin/registrations/{model}/export/"
        assert desk.get(path).status_code == 200
        for form in ("0", "1"):
            file = desk.post(path, {"format": form})
            shown = upload(desk, f"/admin/registrations/{model}/import/", BytesIO(file.content))
            assert figures(shown) == (0, 0, count, 0)
        rows = list(openpyxl.load_workbook(BytesIO(file.content)).active.values)
        assert list(rows[0])[: len(headers)] == headers


def test_a_changed_row_changes_the_person_and_not_their_seat(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    load(desk, "participant", PARTICIPANTS, KARI)
    Participant.objects.update(status=Status.CONFIRMED, decided_at=moment(1, "09:00"))
    row = changed(KARI, c8="Prime Minister", c9="KARI..LIE@no.example.org")

    load(desk, "participant", PARTICIPANTS, row)

    kari = Participant.objects.get()
    assert (kari.function, kari.status) == ("Prime Minister", Status.CONFIRMED)


def test_a_preview_shows_what_stands_beside_what_will(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)

    shown = preview(desk, "delegation", DELEGATIONS, changed(NORWAY, c4=3))

    assert figures(shown) == (0, 1, 0, 0)
    text = page(shown)
    assert "stands:</span> 2</del>" in text
    assert "becomes:</span> 3</ins>" in text
    assert "style=" not in shown.content.decode()


# -- What is the same ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [["Noruega", "", "Europa", "Gobierno", 2, 1], ["The Fjords", "no", "", "Government", 2, 1]],
)
def test_a_state_is_known_by_its_name_in_any_language_or_by_its_code(desk, row):
    load(desk, "delegation", DELEGATIONS, NORWAY)

    load(desk, "delegation", DELEGATIONS[:6], [*row[:4], 4, 1])

    assert Delegation.objects.get().seats == 4


def test_the_name_of_one_state_and_the_code_of_another_are_refused(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY, changed(NORWAY, c0="Sweden", c1="SE"))

    shown = preview(desk, "delegation", DELEGATIONS, changed(NORWAY, c1="SE"))

    of_cells, _of_row = said_in(shown, 2)
    assert "the code of Sweden" in of_cells["Country (ISO 3166)"]


def test_a_body_of_another_type_is_another_delegation(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY, changed(FORUM, c0="Norway"))

    assert Delegation.objects.count() == 2


@pytest.mark.parametrize(
    "twin", [NORWAY, changed(NORWAY, c0="NORUEGA", c1=None), changed(NORWAY, c0="Fjords", c1="no")]
)
def test_a_delegation_that_comes_twice_is_refused_with_the_number_of_its_first_row(desk, twin):
    shown = preview(desk, "delegation", DELEGATIONS, FORUM, NORWAY, twin)

    assert figures(shown) == (2, 0, 0, 1)
    assert said_in(shown, 4) == ({}, "This is the same as row 3 of the file.")


def test_a_person_who_comes_twice_is_refused_with_the_number_of_their_first_row(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    twin = changed(KARI, c4="Adviser", c9=" KARI..Lie@no.example.org")

    shown = preview(desk, "participant", PARTICIPANTS, KARI, twin)

    assert said_in(shown, 3) == ({}, "This is the same as row 2 of the file.")


# -- Where the region is not said ---------------------------------------------------------------


def test_a_state_without_a_region_is_put_into_that_of_its_code(desk):
    load(desk, "delegation", DELEGATIONS, changed(NORWAY, c2=None))

    assert Delegation.objects.get().group.name == "Governments of Europe"


def test_a_delegation_keeps_its_group_where_the_sheet_has_no_region(desk):
    elsewhere = make_group(region=make_region(name_en="The North"))
    make_delegation(name_en="Norway", country="NO", group=elsewhere, seats=1)

    load(
        desk, "delegation", ["Delegation", "Stakeholder type", "Seats"], ["Norway", "Government", 2]
    )

    norway = Delegation.objects.get()
    assert (norway.group, norway.seats) == (elsewhere, 2)


def test_names_are_understood_in_any_language_and_however_they_are_typed(desk):
    load(desk, "delegation", DELEGATIONS, ["Norway", "no", "  EUROPA ", "GOVERNMENT", "2", "", ""])

    assert Delegation.objects.get().group.name == "Governments of Europe"


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


# -- Confirming ---------------------------------------------------------------------------------


def person(number, **cells):
    cells = {"c4": "Delegate", "c9": f"p{number}@no.example.org"} | cells
    return changed(KARI, **cells)


def test_a_column_of_the_state_confirms_within_the_limits_and_writes_to_nobody(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    rows = [[*person(number), "Confirmed"] for number in range(3)]

    shown = preview(desk, "participant", [*PARTICIPANTS, "Estado"], *rows)
    take(desk, shown)

    assert figures(shown) == (2, 0, 0, 1)
    assert said_in(shown, 4) == (
        {"Estado": "All 2 seats of the delegation Norway are taken."},
        "",
    )
    assert Participant.objects.seated().count() == Participant.objects.count() == 2
    assert not OutgoingMail.objects.exists()


def test_a_person_who_is_registered_is_confirmed_by_a_later_sheet(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    load(desk, "participant", [*PARTICIPANTS, "State"], [*person(1), None])
    assert Participant.objects.get().status == Status.REGISTERED

    shown, _done = load(desk, "participant", [*PARTICIPANTS, "État"], [*person(1), "confirmado"])

    assert figures(shown) == (0, 1, 0, 0)
    assert Participant.objects.get().status == Status.CONFIRMED


def test_a_sheet_takes_no_seat_back_and_gives_no_other_state(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)

    shown = preview(desk, "participant", [*PARTICIPANTS, "State"], [*person(1), "Withdrawn"])

    of_cells, _of_row = said_in(shown, 2)
    assert "“Confirmed” or nothing" in of_cells["State"]


def test_one_beyond_the_seats_is_taken_with_a_note_that_they_can_only_wait(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)

    shown = preview(desk, "participant", PARTICIPANTS, *(person(number) for number in range(3)))
    take(desk, shown)

    notes = [verdict.notes for verdict in verdicts_of(shown.context["sheet"])]
    assert notes[:2] == [[], []]
    assert notes[2] == ["All seats of Norway are spoken for: this person can only wait."]
    assert notes[2][0] in page(shown)
    assert Participant.objects.filter(status=Status.REGISTERED).count() == 3


def test_the_61st_is_refused_in_its_row_and_the_60_before_are_taken(meeting):
    make_delegation(name_en="Norway", seats=100)
    organiser = make_organiser()
    rows = [
        ["Norway", f"P{number}", "Lie", "Adviser", f"p{number}@example.org", "Confirmed"]
        for number in range(61)
    ]
    headings = ["Delegation", "First name", "Family name", "Position", "E-mail", "State"]

    told = bring(ParticipantResource, text_of(headings, *rows).read(), user=organiser)

    assert told.totals == {"new": 60, "changed": 0, "unchanged": 0, "refused": 1}
    assert told.refused == {62: "All 60 seats of the meeting are taken."}
    assert Participant.objects.seated().count() == 60


def test_heads_and_seats_of_rows_far_above_are_remembered_in_a_preview(meeting):
    make_delegation(name_en="Norway", seats=1)
    headings = [
        "Delegation",
        "First name",
        "Family name",
        "Position",
        "E-mail",
        "State",
        "Capacity",
    ]
    row = ["Norway", "P", "Lie", "Adviser"]
    rows = [
        [*row, "first@example.org", "Confirmed", "Head of delegation"],
        *([*row, f"p{number}@example.org", "", ""] for number in range(60)),
        [*row, "late@example.org", "Confirmed", ""],
        [*row, "head@example.org", "", "Head of delegation"],
    ]

    told = bring(ParticipantResource, text_of(headings, *rows).read(), dry_run=True)

    assert told.refused == {
        63: "The only seat of the delegation Norway is taken.",
        64: "The delegation has a head already.",
    }
    assert not Participant.objects.exists()


def test_a_state_that_comes_twice_far_apart_is_refused(desk):
    others = [changed(FORUM, c0=f"Forum {number}") for number in range(60)]

    told = bring(
        DelegationResource,
        text_of(DELEGATIONS, NORWAY, *others, changed(NORWAY, c0="Norvège", c1="")).read(),
        dry_run=True,
    )

    assert told.refused == {63: "This is the same as row 2 of the file."}
    assert told.totals["new"] == 61


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


# -- Many rows ----------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [1, 30])
def test_a_row_takes_as_many_queries_however_many_there_are(
    meeting, people, django_assert_max_num_queries
):
    make_delegation(name_en="Norway")
    organiser = make_organiser()
    headings = ["Delegation", "First name", "Family name", "Position", "E-mail"]
    rows = [["Norway", "P", "Lie", "Adviser", f"p{n}@example.org"] for n in range(people)]
    file = text_of(headings, *rows).read()

    with django_assert_max_num_queries(31 + 33 * people):
        bring(ParticipantResource, file, user=organiser, dry_run=True)
