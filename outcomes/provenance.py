"""Where an item came from, back to what sessions recorded, and where it went."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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

    @property
    def is_plain(self) -> bool:
        """Whether it is what a session recorded, and has not become anything else."""
        return not (self.came_from.act or self.went_into.act or self.moves)


class Lineage:
    """Every item that a merger or a split touched, read at once; then nothing more is asked."""

    def __init__(self):
        touched = Q(made_in__isnull=False) | Q(replaced_in__isnull=False)
        self.made, self.replaced = defaultdict(list), defaultdict(list)
        items = Recommendation.objects.filter(touched).select_related(
            "session", "outcome", "made_in__done_by", "replaced_in__done_by"
        )
        for item in items.prefetch_related("numbers").order_by("pk"):
            self.made[item.made_in_id].append(item)
            self.replaced[item.replaced_in_id].append(item)

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


def provenance_of(recommendation: Recommendation, user=None) -> Provenance:
    """The whole way of an item; texts that this user may not read are marked."""
    lineage = Lineage()
    readable = set(Recommendation.objects.visible_to(user).values_list("pk", flat=True))

    def back(item):
        beyond = [back(source) for source in lineage.sources(item)]
        return Node(item, number_of(item), item.made_in, beyond, item.pk in readable)

    def on(item):
        beyond = [on(result) for result in lineage.results(item)]
        return Node(item, number_of(item), item.replaced_in, beyond, item.pk in readable)

    moves = Consolidation.objects.filter(
        act=ConsolidationAct.MOVE, undone_at=None, details__item=recommendation.pk
    )
    return Provenance(
        back(recommendation),
        on(recommendation),
        list(moves.select_related("done_by").order_by("pk")),
    )


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
