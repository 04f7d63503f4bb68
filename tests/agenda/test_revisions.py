"""What has changed between two releases: all of it, nothing else, and in words."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from agenda.models import Room, Session
from agenda.releases import release_agenda
from agenda.revisions import compare, concerns, describe
from agenda.snapshot import take_snapshot
from gfmd_meeting.models import Meeting
from registrations.models import Participant, Status
from tests.factories import (
    make_assignment,
    make_delegation,
    make_outcome,
    make_participant,
    make_room,
    make_session,
    moment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meeting")]


@pytest.fixture
def drafting():
    """A session of the morning of 4 October in a room, under a chair."""
    hall = make_room(name_en="Plenary hall", name_fr="Salle plénière")
    session = make_session(title_en="Drafting", title_es="Redacción", room=hall)
    make_assignment(session=session, role="chair")
    return session


def changes_of(change) -> list[dict]:
    """What differs once ``change`` was done to the draft."""
    before = take_snapshot()
    change()
    return compare(before, take_snapshot())


def told(changes, language="en", unnamed=frozenset()):
    return [describe(one, Meeting.objects.get(), language, unnamed) for one in changes]


def update(session, **fields):
    return lambda: Session.objects.filter(pk=session.pk).update(**fields)


def test_moving_one_session_is_one_change_and_exactly_that(drafting):
    make_session(starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))

    changes = changes_of(update(drafting, starts_at=moment(4, "09:30"), ends_at=moment(4, "10:30")))

    assert told(changes) == ["“Drafting” moves from 09:00–10:00 to 09:30–10:30, 4 October."]


def test_a_session_that_moves_to_another_day_says_both(drafting):
    later = {edge: getattr(drafting, edge) + timedelta(days=1) for edge in ("starts_at", "ends_at")}

    assert told(changes_of(update(drafting, **later))) == [
        "“Drafting” moves from 4 October, 09:00–10:00 to 5 October, 09:00–10:00."
    ]


def test_nothing_has_changed_where_nothing_has(drafting):
    assert changes_of(lambda: None) == []


def test_what_is_new_and_what_is_gone_is_told_with_its_place(drafting):
    def change():
        drafting.assignments.all().delete()
        drafting.delete()
        make_session(title_en="Closing", room=make_room(name_en="Terrace"))

    assert sorted(told(changes_of(change))) == [
        "Cancelled: “Drafting”, which was to be on 4 October, 09:00–10:00.",
        "New: “Closing”, 4 October, 09:00–10:00, Terrace.",
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title_en": "Writing"}, "“Drafting” is now called “Writing”."),
        ({"kind": "plenary"}, "“Drafting” is now of this kind: Plenary."),
        ({"audience": "governments"}, "“Drafting” is now open to: Governments only."),
        ({"spans_rooms": True}, "“Drafting” is now for everybody, across all rooms."),
        ({"description_en": "New."}, "The description of “Drafting” has changed."),
        ({"guiding_questions_en": "Why?"}, "The guiding questions of “Drafting” have changed."),
        (
            {"interpretation": "en fr"},
            "“Drafting” is now interpreted into: English, French.",
        ),
    ],
)
def test_each_aspect_has_its_sentence(drafting, fields, sentence):
    assert told(changes_of(update(drafting, **fields))) == [sentence]


def test_another_room_is_told_with_both(drafting):
    other = make_room(name_en="Terrace")

    assert told(changes_of(update(drafting, room=other))) == [
        "“Drafting” is now held in Terrace, not in Plenary hall."
    ]


def test_a_room_that_is_called_otherwise_is_a_change_of_its_sessions(drafting):
    changes = changes_of(lambda: Room.objects.update(name_en="Main hall"))

    assert told(changes) == ["The room of “Drafting” is now called Main hall, not Plenary hall."]
    assert told(changes, "fr") == [
        "La salle de « Drafting » porte un autre nom dans une autre langue."
    ]


def test_a_title_that_is_mended_in_one_language_is_not_told_as_new_in_another(drafting):
    changes = changes_of(update(drafting, title_es="Elaboración"))

    assert told(changes, "es") == ["«Redacción» se llama ahora «Elaboración»."]
    assert told(changes) == ["“Drafting” has another title in another language."]


@pytest.mark.parametrize("said", ["given_name", "honorific"])
def test_a_name_that_is_spelt_anew_is_a_change_that_concerns_its_bearer_alone(drafting, said):
    chair = drafting.assignments.get().participant

    (change,) = changes_of(
        lambda: Participant.objects.filter(pk=chair.pk).update(**{said: "Corrected"})
    )

    assert change["kind"] == "line"
    assert change["participants"] == [chair.pk]


def test_outcomes_that_are_served_anew_are_told_by_number(drafting):
    outcomes = [make_outcome(number=1), make_outcome(number=2)]

    assert told(changes_of(lambda: drafting.outcomes.set(outcomes))) == [
        "“Drafting” now serves expected outcomes 1, 2."
    ]


def test_a_part_that_is_given_or_taken_concerns_that_person_alone(drafting):
    brazil = make_delegation(name_en="Brazil")
    ana = make_participant(
        status=Status.CONFIRMED, given_name="Ana", family_name="Lima", delegation=brazil
    )
    chair = drafting.assignments.get()

    changes = changes_of(lambda: make_assignment(session=drafting, participant=ana, role="speaker"))

    assert told(changes) == ["“Drafting”: Ana Lima has a part in it now (Speaker)."]
    assert told(changes, unnamed={ana.pk}) == [
        "“Drafting”: a person of Brazil has a part in it now (Speaker)."
    ]
    assert concerns(changes[0], ana.pk)
    assert not concerns(changes[0], chair.participant_id)
    (gone,) = changes_of(chair.delete)
    assert gone["kind"] == "role_taken"
    assert gone["participants"] == [chair.participant_id]


def test_a_session_that_moves_concerns_those_who_have_or_had_a_part_in_it(drafting):
    had = drafting.assignments.get()
    elsewhere = make_assignment()

    def change():
        had.delete()
        make_assignment(session=drafting, role="chair")
        update(drafting, ends_at=moment(4, "11:00"))()

    moved = next(one for one in changes_of(change) if one["kind"] == "moved")

    has = drafting.assignments.get()
    assert set(moved["participants"]) == {had.participant_id, has.participant_id}
    assert not concerns(moved, elsewhere.participant_id)


def test_a_sheet_is_told_in_the_language_of_its_reader(drafting):
    changes = changes_of(update(drafting, ends_at=moment(4, "11:00")))

    assert told(changes, "es") == ["«Redacción» pasa de 09:00–10:00 a 09:00–11:00, 4 de octubre."]


def test_a_release_keeps_what_it_changed_and_numbers_itself(drafting):
    first = release_agenda()
    update(drafting, ends_at=moment(4, "11:00"))()

    second = release_agenda()

    assert (first.number, str(first), first.changes) == (0, "First release", [])
    assert (second.number, str(second)) == (1, "Rev. 1")
    assert [change["kind"] for change in second.changes] == ["moved"]


def test_a_release_that_changes_nothing_is_refused_in_words(drafting):
    release_agenda()

    with pytest.raises(ValidationError, match="Nothing has changed since First release"):
        release_agenda()
