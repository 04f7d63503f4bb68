"""A room is in one session at a time, and a session at a time that can be meant."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from agenda.clashes import place_session
from agenda.models import Session
from tests.factories import (
    make_organiser,
    make_room,
    make_session,
    moment,
)

pytestmark = pytest.mark.usefixtures("meeting")


def new_session(start, end, *, room, day=4, title="The new one"):
    return Session(
        kind="session",
        title_en=title,
        room=room,
        starts_at=moment(day, start),
        ends_at=moment(day, end),
    )


# -- Rooms --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("09:59", "11:00"),
        ("08:00", "09:01"),
        ("09:15", "09:45"),
        ("08:00", "11:00"),
        ("09:00", "10:00"),
    ],
    ids=["one minute after", "one minute before", "within", "around", "the same time"],
)
def test_a_room_that_is_taken_is_refused_with_both_sessions_named(start, end):
    hall = make_room(name_en="Plenary hall")
    make_session(room=hall, title_en="Opening")

    with pytest.raises(ValidationError) as refused:
        place_session(new_session(start, end, room=hall, title="Closing"))

    (error,) = refused.value.error_dict["room"]
    assert error.code == "room_is_taken"
    (sentence,) = refused.value.message_dict["room"]
    assert sentence == (
        f"Plenary hall is taken: “Closing” (4 October, {start}–{end})"
        " would meet “Opening” (4 October, 09:00–10:00) there."
    )
    assert Session.objects.count() == 1


@pytest.mark.parametrize(("start", "end"), [("10:00", "11:00"), ("08:00", "09:00")])
def test_ends_that_touch_are_no_clash(start, end):
    hall = make_room()
    make_session(room=hall)

    place_session(new_session(start, end, room=hall))

    assert hall.sessions.count() == 2


def test_parallel_sessions_have_rooms_of_their_own():
    make_session(room=make_room())

    place_session(new_session("09:00", "10:00", room=make_room()))

    assert Session.objects.count() == 2


def test_a_session_does_not_clash_with_itself_and_says_who_changed_it():
    organiser = make_organiser()
    session = make_session()
    session.ends_at = moment(4, "10:30")

    place_session(session, by=organiser)

    session.refresh_from_db()
    assert (session.ends_at, session.changed_by) == (moment(4, "10:30"), organiser)


def test_two_sessions_swap_their_times_one_move_at_a_time():
    hall, foyer = make_room(), make_room()
    first = make_session(room=hall)
    second = make_session(room=hall, starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00"))

    first.room = foyer
    place_session(first)
    second.starts_at, second.ends_at = moment(4, "09:00"), moment(4, "10:00")
    place_session(second)
    first.room, first.starts_at, first.ends_at = hall, moment(4, "10:00"), moment(4, "11:00")
    place_session(first)

    assert list(Session.objects.all()) == [second, first]


# -- Days ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [3, 6])
def test_a_session_on_the_eve_or_the_day_after_may_be_placed(day):
    place_session(new_session("19:00", "21:00", room=make_room(), day=day))

    assert Session.objects.get().starts_at == moment(day, "19:00")


@pytest.mark.parametrize(("years", "fields"), [(-1, {"starts_at"}), (1, {"ends_at"})])
def test_a_time_of_another_year_is_refused_as_mistyped(years, fields):
    session = new_session("09:00", "10:00", room=make_room())
    for field in fields:
        setattr(session, field, moment(4, "09:30").replace(year=2011 + years))

    with pytest.raises(ValidationError, match="the meeting is from 4 October 2011") as refused:
        place_session(session)

    assert refused.value.error_dict.keys() == fields


@pytest.mark.parametrize("end", ["09:00", "08:30"])
def test_a_session_ends_after_it_starts(end):
    with pytest.raises(ValidationError, match="ends before it starts"):
        place_session(new_session("09:00", end, room=make_room()))


def test_the_database_holds_that_a_session_ends_after_it_starts():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_session(ends_at=moment(4, "09:00"))


def test_the_database_holds_that_a_session_starts_alone_in_its_room():
    hall = make_room()
    make_session(room=hall)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_session(room=hall)


# -- In other languages -------------------------------------------------------------------------


def test_a_title_is_not_copied_into_the_language_of_the_organiser_who_stores_it():
    with translation.override("es"):
        place_session(new_session("09:00", "10:00", room=make_room(), title="Lunch"))

    session = Session.objects.get()
    assert (session.title_en, session.title_es or "") == ("Lunch", "")


def test_a_session_has_a_title_in_english():
    session = new_session("09:00", "10:00", room=make_room(), title="")
    session.title_es = "Almuerzo"

    with translation.override("es"), pytest.raises(ValidationError) as refused:
        place_session(session)

    assert "title_en" in refused.value.error_dict
