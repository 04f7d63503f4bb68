"""Gaps of a plan: what is missing, or does not fit together. All of them are warnings.

Each rule is a function that says exactly when it speaks. Only those who have a seat, and
guests of the host, count as being there; one who withdrew is told of as such.
"""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import WORKING_KINDS, AssignmentRole, Audience
from gfmd_meeting.dates import day_of_month
from registrations.models import Status

from .alternation import find_repeats
from .findings import Finding, FindingKind
from .languages import find_unheard
from .plan import Plan
from .wording import moment, with_time

PRESIDING = (AssignmentRole.CHAIR, AssignmentRole.CO_CHAIR)


def find_gaps(plan: Plan) -> list[Finding]:
    """Every gap of the agenda, by kind and then in the order of the sessions."""
    rules = (
        _days,
        _presiding,
        _rapporteurs,
        _seats,
        _arrivals,
        _departures,
        find_unheard,
        _audiences,
        _capacities,
        find_repeats,
        _outcomes,
    )
    return [finding for rule in rules for finding in rule(plan)]


def note_on_days(session, meeting) -> list[str]:
    """What is said of a session of which a part lies outside the meeting's days, in its zone.

    One that ends at midnight ends on the day before.
    """
    first = session.starts_at.astimezone(meeting.zone).date()
    last = (session.ends_at.astimezone(meeting.zone) - timedelta(microseconds=1)).date()
    if meeting.starts_on <= first and last <= meeting.ends_on:
        return []
    return [
        _("%(session)s is outside the days of the meeting, %(first)s to %(last)s.")
        % {
            "session": with_time(session, meeting.zone),
            "first": day_of_month(meeting.starts_on),
            "last": day_of_month(meeting.ends_on),
        }
    ]


def _days(plan):
    """A session of which a part lies outside the meeting's days."""
    for sitting in plan.sittings:
        for sentence in note_on_days(sitting, plan):
            yield Finding(FindingKind.DAYS, sentence, (sitting.pk,))


def _presiding(plan):
    """A session or working group in which nobody is chair or co-chair.

    A moderator leads the discussion and does not take its decisions.
    """
    for sitting in _working(plan):
        if not any(held.role in PRESIDING for held in sitting.present):
            sentence = _("%(session)s has no chair or co-chair.") % {
                "session": with_time(sitting, plan.zone)
            }
            yield Finding(FindingKind.CHAIR, sentence, (sitting.pk,))


def _rapporteurs(plan):
    """A session or working group whose conclusions nobody records."""
    for sitting in _working(plan):
        if not any(held.role == AssignmentRole.RAPPORTEUR for held in sitting.present):
            sentence = _("%(session)s has no rapporteur.") % {
                "session": with_time(sitting, plan.zone)
            }
            yield Finding(FindingKind.RAPPORTEUR, sentence, (sitting.pk,))


def _seats(plan):
    """A role of somebody who withdrew, or whose seat is not confirmed any more."""
    for sitting in plan.sittings:
        for held in sitting.holders:
            if held.has_seat:
                continue
            wording = (
                _("%(person)s withdrew, and is %(role)s of %(session)s.")
                if held.status == Status.WITHDRAWN
                else _("%(person)s has no confirmed seat, and is %(role)s of %(session)s.")
            )
            yield _about(FindingKind.NO_SEAT, wording, sitting, held, plan)


def _arrivals(plan):
    """Somebody arrives later than a session starts in which they hold a role."""
    for sitting in plan.sittings:
        for held in sitting.present:
            if held.arrives_at and held.arrives_at > sitting.starts_at:
                wording = _("%(person)s, %(role)s of %(session)s, arrives on %(at)s.")
                yield _about(FindingKind.ARRIVAL, wording, sitting, held, plan, held.arrives_at)


def _departures(plan):
    """Somebody departs before a session ends in which they hold a role."""
    for sitting in plan.sittings:
        for held in sitting.present:
            if held.departs_at and held.departs_at < sitting.ends_at:
                wording = _("%(person)s, %(role)s of %(session)s, departs on %(at)s.")
                yield _about(FindingKind.DEPARTURE, wording, sitting, held, plan, held.departs_at)


def _audiences(plan):
    """A session for governments only in which a participant of another type holds a role.

    Of a guest the type is not known: the host, who is a government, names them.
    """
    for sitting in plan.sittings:
        if sitting.audience != Audience.GOVERNMENTS:
            continue
        for held in sitting.present:
            if not held.is_guest and not held.is_of_government:
                wording = _(
                    "%(person)s, %(role)s of %(session)s, is of no government,"
                    " and it is for governments only."
                )
                yield _about(FindingKind.AUDIENCE, wording, sitting, held, plan)


def _capacities(plan):
    """A room with fewer places than people who are sure to be in it.

    Those are the holders of roles, and where everybody takes part all who have a seat.
    """
    for sitting in plan.sittings:
        if sitting.capacity is None:
            continue
        people = {held.person for held in sitting.present}
        guests = {held.person for held in sitting.present if held.is_guest}
        sure = plan.seated + len(guests) if sitting.spans_rooms else len(people)
        if sure > sitting.capacity:
            sentence = ngettext(
                "%(room)s has %(capacity)s place, and %(people)s people are in %(session)s.",
                "%(room)s has %(capacity)s places, and %(people)s people are in %(session)s.",
                sitting.capacity,
            ) % {
                "room": sitting.room,
                "capacity": sitting.capacity,
                "people": sure,
                "session": with_time(sitting, plan.zone),
            }
            yield Finding(FindingKind.CAPACITY, sentence, (sitting.pk,), room=sitting.room_id)


def _outcomes(plan):
    """An expected outcome that no session of the agenda serves."""
    served = frozenset().union(*(sitting.outcomes for sitting in plan.sittings))
    for number, title in plan.outcomes.items():
        if number not in served:
            sentence = _("No session serves expected outcome %(number)s, %(title)s.") % {
                "number": number,
                "title": title,
            }
            yield Finding(FindingKind.OUTCOME, sentence, outcome=number)


def _working(plan):
    return (sitting for sitting in plan.sittings if sitting.kind in WORKING_KINDS)


def _about(kind, wording, sitting, held, plan, at=None):
    """A finding about somebody's role in a session."""
    sentence = wording % {
        "person": held.name,
        "role": AssignmentRole(held.role).label,
        "session": with_time(sitting, plan.zone),
        "at": moment(at, plan.zone) if at else "",
    }
    return Finding(kind, sentence, (sitting.pk,), person=held.name)
