"""A room or a person in two places at once: found here, and refused at every door.

Whoever places a session or gives a role in one does it through these acts: the
admin, the import and the demo. They take turns on the row of the meeting, so that
two organisers cannot each find the same room free. Ends that touch are no clash;
one minute is. On PostgreSQL exclusion constraints stand behind both rules.

A guest of the host is known by name alone, so one is told from another by the name,
however it is typed.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agenda.models import Assignment, Session
from gfmd_meeting.dates import day
from gfmd_meeting.models import Meeting
from registrations.models import Participant

from .plan import guest_key
from .wording import with_time, with_time_and_room

OF_A_ROLE = (
    "participant_id",
    "guest_name",
    "role",
    "position",
    *(f"line_{code}" for code, _name in settings.LANGUAGES),
)
FARTHEST = timedelta(days=31)
EXCLUSION = "session_has_its_room_to_itself"
EXCLUSION_OF_PEOPLE = "assignment_has_its_person_to_itself"


def lock_agenda() -> Meeting:
    """Let one change of the agenda go on at a time, until its transaction ends."""
    return Meeting.objects.select_for_update().get()


def find_room_clash(session: Session) -> Session | None:
    """Another session that is in the room of this one for a minute or more."""
    return _meanwhile(session).filter(room=session.room).first()


def find_person_clashes(session: Session, roles) -> list[Assignment]:
    """Roles that the people of these roles hold elsewhere while this session lasts."""
    wanted = {person_key(role) for role in roles}
    people = {key for kind, key in wanted if kind == "participant"}
    elsewhere = Assignment.objects.filter(session__in=_meanwhile(session)).filter(
        Q(participant__in=people) | ~Q(guest_name="")
    )
    elsewhere = elsewhere.order_by("session__starts_at", "pk")
    return [
        held
        for held in elsewhere.select_related("participant", "session__room")
        if person_key(held) in wanted
    ]


def person_key(role: Assignment):
    """Who holds a role: a participant by number, a guest by name."""
    if role.participant_id:
        return ("participant", role.participant_id)
    return guest_key(role.guest_name)


def check_place(session: Session) -> None:
    """Refuse a room that is taken, and times that can only be mistyped."""
    meeting = Meeting.objects.get()
    _check_time(session, meeting)
    if other := find_room_clash(session):
        raise ValidationError({"room": _refusal_of_room(session, other, meeting)})


def check_people(session: Session, roles) -> None:
    """Refuse roles whose people would have to be in two places at once."""
    if find_person_clashes(session, roles):
        raise _refusal_of_people(session, roles)


@transaction.atomic
def place_session(session: Session, *, by=None) -> Session:
    """Store a session at its time in its room; those who hold a role in it come along."""
    lock_agenda()
    check_place(session)
    if session.pk:
        check_people(session, session.assignments.all())
    session.changed_by = by
    session.full_clean()
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        # Someone wrote past the lock, and the database held.
        if EXCLUSION in str(error):
            raise ValidationError({"room": _refusal_of_room(session)}) from error
        if EXCLUSION_OF_PEOPLE in str(error):
            raise _refusal_of_people(session, session.assignments.all()) from error
        raise
    return session


@transaction.atomic
def assign_participant(assignment: Assignment, *, by=None) -> Assignment:
    """Give a confirmed participant, or a guest of the host, a role that they can be at."""
    lock_agenda()
    if assignment.participant is not None:
        check_seat(assignment.participant)
    check_people(assignment.session, [assignment])
    check_held_once(assignment, assignment.session.assignments.all())
    assignment.assigned_by = by
    assignment.full_clean()
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError as error:
        if EXCLUSION_OF_PEOPLE not in str(error):
            raise
        # Someone wrote past the lock, and the database held.
        raise _refusal_of_people(assignment.session, [assignment]) from error
    return assignment


@transaction.atomic
def arrange_session(session: Session, roles: list[Assignment], *, by=None) -> Session:
    """Store a session with exactly these roles, so that its people may change as it moves.

    A role that differs from what is stored is given anew; one that is not among
    ``roles`` ends.
    """
    lock_agenda()
    check_people(session, roles)
    held = {role.pk: role for role in session.assignments.all()} if session.pk else {}
    kept = [role.pk for role in roles if role.pk in held and _is_same(role, held[role.pk])]
    Assignment.objects.filter(pk__in=held.keys() - set(kept)).delete()
    place_session(session, by=by)
    for role in roles:
        if role.pk not in kept:
            role.pk = None
            role.session = session
            role._state.adding = True
            assign_participant(role, by=by)
    return session


def check_held_once(role: Assignment, others) -> None:
    """Refuse a person the role that they hold in the session already."""
    for other in others:
        is_other = other is not role and (other.pk is None or other.pk != role.pk)
        if is_other and (other.role, person_key(other)) == (role.role, person_key(role)):
            raise ValidationError(
                _("%(person)s holds this role in the session already."),
                code="held_already",
                params={"person": role.person_name},
            )


def check_seat(participant: Participant) -> None:
    """Refuse a person who has no seat: only the confirmed are given a role."""
    if not Participant.objects.seated().filter(pk=participant.pk).exists():
        raise ValidationError(
            _("%(person)s is not confirmed, and only the confirmed are given a role."),
            code="not_confirmed",
            params={"person": participant.full_name},
        )


def refusal_of_person(session: Session, clash: Assignment) -> ValidationError:
    """What is said of a person with a role elsewhere, both sessions named."""
    meeting = Meeting.objects.get()
    return ValidationError(
        _("%(person)s would be in two places at once: in %(one)s and in %(other)s."),
        code="person_is_elsewhere",
        params={
            "person": clash.person_name,
            "one": with_time_and_room(session, meeting.zone),
            "other": with_time_and_room(clash.session, meeting.zone),
        },
    )


def _refusal_of_room(session, other=None, meeting=None):
    meeting = meeting or Meeting.objects.get()
    other = other or find_room_clash(session)
    if other is None:
        return ValidationError(_("The room is taken at this time."), code="room_is_taken")
    return ValidationError(
        _("%(room)s is taken: %(one)s would meet %(other)s there."),
        code="room_is_taken",
        params={
            "room": session.room,
            "one": with_time(session, meeting.zone),
            "other": with_time(other, meeting.zone),
        },
    )


def _refusal_of_people(session, roles):
    clashes = find_person_clashes(session, roles)
    if clashes:
        return ValidationError([refusal_of_person(session, clash) for clash in clashes])
    return ValidationError(
        _("One of the people of this session is elsewhere at this time."),
        code="person_is_elsewhere",
    )


def _meanwhile(session):
    """Other sessions that share a minute with this one."""
    return Session.objects.exclude(pk=session.pk).filter(
        starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
    )


def _check_time(session, meeting):
    if session.ends_at <= session.starts_at:
        raise ValidationError(
            {"ends_at": ValidationError(_("The session ends before it starts."), code="ends_first")}
        )
    # The days before and after are a gap (gaps.py); another year is a slip of the pen.
    first, last = meeting.starts_on - FARTHEST, meeting.ends_on + FARTHEST
    faults = {
        field: ValidationError(
            _("That is over a month away: the meeting is from %(first)s to %(last)s."),
            code="far_from_the_meeting",
            params={"first": day(meeting.starts_on), "last": day(meeting.ends_on)},
        )
        for field in ("starts_at", "ends_at")
        if not first <= getattr(session, field).astimezone(meeting.zone).date() <= last
    }
    if faults:
        raise ValidationError(faults)


def _is_same(role, stored):
    return all(getattr(role, name) == getattr(stored, name) for name in OF_A_ROLE)
