"""A room or a person in two places at once, and whatever else an agenda should not have.

- placing.py: the acts that place a session and give a role, the one door to both; what
  would put a room or a person into two places is refused there.
- plan.py: the draft read once, as plain values.
- overlaps.py: who or what is in two places at once, told from times alone.
- doubles.py: clashes, found in a plan; gaps.py: what is missing or does not fit.
- findings.py: what a clash or a gap is, as data.
"""

from .placing import (
    arrange_session,
    assign_participant,
    check_place,
    check_seat,
    find_person_clashes,
    find_room_clash,
    lock_agenda,
    place_session,
    refusal_of_person,
)

__all__ = [
    "arrange_session",
    "assign_participant",
    "check_place",
    "check_seat",
    "find_person_clashes",
    "find_room_clash",
    "lock_agenda",
    "place_session",
    "refusal_of_person",
]
