"""Whether the co-chairing States take turns in the chair."""

from django.utils.translation import gettext as _

from agenda.models import AssignmentRole

from .findings import Finding, FindingKind
from .plan import Plan, Sitting
from .wording import with_time

CHAIRING = (AssignmentRole.CHAIR, AssignmentRole.CO_CHAIR)


def find_repeats(plan: Plan):
    """Sessions that follow each other with the same co-chairing State alone in the chair.

    A State co-chairs if a party of the meeting that co-chairs is of that country. It
    chairs a session if a member of the delegation of its government is chair or
    co-chair there; a moderator does not count, and of whom a guest speaks is not known.
    Sessions that share a minute are one round. A round in which several of the States
    are in the chair is held by all of them, and after it any of them may go on; one
    with none of them in the chair, such as a break, is passed over. With fewer than two
    such States there is nothing to take turns in.
    """
    if len(plan.co_chairs) < 2:
        return
    last, held_by = (), frozenset()
    for round_ in _rounds([each for each in plan.sittings if _states(each, plan)]):
        states = frozenset().union(*(_states(sitting, plan) for sitting in round_))
        if len(states) == 1 and states == held_by:
            (country,) = states
            sentence = _("%(state)s chairs %(one)s and then %(other)s: the turn was another's.") % {
                "state": plan.co_chairs[country],
                "one": with_time(last[-1], plan.zone),
                "other": with_time(round_[0], plan.zone),
            }
            yield Finding(FindingKind.ALTERNATION, sentence, (last[-1].pk, round_[0].pk))
        last, held_by = round_, states


def _states(sitting: Sitting, plan: Plan):
    return {
        held.country
        for held in sitting.present
        if held.role in CHAIRING and held.is_of_government and held.country in plan.co_chairs
    }


def _rounds(sittings: list[Sitting]):
    """Sessions by the stretches of time in which one or more of them go on."""
    rounds, until = [], None
    for sitting in sorted(sittings, key=lambda each: (each.starts_at, each.pk)):
        if until is None or sitting.starts_at >= until:
            rounds.append([])
            until = sitting.ends_at
        rounds[-1].append(sitting)
        until = max(until, sitting.ends_at)
    return rounds
