"""A person, of the meeting or a guest of its host, is in one place at a time."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from agenda.clashes import arrange_session, assign_participant, place_session
from agenda.models import Assignment, AssignmentRole
from registrations.models import Participant, Status
from tests.factories import (
    make_assignment,
    make_organiser,
    make_participant,
    make_room,
    make_session,
    moment,
)

pytestmark = pytest.mark.usefixtures("meeting")


def confirmed(**fields):
    return make_participant(status=Status.CONFIRMED, **fields)


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
