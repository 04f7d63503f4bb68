"""What the consolidation desk shows: pairs side by side, and what was done."""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Consolidation, ConsolidationAct, Recommendation
from .numbers import number_of
from .rewording import Piece, compare_words
from .similarity import Pair, similar_pairs

MOST_ACTS = 200


@dataclass(frozen=True)
class Beside:
    """Two items that are alike, their numbers, and their words marked where they part."""

    pair: Pair
    numbers: tuple[str, str]
    languages: tuple[str, str]
    one: tuple[Piece, ...]
    other: tuple[Piece, ...]


@dataclass(frozen=True)
class Done:
    """An act, the items that it was done to and those that it made."""

    act: Consolidation
    items: list[Recommendation]
    made: list[Recommendation]


def side_by_side(items: Iterable[Recommendation]) -> list[Beside]:
    return [_beside(pair) for pair in similar_pairs(items)]


def list_acts() -> list[Done]:
    """The latest acts with their items, in four queries whatever their number."""
    acts = list(
        Consolidation.objects.select_related("done_by", "undone_by").prefetch_related(
            "made", "replaced"
        )[:MOST_ACTS]
    )
    moved = Recommendation.objects.in_bulk(
        [act.details["item"] for act in acts if act.act == ConsolidationAct.MOVE]
    )
    return [Done(act, _items_of(act, moved), list(act.made.all())) for act in acts]


def _beside(pair):
    numbers = (number_of(pair.one), number_of(pair.other))
    if not pair.is_certain:
        whole = tuple((Piece(item.original),) for item in (pair.one, pair.other))
        return Beside(pair, numbers, (pair.one.language, pair.other.language), *whole)
    texts = [getattr(item, f"text_{pair.language}") for item in (pair.one, pair.other)]
    pieces = compare_words(*texts)
    return Beside(
        pair,
        numbers,
        (pair.language, pair.language),
        tuple(piece for piece in pieces if not piece.is_added),
        tuple(piece for piece in pieces if not piece.is_removed),
    )


def _items_of(act, moved):
    if act.act == ConsolidationAct.MOVE:
        item = moved.get(act.details["item"])
        return [item] if item else []
    return list(act.replaced.all())
