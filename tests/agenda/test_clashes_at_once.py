"""Organisers who act at once: what the lock holds, and the database where it is walked past."""

import threading
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models.signals import pre_save
from psycopg2.errors import DeadlockDetected

from agenda.clashes import assign_participant, place_session, placing
from agenda.models import Assignment, AssignmentRole, Session
from registrations.models import Status
from tests.agenda.test_clashes import new_session
from tests.factories import (
    make_assignment,
    make_meeting,
    make_participant,
    make_room,
    make_session,
    moment,
)

pytestmark = pytest.mark.usefixtures("meeting")


def confirmed(**fields):
    return make_participant(status=Status.CONFIRMED, **fields)


def guest(session, name="H.E. Ana Pérez", role=AssignmentRole.KEYNOTE):
    return Assignment(session=session, guest_name=name, role=role)


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


def again_after_a_deadlock(act):
    """The act, which is tried again whenever PostgreSQL ends it to undo a deadlock."""

    def persist():
        while True:
            try:
                return act()
            except OperationalError as error:
                if not isinstance(error.__cause__, DeadlockDetected):
                    raise

    return persist


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
def test_without_lock_and_check_the_database_keeps_people_from_two_places(
    world, no_lock, monkeypatch, two_roles
):
    """Two that meet may wait for each other; the one that PostgreSQL ends then tries again."""
    monkeypatch.setattr(placing, "check_people", lambda session, roles: None)

    said = at_once(*(again_after_a_deadlock(act) for act in two_roles()))

    assert sorted(said, key=str) == [None, "person_is_elsewhere"]
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
