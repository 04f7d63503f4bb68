"""What is planned, recorded and adopted under which expected outcome, by session, as plain values.

Recorded is what a session itself concluded and did not withdraw, also where it was merged or
split since, and its practices, each under its outcome of now. Adopted in a session are the
adopted texts that were made of something recorded there: one text may be in the cells of several
sessions, and is counted once in a total.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef

from agenda.models import Session
from gfmd_meeting.models import Emphasis, ExpectedOutcome, PriorRecommendation

from .models import Kind, Practice, Recommendation, SessionRecord
from .provenance import trace

KINDS = (*Kind.values, Practice.kind)


@dataclass(frozen=True)
class Cell:
    """One session under one outcome; planned, if the agenda names the outcome."""

    outcome: int
    recorded: int
    planned: bool
    adopted: int = 0

    @property
    def is_gap(self) -> bool:
        return self.planned and not self.recorded


@dataclass(frozen=True)
class OutcomeRow:
    """An expected outcome and how many recorded items of each kind it has, as in ``KINDS``."""

    number: int
    short_title: str
    by_kind: tuple[int, ...]
    adopted: int = 0
    planned: int = 0

    @property
    def recorded(self) -> int:
        return sum(self.by_kind)


@dataclass(frozen=True)
class SessionRow:
    """A session and what it has under each outcome, in the order of the outcomes."""

    pk: int
    title: str
    cells: tuple[Cell, ...]
    has_record: bool = False
    adopted: int = 0

    @property
    def recorded(self) -> int:
        return sum(cell.recorded for cell in self.cells)


@dataclass(frozen=True)
class Orphan:
    """A prior recommendation or an emphasis of the concept note that no standing item names."""

    number: int
    wording: str


@dataclass(frozen=True)
class Orphans:
    """What nobody took up."""

    prior_recommendations: tuple[Orphan, ...]
    emphases: tuple[Orphan, ...]


@dataclass(frozen=True)
class Coverage:
    """Expected outcomes x kinds and sessions x expected outcomes. Withdrawn items do not count."""

    kinds: tuple[str, ...]
    outcomes: tuple[OutcomeRow, ...]
    sessions: tuple[SessionRow, ...]

    @property
    def by_kind(self) -> tuple[int, ...]:
        columns = zip(*(row.by_kind for row in self.outcomes), strict=True)
        return tuple(sum(column) for column in columns)

    @property
    def recorded(self) -> int:
        return sum(row.recorded for row in self.outcomes)

    @property
    def adopted(self) -> int:
        return sum(row.adopted for row in self.outcomes)

    @property
    def empty(self) -> tuple[OutcomeRow, ...]:
        """Outcomes under which nothing is recorded."""
        return tuple(row for row in self.outcomes if not row.recorded)

    @property
    def unadopted(self) -> tuple[OutcomeRow, ...]:
        """Outcomes under which nothing is adopted."""
        return tuple(row for row in self.outcomes if not row.adopted)

    @property
    def unrecorded(self) -> tuple[SessionRow, ...]:
        """Sessions that have no record."""
        return tuple(row for row in self.sessions if not row.has_record)


def measure_coverage(outcomes: Iterable[ExpectedOutcome] | None = None) -> Coverage:
    """The figures of now, in the reader's language. A session is in it if it recorded or is to.

    ``outcomes`` are all expected outcomes, where they were read already.
    """
    items = _read_items()
    by_kind, by_session = Counter(), Counter()
    for outcome, session, kind in _recorded(items):
        by_kind[outcome, kind] += 1
        by_session[session, outcome] += 1
    adopted = _by_session(items)
    outcomes = list(ExpectedOutcome.objects.all() if outcomes is None else outcomes)
    planned = set(Session.outcomes.through.objects.values_list("session", "expectedoutcome"))
    concerned = {session for session, _outcome in {*by_session, *planned, *adopted}}
    sessions = Session.objects.filter(pk__in=concerned).annotate(
        has_record=Exists(SessionRecord.objects.filter(session=OuterRef("pk")))
    )

    def adopted_under(*, outcome=None, session=None):
        return len(
            {
                item
                for (of_session, of_outcome), items in adopted.items()
                for item in items
                if outcome in (None, of_outcome) and session in (None, of_session)
            }
        )

    return Coverage(
        kinds=(*(str(kind.label) for kind in Kind), str(Practice._meta.verbose_name).capitalize()),
        outcomes=tuple(
            OutcomeRow(
                outcome.number,
                outcome.short_title,
                tuple(by_kind[outcome.pk, kind] for kind in KINDS),
                adopted_under(outcome=outcome.pk),
                sum(of_outcome == outcome.pk for _session, of_outcome in planned),
            )
            for outcome in outcomes
        ),
        sessions=tuple(
            SessionRow(
                session.pk,
                session.title,
                tuple(
                    Cell(
                        outcome.number,
                        by_session[session.pk, outcome.pk],
                        (session.pk, outcome.pk) in planned,
                        len(adopted.get((session.pk, outcome.pk), ())),
                    )
                    for outcome in outcomes
                ),
                session.has_record,
                adopted_under(session=session.pk),
            )
            for session in sessions
        ),
    )


def find_orphans() -> Orphans:
    """The prior recommendations and emphases that no standing item names, as of now."""
    return Orphans(_orphans(PriorRecommendation, "builds_on"), _orphans(Emphasis, "emphases"))


def _read_items():
    """Every recommendation, and whether it counts as recorded and as adopted, read at once."""

    def is_one_of(items):
        return Exists(items.order_by().filter(pk=OuterRef("pk")))

    return Recommendation.objects.order_by().values(
        *("pk", "made_in", "replaced_in", "session", "outcome", "kind"),
        is_recorded=is_one_of(Recommendation.objects.recorded()),
        is_adopted=is_one_of(Recommendation.objects.adopted()),
    )


def _recorded(items):
    """Outcome, session and kind of all that sessions recorded and did not withdraw."""
    for item in items:
        if item["is_recorded"]:
            yield item["outcome"], item["session"], item["kind"]
    practised = Practice.objects.standing().order_by().values_list("outcome", "session")
    for outcome, session in practised:
        yield outcome, session, Practice.kind


def adopted_by_session() -> dict[tuple[int, int], set[int]]:
    """Keys of the adopted items by the session that recorded what they are made of, and outcome."""
    return _by_session(_read_items())


def _by_session(items):
    rows = {item["pk"]: item for item in items}
    made_of = trace(rows.values())
    found = defaultdict(set)
    for pk, row in rows.items():
        if row["is_adopted"]:
            for recorded in made_of[pk]:
                found[rows[recorded]["session"], row["outcome"]].add(pk)
    return dict(found)


def _orphans(model, field):
    standing = Recommendation.objects.standing().order_by()
    named = Exists(standing.filter(**{field: OuterRef("pk")}))
    return tuple(Orphan(item.number, item.wording) for item in model.objects.filter(~named))


def group_by_outcome(outcomes, recorded) -> list[tuple]:
    """``(outcome, [(kind, items), ...])`` for each of the outcomes, an empty one too."""
    items = sorted(recorded, key=lambda item: (item.outcome_id, KINDS.index(item.kind)))
    of_outcome = {
        outcome: [(kind, list(group)) for kind, group in groupby(group, lambda i: i.kind)]
        for outcome, group in groupby(items, lambda item: item.outcome_id)
    }
    return [(outcome, of_outcome.get(outcome.pk, [])) for outcome in outcomes]
