"""The sheets of delegations and participants, in and out."""

from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gfmd_meeting.models import OutgoingMail, StakeholderType
from registrations.models import Delegation, Participant, Status
from tests.factories import (
    make_delegation,
    make_group,
    make_organiser,
    make_participant,
    make_region,
    moment,
)

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
    region = make_region(name_en="Europe", name_es="Europa")
    make_group(region=region, name_en="Governments of Europe")
    make_group(type=StakeholderType.CIVIL_SOCIETY, region=None)
    client.force_login(make_organiser())
    return client


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("sheet.xlsx", file.getvalue())


def page(response):
    return " ".join(response.content.decode().split())


def preview(desk, model, *rows):
    path = f"/admin/registrations/{model}/import/"
    return desk.post(path, {"import_file": workbook(*rows), "format": "1"})


def load(desk, model, *rows):
    """Preview a workbook and confirm it, as an organiser does. Gives both answers."""
    shown = preview(desk, model, *rows)
    form = shown.context.get("confirm_form")
    assert form is not None, page(shown)
    done = desk.post(f"/admin/registrations/{model}/process_import/", form.initial, follow=True)
    return shown, done


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


@pytest.mark.parametrize(
    ("model", "headers", "row"),
    [("delegation", DELEGATIONS, NORWAY), ("participant", PARTICIPANTS, KARI)],
)
def test_the_same_file_twice_adds_nothing_and_says_so(desk, model, headers, row):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    load(desk, model, headers, row)
    before = list(Delegation.objects.values()), list(Participant.objects.values())

    shown, _ = load(desk, model, headers, row)

    assert "Skipped" in page(shown)
    assert (list(Delegation.objects.values()), list(Participant.objects.values())) == before


def test_what_goes_out_comes_back_in_as_it_was(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY, FORUM)
    load(desk, "participant", PARTICIPANTS, KARI)
    for model, headers, count in (("delegation", DELEGATIONS, 2), ("participant", PARTICIPANTS, 1)):
        path = f"/admin/registrations/{model}/export/"
        assert desk.get(path).status_code == 200
        file = desk.post(path, {"format": "1"})
        rows = list(openpyxl.load_workbook(BytesIO(file.content)).active.values)

        assert list(rows[0]) == headers
        assert len(rows) == count + 1
        shown, _ = load(desk, model, *rows)
        assert page(shown).count("Skipped") == count


def test_a_changed_row_changes_the_person_and_not_their_seat(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    load(desk, "participant", PARTICIPANTS, KARI)
    Participant.objects.update(status=Status.CONFIRMED, decided_at=moment(1, "09:00"))
    changed = [*KARI]
    changed[8] = "Prime Minister"
    changed[9] = "KARI..LIE@no.example.org"

    load(desk, "participant", PARTICIPANTS, changed)

    kari = Participant.objects.get()
    assert (kari.function, kari.status) == ("Prime Minister", Status.CONFIRMED)


WRONG_DELEGATIONS = [
    (2, "Atlantis", "There is no region “Atlantis”."),
    (2, None, "The meeting has no group for this type and region."),
    (3, "Company", "“Company” is none of these: Government"),
    (4, "two", "“two” is not a number of seats, such as 2."),
    (4, -1, "“-1” is not a number of seats"),
    (5, 3, "More seats are funded than the delegation has."),
    (6, "origin, moon", "“moon” is none of these: origin, transit, destination."),
    (1, "Norway", "at most 2 characters"),
]


@pytest.mark.parametrize(("column", "value", "sentence"), WRONG_DELEGATIONS)
def test_what_is_wrong_in_a_row_of_delegations_is_said_there(desk, column, value, sentence):
    row = [*NORWAY]
    row[column] = value

    assert sentence in page(preview(desk, "delegation", DELEGATIONS, row))
    assert not Delegation.objects.exists()


WRONG_PARTICIPANTS = [
    (0, "Sweden", "There is no delegation “Sweden” of this stakeholder type."),
    (3, "Civil Society", "There is no delegation “Norway” of this stakeholder type."),
    (4, "King", "“King” is none of these: Head of delegation"),
    (6, None, "This field cannot be blank."),
    (9, "kari at home", "Enter a valid email address."),
    (11, "Norwegian", "“Norwegian” is none of these"),
    (12, "maybe", "“maybe” is neither yes nor no."),
    (16, "soon", "“soon” is not a time such as 2030-12-31 14:30."),
    (17, datetime(2011, 10, 2), "The departure is before the arrival."),  # noqa: DTZ001
]


@pytest.mark.parametrize(("column", "value", "sentence"), WRONG_PARTICIPANTS)
def test_what_is_wrong_in_a_row_of_participants_is_said_there(desk, column, value, sentence):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    row = [*KARI]
    row[column] = value

    assert sentence in page(preview(desk, "participant", PARTICIPANTS, row))
    assert not Participant.objects.exists()


def test_two_heads_in_one_file_are_refused_by_the_second_row(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    second = [*KARI]
    second[9] = "per@no.example.org"

    shown = preview(desk, "participant", PARTICIPANTS, KARI, second)

    assert "The delegation has a head already." in page(shown)
    assert not Participant.objects.exists()


def test_a_file_does_not_take_seats_from_those_who_have_them(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    norway = Delegation.objects.get()
    for _ in range(2):
        make_participant(delegation=norway, status=Status.CONFIRMED)
    row = [*NORWAY]
    row[4] = 1

    text = page(preview(desk, "delegation", DELEGATIONS, row))

    assert "2 people of this delegation have a seat." in text


def test_a_file_does_not_move_a_seat_to_another_delegation(desk):
    load(desk, "delegation", DELEGATIONS, NORWAY)
    make_participant(
        email="kari..lie@no.example.org", status=Status.CONFIRMED, delegation=make_delegation()
    )

    text = page(preview(desk, "participant", PARTICIPANTS, KARI))

    assert "Withdraw it before moving the person." in text


def test_names_are_understood_in_any_language_and_however_they_are_typed(desk):
    load(desk, "delegation", DELEGATIONS, ["Norway", "NO", " EUROPA ", "GOVERNMENT", "2", "", ""])

    assert Delegation.objects.get().group.name == "Governments of Europe"
