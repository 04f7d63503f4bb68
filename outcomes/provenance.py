"""Where an item came from, back to what sessions recorded, and where it went."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from .models import Consolidation, ConsolidationAct, Recommendation
from .numbers import number_of


@dataclass(frozen=True)
class Node:
    """An item on the way, with the act that made it or that it went into, and what is beyond."""

    item: Recommendation
    number: str
    act: Consolidation | None
    beyond: list["Node"] = field(default_factory=list)
    is_readable: bool = True


@dataclass(frozen=True)
class Provenance:
    came_from: Node
    went_into: Node
    moves: list[Consolidation]


class Lineage:
    """Every item that a merger or a split touched, read at once when the first of them is asked
    about; then nothing more is asked."""

    @cached_property
    def touched(self) -> list[Recommendation]:
        either = Q(made_in__isnull=False) | Q(replaced_in__isnull=False)
        items = Recommendation.objects.filter(either).select_related(
            "session", "outcome", "made_in__done_by", "replaced_in__done_by"
        )
        return list(items.prefetch_related("numbers").order_by("pk"))

    @cached_property
    def made(self) -> dict[int, list[Recommendation]]:
        """By the act that made them."""
        return _grouped(self.touched, "made_in_id")

    @cached_property
    def replaced(self) -> dict[int, list[Recommendation]]:
        """By the act that they went into."""
        return _grouped(self.touched, "replaced_in_id")

    def sources(self, item: Recommendation) -> list[Recommendation]:
        """What it was merged or split from; nothing for what a session recorded."""
        return self.replaced[item.made_in_id] if item.made_in_id else []

    def results(self, item: Recommendation) -> list[Recommendation]:
        """What it was merged or split into."""
        return self.made[item.replaced_in_id] if item.replaced_in_id else []

    def recorded(self, item: Recommendation) -> Iterator[Recommendation]:
        """What sessions recorded and this was made of; itself, where it was recorded."""
        if not item.made_in_id:
            yield item
        for source in self.sources(item):
            yield from self.recorded(source)

    def standing(self, item: Recommendation) -> Iterator[Recommendation]:
        """What it is by now."""
        if not item.replaced_in_id:
            yield item
        for result in self.results(item):
            yield from self.standing(result)


def provenance_of(recommendation: Recommendation, user) -> Provenance:
    """The whole way of an item that this user reads; texts that they may not read are marked."""
    lineage = Lineage()
    back, on = lineage.sources, lineage.results
    others = {item.pk for ahead in (back, on) for item in _walk(recommendation, ahead)}
    others -= {recommendation.pk}
    visible = Recommendation.objects.visible_to(user).order_by().filter(pk__in=others)
    readable = {recommendation.pk, *visible.values_list("pk", flat=True)}

    def node(item, ahead, act):
        beyond = [node(other, ahead, act) for other in ahead(item)]
        return Node(item, number_of(item), getattr(item, act), beyond, item.pk in readable)

    moves = Consolidation.objects.filter(
        act=ConsolidationAct.MOVE, undone_at=None, details__item=recommendation.pk
    )
    return Provenance(
        node(recommendation, back, "made_in"),
        node(recommendation, on, "replaced_in"),
        list(moves.select_related("done_by").order_by("pk")),
    )


def _grouped(items, act):
    grouped = defaultdict(list)
    for item in items:
        grouped[getattr(item, act)].append(item)
    return grouped


def _walk(item, ahead):
    yield item
    for other in ahead(item):
        yield from _walk(other, ahead)


def trace(rows: Iterable[dict]) -> dict[int, set[int]]:
    """For each item by key, the keys of what sessions recorded that it was made of.

    ``rows`` are all items, with ``pk``, ``made_in`` and ``replaced_in``.
    """
    rows = list(rows)
    replaced = defaultdict(list)
    for row in rows:
        replaced[row["replaced_in"]].append(row)
    known: dict[int, set[int]] = {}

    def recorded(row):
        if row["pk"] not in known:
            known[row["pk"]] = (
                set().union(*(recorded(source) for source in replaced[row["made_in"]]))
                if row["made_in"]
                else {row["pk"]}
            )
        return known[row["pk"]]

    for row in rows:
        recorded(row)
    return known
