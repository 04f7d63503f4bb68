"""The agenda as plain values: what is where when, in one language."""

import json

import pytest

from agenda.programme import collect_programme, find_now_and_next
from registrations.models import Participant, Status
from tests.factories import (
    make_assignment,
    make_delegation,
    make_meeting,
    make_outcome,
    make_participant,
    make_room,
    make_session,
    moment,
)

pytestmark = pytest.mark.usefixtures("meeting")


def confirmed(**fields):
    return make_participant(status=Status.CONFIRMED, **fields)


def roles_of_only_session():
    ((slot,), *_) = (day["slots"] for day in collect_programme("en"))
    return slot["sessions"][0]["roles"]


def test_each_day_of_the_meeting_stands_there_even_if_nothing_is_set_for_it():
    make_session(starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))

    first, second = collect_programme("en")

    assert (first["date"], first["name"], first["slots"]) == ("2011-10-04", "Tuesday 4 October", [])
    assert [slot["start"] for slot in second["slots"]] == ["09:00"]


def test_a_late_session_stands_under_the_day_it_is_in_san_salvador():
    # 19:00 in San Salvador is 01:00 of the next day in UTC.
    make_session(starts_at=moment(4, "19:00"), ends_at=moment(4, "21:00"))

    first, second = collect_programme("en")

    assert first["slots"][0]["starts_at"] == "2011-10-04T19:00-06:00"
    assert second["slots"] == []


def test_a_session_that_fell_outside_the_days_of_the_meeting_is_not_lost():
    make_session()
    make_meeting(starts_on="2011-10-05", ends_on="2011-10-05")

    assert [day["date"] for day in collect_programme("en")] == ["2011-10-04", "2011-10-05"]


def test_sessions_that_start_together_share_a_slot_in_the_order_of_the_rooms():
    second = make_session(room=make_room(position=2))
    first = make_session(room=make_room(position=1))
    make_session(starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00"))

    slots = collect_programme("en")[0]["slots"]

    together, alone = slots
    assert [session["pk"] for session in together["sessions"]] == [first.pk, second.pk]
    assert (together["start"], together["end"]) == ("09:00", "10:00")
    assert len(alone["sessions"]) == 1


def test_a_slot_gives_no_end_where_its_sessions_end_at_different_times():
    make_session()
    make_session(ends_at=moment(4, "10:30"))

    (slot,) = collect_programme("en")[0]["slots"]

    assert slot["end"] == ""
    assert [session["end"] for session in slot["sessions"]] == ["10:00", "10:30"]


def test_a_title_that_is_not_translated_says_in_which_language_it_is():
    make_session(title_en="Lunch", title_es="Almuerzo")

    def title_in(language):
        session = collect_programme(language)[0]["slots"][0]["sessions"][0]
        return session["title"], session["title_language"]

    assert title_in("es") == ("Almuerzo", "es")
    assert title_in("fr") == ("Lunch", "en")


@pytest.mark.parametrize(
    ("language", "name", "short"),
    [
        ("en", "Tuesday 4 October", "Tue 4"),
        ("es", "Martes 4 de octubre", "Mar 4"),
        ("fr", "Mardi 4 octobre", "Mar 4"),
    ],
)
def test_days_are_named_in_the_language_asked_for(language, name, short):
    day = collect_programme(language)[0]

    assert (day["name"], day["short_name"]) == (name, short)


def test_everything_is_plain_enough_to_be_frozen_as_json():
    session = make_session(interpretation="en es")
    session.outcomes.add(make_outcome())
    make_assignment(session=session)

    days = collect_programme("en")

    assert json.loads(json.dumps(days)) == days
    (entry,) = days[0]["slots"][0]["sessions"]
    assert entry["interpretation"] == ["English", "Spanish"]
    assert entry["outcomes"] == [1]


def test_who_may_be_listed_is_named_and_of_the_others_only_the_delegation_is():
    brazil = make_delegation(name_en="Brazil")
    listed = confirmed(honorific="Dr.", given_name="Ana", family_name="Pérez", delegation=brazil)
    unlisted = confirmed(is_listed=False, delegation=brazil)
    session = make_session()
    for place, person in enumerate((listed, unlisted)):
        make_assignment(session=session, participant=person, position=place)

    (role,) = roles_of_only_session()

    assert role["role_name"] == "Speakers"
    assert role["people"] == [
        {"name": "Dr. Ana Pérez", "participant": listed.pk, "delegation": "Brazil"},
        {"name": "", "participant": unlisted.pk, "delegation": "Brazil"},
    ]


def test_roles_stand_in_the_order_of_protocol():
    session = make_session()
    for role in ("rapporteur", "speaker", "chair"):
        make_assignment(session=session, role=role)

    assert [role["role"] for role in roles_of_only_session()] == ["chair", "speaker", "rapporteur"]


def test_who_withdrew_is_not_announced():
    given = make_assignment()
    Participant.objects.filter(pk=given.participant_id).update(status=Status.WITHDRAWN)

    assert roles_of_only_session() == []


# -- Now and next -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "at", "now", "following"),
    [
        (3, "23:59", [], []),
        (4, "08:00", [], ["Opening"]),
        (4, "09:00", ["Opening"], ["One", "Two"]),
        (4, "10:15", ["One", "Two"], ["Closing"]),
        (4, "11:30", ["Two"], ["Closing"]),
        (4, "12:00", [], ["Closing"]),
        (5, "09:59", ["Closing"], []),
        (5, "10:00", [], []),
        (6, "08:00", [], []),
    ],
)
def test_now_and_next_are_marked_while_the_meeting_lasts(day, at, now, following):
    make_session(title_en="Opening")
    make_session(title_en="One", starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00"))
    make_session(title_en="Two", starts_at=moment(4, "10:00"), ends_at=moment(4, "12:00"))
    make_session(title_en="Closing", starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))

    found = find_now_and_next(collect_programme("en"), moment(day, at))

    titles = tuple([session["title"] for session in sessions] for sessions in found)
    assert titles == (now, following)
