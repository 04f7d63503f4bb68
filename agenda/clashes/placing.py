"""A room or a person in two places at once: found here, and refused at every door.

Whoever places a session or gives a role in one does it through these acts: the
admin, the import and the demo. They take turns on the row of the meeting, so that
two organisers cannot each find the same room free. Ends that touch are no clash;
one minute is. On PostgreSQL an exclusion constraint stands behind the rule for rooms.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agenda import times
from agenda.models import Assignment, Session
from gfmd_meeting.dates import day_of_month
from gfmd_meeting.models import Meeting
from registrations.models import Participant

OF_A_ROLE = (
    "participant_id",
    "guest_name",
    "role",
    "position",
    *(f"line_{code}" for code, _name in settings.LANGUAGES),
)
EXCLUSION = "session_has_its_room_to_itself"


def lock_agenda() -> Meeting:
    """Let one change of the agenda go on at a time, until its transaction ends."""
    return Meeting.objects.select_for_update().get()


def find_room_clash(session: Session) -> Session | None:
    """Another session that is in the room of this one for a minute or more."""
    return _meanwhile(session).filter(room=session.room).first()


def find_person_clashes(session: Session, people) -> list[Assignment]:
    """Roles that these people hold elsewhere while this session lasts."""
    elsewhere = Assignment.objects.filter(
        participant__in=people, session__in=_meanwhile(session)
    ).order_by("session__starts_at", "pk")
    return list(elsewhere.select_related("participant", "session__room"))


def check_place(session: Session) -> None:
    """Refuse a time outside the meeting's days, and a room that is taken."""
    meeting = Meeting.objects.get()
    _check_time(session, meeting)
    if other := find_room_clash(session):
        raise ValidationError({"room": _refusal_of_room(session, other, meeting)})


def check_people(session: Session, people) -> None:
    """Refuse people who would have to be in two places at once."""
    clashes = find_person_clashes(session, people)
    if clashes:
        raise ValidationError([refusal_of_person(session, clash) for clash in clashes])


@transaction.atomic
def place_session(session: Session, *, by=None) -> Session:
    """Store a session at its time in its room; those who hold a role in it come along."""
    lock_agenda()
    check_place(session)
    if session.pk:
        check_people(session, Participant.objects.filter(assignments__session=session))
    session.changed_by = by
    session.full_clean()
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        if EXCLUSION not in str(error):
            raise
        # Someone wrote past the lock, and the database held.
        raise ValidationError({"room": _refusal_of_room(session)}) from error
    return session


@transaction.atomic
def assign_participant(assignment: Assignment, *, by=None) -> Assignment:
    """Give a confirmed participant a role in a session that they can be at."""
    lock_agenda()
    session, participant = assignment.session, assignment.participant
    if participant is not None:
        check_seat(participant)
        check_people(session, [participant])
    assignment.assigned_by = by
    assignment.full_clean()
    assignment.save()
    return assignment


@transaction.atomic
def arrange_session(session: Session, roles: list[Assignment], *, by=None) -> Session:
    """Store a session with exactly these roles, so that its people may change as it moves.

    A role that differs from what is stored is given anew; one that is not among
    ``roles`` ends.
    """
    lock_agenda()
    check_people(session, [role.participant for role in roles if role.participant_id])
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
            "person": clash.participant.full_name,
            "one": _with_time_and_room(session, meeting),
            "other": _with_time_and_room(clash.session, meeting),
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
            "one": _with_time(session, meeting),
            "other": _with_time(other, meeting),
        },
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
    first = session.starts_at.astimezone(meeting.zone).date()
    # A session may last until midnight of the last day.
    last = (session.ends_at.astimezone(meeting.zone) - timedelta(microseconds=1)).date()
    faults = {
        field: ValidationError(
            _("The meeting is from %(first)s to %(last)s."),
            code="outside_the_meeting",
            params={
                "first": day_of_month(meeting.starts_on),
                "last": day_of_month(meeting.ends_on),
            },
        )
        for field, day in {"starts_at": first, "ends_at": last}.items()
        if not meeting.starts_on <= day <= meeting.ends_on
    }
    if faults:
        raise ValidationError(faults)


def _is_same(role, stored):
    return all(getattr(role, name) == getattr(stored, name) for name in OF_A_ROLE)


def _with_time(session, meeting):
    return f"“{session.title}” ({_when(session, meeting)})"


def _with_time_and_room(session, meeting):
    return f"“{session.title}” ({session.room}, {_when(session, meeting)})"


def _when(session, meeting):
    day = day_of_month(session.starts_at.astimezone(meeting.zone).date())
    start, end = times.clock(session.starts_at, meeting), times.clock(session.ends_at, meeting)
    return f"{day}, {start}–{end}"
