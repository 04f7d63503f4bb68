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
    make_region,
    moment,
)
from tests.registrations.registration_sheets import (
    DELEGATIONS,
    FORUM,
    KARI,
    NORWAY,
    PARTICIPANTS,
    changed,
    figures,
    load,
    page,
    person,
    preview,
    said_in,
)
from tests.sheets import bring, take, text_of, upload, verdicts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, meeting):
    """An organiser at work, in a meeting with European governments and civil society."""
    region = make_region(name_en="Europe", name_es="Europa", countries="NO SE")
    make_group(region=region, name_en="Governments of Europe")
    make_group(type=StakeholderType.CIVIL_SOCIETY, region=None)
    client.force_login(make_organiser())
    return client


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


# -- Confirming ---------------------------------------------------------------------------------


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
