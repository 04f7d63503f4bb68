"""Nobody and nothing is in two places at once, whichever door the agenda is changed by."""

import threading
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import pre_save
from django.utils import translation

from agenda.clashes import arrange_session, assign_participant, place_session, placing
from agenda.models import Assignment, AssignmentRole, Session
from registrations.models import Participant, Status
from tests.factories import (
    make_assignment,
    make_meeting,
    make_organiser,
    make_participant,
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


def confirmed(**fields):
    return make_participant(status=Status.CONFIRMED, **fields)


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


# -- People -------------------------------------------------------------------------------------


def test_a_person_in_two_places_is_refused_with_both_sessions_named():
    ana = confirmed(given_name="Ana", family_name="Pérez")
    hall, foyer = make_room(name_en="Hall"), make_room(name_en="Foyer")
    make_assignment(session=make_session(title_en="One", room=hall), participant=ana)
    other = make_session(title_en="Two", room=foyer, starts_at=moment(4, "09:59"))
    other.ends_at = moment(4, "11:00")
    other.save()

    with pytest.raises(ValidationError) as refused:
        assign_participant(Assignment(session=other, participant=ana, role=AssignmentRole.CHAIR))

    assert refused.value.messages == [
        "Ana Pérez would be in two places at once: in “Two” (Foyer, 4 October, 09:59–11:00)"
        " and in “One” (Hall, 4 October, 09:00–10:00)."
    ]


def test_a_person_may_go_from_one_session_straight_to_the_next():
    ana = confirmed()
    make_assignment(participant=ana)
    after = make_session(starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00"))

    assign_participant(Assignment(session=after, participant=ana, role=AssignmentRole.CHAIR))

    assert ana.assignments.count() == 2


def test_a_person_may_hold_two_roles_in_one_session_but_none_of_them_twice():
    given = make_assignment(role=AssignmentRole.CHAIR)
    moderator = Assignment(
        session=given.session, participant=given.participant, role=AssignmentRole.MODERATOR
    )

    assign_participant(moderator)
    moderator.pk, moderator._state.adding = None, True

    with pytest.raises(ValidationError, match="holds this role in the session already"):
        assign_participant(moderator)


def test_the_database_holds_that_a_role_is_held_once():
    given = make_assignment()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_assignment(session=given.session, participant=given.participant)


def test_a_session_is_not_moved_onto_another_one_of_its_people():
    ana = confirmed(given_name="Ana", family_name="Pérez")
    make_assignment(participant=ana, session=make_session(title_en="One"))
    later = make_session(title_en="Two", starts_at=moment(4, "11:00"), ends_at=moment(4, "12:00"))
    make_assignment(participant=ana, session=later)
    later.starts_at, later.ends_at = moment(4, "09:30"), moment(4, "10:30")

    with pytest.raises(ValidationError, match="Ana Pérez would be in two places"):
        place_session(later)

    later.refresh_from_db()
    assert later.starts_at == moment(4, "11:00")


@pytest.mark.parametrize("status", [Status.REGISTERED, Status.DECLINED, Status.WITHDRAWN])
def test_only_the_confirmed_are_given_a_role(status):
    person = make_participant(status=status)

    with pytest.raises(ValidationError, match="is not confirmed"):
        assign_participant(
            Assignment(session=make_session(), participant=person, role=AssignmentRole.CHAIR)
        )

    assert not Assignment.objects.exists()


def test_who_withdrew_keeps_the_place_until_the_role_ends():
    """So that one who is confirmed again is never found in two places."""
    ana = confirmed()
    kept = make_assignment(participant=ana)
    later = make_session(starts_at=moment(4, "11:00"), ends_at=moment(4, "12:00"))
    make_assignment(participant=ana, session=later)
    Participant.objects.filter(pk=ana.pk).update(status=Status.WITHDRAWN)
    later.starts_at, later.ends_at = moment(4, "09:00"), moment(4, "10:00")

    with pytest.raises(ValidationError, match="two places"):
        place_session(later)
    kept.delete()
    place_session(later)

    assert later.assignments.count() == 1


# -- Guests of the host -------------------------------------------------------------------------


def guest(session, name="H.E. Ana Pérez", role=AssignmentRole.KEYNOTE):
    return Assignment(session=session, guest_name=name, role=role)


def parallel(**fields):
    return make_session(starts_at=moment(4, "09:59"), ends_at=moment(4, "11:00"), **fields)


@pytest.mark.parametrize("typed", ["H.E. Ana Pérez", "h.e.  ANA PEREZ "])
def test_a_guest_in_two_places_is_refused_however_the_name_is_typed(typed):
    assign_participant(guest(make_session(title_en="One")))

    with pytest.raises(ValidationError, match="H.E. Ana Pérez would be in two places") as refused:
        assign_participant(guest(parallel(), typed))

    assert refused.value.error_list[0].code == "person_is_elsewhere"
    assert Assignment.objects.count() == 1


def test_another_guest_and_a_later_session_are_no_clash():
    assign_participant(guest(make_session()))

    assign_participant(guest(parallel(), "H.E. Bo Li"))
    assign_participant(
        guest(make_session(starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00")))
    )

    assert Assignment.objects.count() == 3


def test_a_guest_holds_two_roles_in_one_session_but_none_of_them_twice():
    session = make_session()
    assign_participant(guest(session))
    assign_participant(guest(session, role=AssignmentRole.SPEAKER))

    with pytest.raises(ValidationError, match="h.e. ana perez holds this role"):
        assign_participant(guest(session, "h.e. ana perez"))


def test_a_session_is_not_moved_onto_another_one_of_its_guests():
    assign_participant(guest(make_session()))
    later = make_session(starts_at=moment(4, "11:00"), ends_at=moment(4, "12:00"))
    assign_participant(guest(later))
    later.starts_at, later.ends_at = moment(4, "09:30"), moment(4, "10:30")

    with pytest.raises(ValidationError, match="would be in two places"):
        place_session(later)


def test_a_session_is_arranged_with_guests_and_participants():
    session, ana = make_session(), confirmed()
    chair = Assignment(participant=ana, role=AssignmentRole.CHAIR, line_es="Ministra")

    arrange_session(session, [chair, guest(session)])

    held = session.assignments.values_list("role", "participant", "guest_name", "line_es")
    assert set(held) == {
        ("chair", ana.pk, "", "Ministra"),
        ("keynote", None, "H.E. Ana Pérez", None),
    }


def test_the_database_holds_that_a_role_names_one_person():
    session, ana = make_session(), confirmed()

    for people in ({"participant": ana, "guest_name": "Bo Li"}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(session=session, role=AssignmentRole.CHAIR, **people)


# -- A session and its people in one step -------------------------------------------------------


def test_a_session_moves_as_the_one_who_could_not_follow_is_replaced():
    organiser = make_organiser()
    busy, free = confirmed(), confirmed()
    make_assignment(participant=busy)
    session = make_session(starts_at=moment(4, "11:00"), ends_at=moment(4, "12:00"))
    role = make_assignment(participant=busy, session=session, role=AssignmentRole.CHAIR)
    session.starts_at, session.ends_at = moment(4, "09:00"), moment(4, "10:00")
    role.participant = free

    arrange_session(session, [role], by=organiser)

    (chair,) = session.assignments.all()
    assert (chair.participant, chair.role, chair.assigned_by) == (free, "chair", organiser)


def test_two_people_swap_their_roles_in_one_step():
    session = make_session()
    one = make_assignment(session=session, role=AssignmentRole.CHAIR)
    two = make_assignment(session=session, role=AssignmentRole.RAPPORTEUR)
    chair, rapporteur = two.participant, one.participant
    one.participant, two.participant = chair, rapporteur

    arrange_session(session, [one, two])

    held = session.assignments.values_list("role", "participant")
    assert set(held) == {("chair", chair.pk), ("rapporteur", rapporteur.pk)}


def test_a_role_that_nobody_touched_stays_though_its_holder_withdrew():
    role = make_assignment()
    Participant.objects.filter(pk=role.participant_id).update(status=Status.WITHDRAWN)
    role.session.title_en = "Another title"

    arrange_session(role.session, [role])

    assert list(role.session.assignments.all()) == [role]


def test_nothing_is_stored_if_one_of_the_roles_is_refused():
    session = make_session()
    kept = make_assignment(session=session)
    session.ends_at = moment(4, "10:30")
    waits = Assignment(participant=make_participant(), role=AssignmentRole.CHAIR)

    with pytest.raises(ValidationError, match="is not confirmed"):
        arrange_session(session, [waits])

    session.refresh_from_db()
    assert session.ends_at == moment(4, "10:00")
    assert list(session.assignments.all()) == [kept]


# -- Races --------------------------------------------------------------------------------------


def at_once(*acts):
    """Run the acts in threads that meet between their check and their write, if they can.

    Returns what each said: None, or the code of the refusal. Where a lock makes the
    acts take turns they cannot meet, and the first goes on after half a second.
    """
    meeting_point = threading.Barrier(len(acts))

    def wait_for_the_others(sender, **kwargs):
        if sender in (Session, Assignment):
            with suppress(threading.BrokenBarrierError):
                meeting_point.wait(timeout=0.5)

    def run(number, act):
        try:
            act()
        except ValidationError as refusal:
            errors = refusal.error_dict["room"] if hasattr(refusal, "error_dict") else refusal
            said[number] = next(iter(getattr(errors, "error_list", errors))).code
        finally:
            connection.close()

    said = [None] * len(acts)
    threads = [threading.Thread(target=run, args=entry) for entry in enumerate(acts)]
    pre_save.connect(wait_for_the_others)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
    finally:
        pre_save.disconnect(wait_for_the_others)
    assert not any(thread.is_alive() for thread in threads)
    return said


@pytest.fixture
def world(transactional_db):
    return make_meeting()


@pytest.fixture
def no_lock(monkeypatch):
    """The control: with the lock off, the same race must go wrong."""
    monkeypatch.setattr(placing, "lock_agenda", lambda: None)


def two_for_one_room():
    hall = make_room()
    return [
        lambda: place_session(new_session("09:00", "10:00", room=hall)),
        lambda: place_session(new_session("09:30", "10:30", room=hall)),
    ]


def two_roles_for_one_person():
    ana = confirmed()
    sessions = [make_session(), make_session(starts_at=moment(4, "09:30"))]
    return [
        lambda session=session: assign_participant(
            Assignment(session=session, participant=ana, role=AssignmentRole.CHAIR)
        )
        for session in sessions
    ]


def test_of_two_organisers_who_place_sessions_in_one_room_one_is_refused(world):
    said = at_once(*two_for_one_room())

    assert sorted(said, key=str) == [None, "room_is_taken"]
    assert Session.objects.count() == 1


def two_roles_for_one_guest():
    sessions = [make_session(), make_session(starts_at=moment(4, "09:30"))]
    return [lambda session=session: assign_participant(guest(session)) for session in sessions]


def test_of_two_organisers_who_give_one_guest_two_places_one_is_refused(world):
    said = at_once(*two_roles_for_one_guest())

    assert sorted(said, key=str) == [None, "person_is_elsewhere"]
    assert Assignment.objects.count() == 1


def test_of_two_organisers_who_give_one_person_two_places_one_is_refused(world):
    said = at_once(*two_roles_for_one_person())

    assert sorted(said, key=str) == [None, "person_is_elsewhere"]
    assert Assignment.objects.count() == 1


@pytest.mark.postgresql
def test_without_lock_and_constraint_a_person_would_be_in_two_places(
    world, no_lock, no_exclusion_of_people
):
    said = at_once(*two_roles_for_one_person())

    assert said == [None, None]
    assert Assignment.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.parametrize("two_roles", [two_roles_for_one_person, two_roles_for_one_guest])
def test_without_the_check_the_database_keeps_people_from_two_places(world, monkeypatch, two_roles):
    """One after the other: two that meet without the lock may also end in a deadlock."""
    first, second = two_roles()
    monkeypatch.setattr(placing, "check_people", lambda session, roles: None)
    first()

    with pytest.raises(ValidationError) as refused:
        second()

    assert [error.code for error in refused.value.error_list] == ["person_is_elsewhere"]
    assert Assignment.objects.count() == 1


@pytest.mark.postgresql
def test_a_session_that_is_moved_past_the_lock_onto_its_people_is_refused_in_words(
    world, monkeypatch
):
    early, late = make_session(title_en="Early"), make_session(title_en="Late")
    Session.objects.filter(pk=late.pk).update(
        starts_at=moment(4, "11:00"), ends_at=moment(4, "12:00")
    )
    ana = confirmed()
    for session in (early, late):
        make_assignment(session=session, participant=ana)
    late.starts_at, late.ends_at = moment(4, "09:30"), moment(4, "10:30")
    monkeypatch.setattr(placing, "check_people", lambda session, roles: None)

    with pytest.raises(ValidationError, match="would be in two places at once"):
        place_session(late)


@pytest.mark.postgresql
def test_where_someone_writes_past_the_lock_the_database_refuses_and_we_say_it_in_words(world):
    hall = make_room(name_en="Hall")
    rival = new_session("09:00", "10:00", room=hall, title="Rival")

    def write_past_the_lock():
        Session.objects.bulk_create([rival])
        connection.close()

    def before_it_is_stored(sender, **kwargs):
        if sender is Session:
            thread = threading.Thread(target=write_past_the_lock)
            thread.start()
            thread.join(timeout=30)

    pre_save.connect(before_it_is_stored)
    try:
        with pytest.raises(ValidationError) as refused:
            place_session(new_session("09:30", "10:30", room=hall))
    finally:
        pre_save.disconnect(before_it_is_stored)

    (sentence,) = refused.value.message_dict["room"]
    assert "Hall is taken" in sentence
    assert "“Rival”" in sentence
    assert Session.objects.count() == 1


@pytest.mark.postgresql
def test_without_lock_and_constraint_two_sessions_would_share_the_room(world, no_lock):
    table = "ALTER TABLE agenda_session"
    with connection.cursor() as cursor:
        cursor.execute(f"{table} DROP CONSTRAINT {placing.EXCLUSION}")
    try:
        said = at_once(*two_for_one_room())
        assert said == [None, None]
        assert Session.objects.count() == 2
    finally:
        Session.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                f"{table} ADD CONSTRAINT {placing.EXCLUSION} EXCLUDE USING gist ("
                "int8range(room_id, room_id, '[]') WITH &&,"
                " tstzrange(starts_at, ends_at) WITH &&)"
            )


# -- Behind the form's back ---------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.parametrize("start", ["09:59", "09:01"])
def test_the_database_holds_that_a_session_has_its_room_to_itself(start):
    hall = make_room()
    make_session(room=hall)

    with pytest.raises(IntegrityError, match=placing.EXCLUSION), transaction.atomic():
        make_session(room=hall, starts_at=moment(4, start), ends_at=moment(4, "11:00"))

    make_session(room=hall, starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00"))
    make_session(room=make_room(), starts_at=moment(4, start), ends_at=moment(4, "11:00"))


@pytest.mark.postgresql
@pytest.mark.parametrize("name", ["", "Dr Guest"], ids=["a participant", "a guest"])
def test_the_database_holds_that_a_person_is_in_one_session_at_a_time(name):
    person = {"guest_name": name} if name else {"participant": confirmed()}
    early, late = make_session(), make_session()
    Session.objects.filter(pk=late.pk).update(
        starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00")
    )
    for session, role in ((early, "chair"), (early, "speaker"), (late, "chair")):
        Assignment.objects.create(session=session, role=role, **person)
    other = make_session()

    with pytest.raises(IntegrityError, match=placing.EXCLUSION_OF_PEOPLE), transaction.atomic():
        Assignment.objects.create(session=other, role="chair", **person)
    with pytest.raises(IntegrityError, match=placing.EXCLUSION_OF_PEOPLE), transaction.atomic():
        Session.objects.filter(pk=late.pk).update(starts_at=moment(4, "09:59"))

    Assignment.objects.create(session=other, role="chair", guest_name="Somebody else")


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
