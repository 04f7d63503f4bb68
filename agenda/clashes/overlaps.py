"""Who or what is in two places at once, told from times alone.

Nothing here knows the database: what is compared is handed in, and each finder goes
through it once in the order of its starts. It takes as long as sorting, and as long as
there are pairs to tell of. Ends that touch are no overlap; one minute is.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple


class Stay(NamedTuple):
    """Where somebody or something is, from one moment until another."""

    who: Hashable
    where: Hashable
    starts_at: datetime
    ends_at: datetime


def find_overlaps(stays: Iterable[Stay]) -> list[tuple[Stay, Stay]]:
    """Each two stays of the same person or thing in different places at once.

    The one that starts first comes first.
    """
    by_who = defaultdict(set)
    for stay in stays:
        by_who[stay.who].add(stay)
    pairs = []
    for theirs in by_who.values():
        going_on = _GoingOn()
        for stay in _in_order(theirs):
            pairs += [
                (other, stay) for other in going_on.at(stay.starts_at) if other.where != stay.where
            ]
            going_on.add(stay)
    return pairs


def find_meanwhile(wide: Iterable[Stay], narrow: Iterable[Stay]) -> list[tuple[Stay, Stay]]:
    """Each wide stay with whatever else goes on meanwhile, another wide one told once."""
    wide, narrow = set(wide), set(narrow)
    wide_ones, narrow_ones = _GoingOn(), _GoingOn()
    pairs = []
    for stay in _in_order(wide | narrow):
        pairs += [(other, stay) for other in wide_ones.at(stay.starts_at)]
        if stay in wide:
            pairs += [(stay, other) for other in narrow_ones.at(stay.starts_at)]
            wide_ones.add(stay)
        else:
            narrow_ones.add(stay)
    return pairs


class _GoingOn:
    """The stays that have begun and not ended, the first to end on top."""

    def __init__(self):
        self._heap = []
        self._numbers = count()

    def add(self, stay):
        # Numbered, so that of those that end together none is compared by anything else.
        heappush(self._heap, (stay.ends_at, next(self._numbers), stay))

    def at(self, moment):
        while self._heap and self._heap[0][0] <= moment:
            heappop(self._heap)
        return [stay for _ends_at, _number, stay in self._heap]


def _in_order(stays):
    return sorted(stays, key=lambda stay: (stay.starts_at, stay.ends_at, repr(stay.where)))
