"""A room or a person in two places at once, and whatever else an agenda should not have.

- placing.py: the acts that place a session and give a role, the one door to both; what
  would put a room or a person into two places is refused there.
- plan.py: the draft read once, as plain values.
- overlaps.py: who or what is in two places at once, told from times alone.
- doubles.py: the clashes of a plan. gaps.py, languages.py, alternation.py: what is missing
  in it or does not fit.
- findings.py: what a clash or a gap is, as data.
"""

from .doubles import find_clashes
from .findings import Finding, FindingKind, Severity
from .gaps import find_gaps, note_on_days
from .placing import (
    arrange_session,
    assign_participant,
    check_held_once,
    check_place,
    check_seat,
    find_person_clashes,
    find_room_clash,
    lock_agenda,
    person_key,
    place_session,
    refusal_of_person,
)
from .plan import Plan, read_plan

__all__ = [
    "Finding",
    "FindingKind",
    "Plan",
    "Severity",
    "arrange_session",
    "assign_participant",
    "check_held_once",
    "check_place",
    "check_seat",
    "find_clashes",
    "find_gaps",
    "find_person_clashes",
    "find_room_clash",
    "findings_by_session",
    "lock_agenda",
    "note_on_days",
    "person_key",
    "place_session",
    "read_plan",
    "refusal_of_person",
    "review_agenda",
]


def review_agenda() -> list[Finding]:
    """Every clash and every gap of the draft, in the reader's language, the gravest first."""
    plan = read_plan()
    order = list(FindingKind)
    found = [*find_clashes(plan), *find_gaps(plan)]
    return sorted(found, key=lambda finding: order.index(finding.kind))


def findings_by_session() -> dict[int, list[Finding]]:
    """What there is to say of each session that anything is to be said of."""
    by_session: dict[int, list[Finding]] = {}
    for finding in review_agenda():
        for pk in finding.sessions:
            by_session.setdefault(pk, []).append(finding)
    return by_session
