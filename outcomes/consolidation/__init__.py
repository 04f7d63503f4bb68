"""Conclusions of all sessions brought together: merged, split, moved, put in order; and undone.

Every act locks the sessions concerned in the order of their keys, then the items, so that of
two people who consolidate the same item at once one is told. Nothing is deleted: what a merger
or split replaces keeps its number and its versions, and stands again when the act is undone.
What is adopted is refused: a co-chair withdraws the consent first. Consents to what is
replaced or moved are void for good, also after an undoing.
"""

from .acts import merge, move, reorder, split
from .gathering import gathered
from .undoing import undo

__all__ = ["gathered", "merge", "move", "reorder", "split", "undo"]
