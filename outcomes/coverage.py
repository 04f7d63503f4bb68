"""What is recorded under which expected outcome, by session and kind, as plain values."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome

from .models import Kind, Practice, Recommendation

KINDS = (*Kind.values, Practice.kind)


@dataclass(frozen=True)
class Cell:
    """What one session recorded under one outcome; planned, if the agenda names the outcome."""

    outcome: int
    recorded: int
    planned: bool

    @property
    def is_gap(self) -> bool:
        return self.planned and not self.recorded


@dataclass(frozen=True)
class OutcomeRow:
    """An expected outcome and how many items of each kind it has, in the order of ``KINDS``."""

    number: int
    short_title: str
    by_kind: tuple[int, ...]

    @property
    def recorded(self) -> int:
        return sum(self.by_kind)


@dataclass(frozen=True)
class SessionRow:
    """A session and how many items it has under each outcome, in the order of the outcomes."""

    pk: int
    title: str
    cells: tuple[Cell, ...]

    @property
    def recorded(self) -> int:
        return sum(cell.recorded for cell in self.cells)


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
    def empty(self) -> tuple[OutcomeRow, ...]:
        return tuple(row for row in self.outcomes if not row.recorded)


def measure_coverage() -> Coverage:
    """The figures of now, in the reader's language. A session is in it if it recorded or is to."""
    by_kind, by_session = Counter(), Counter()
    recommended = Recommendation.objects.standing().order_by()
    practised = Practice.objects.standing().order_by()
    counted = [
        *recommended.values_list("outcome", "session", "kind").annotate(Count("pk")),
        *(
            (outcome, session, Practice.kind, number)
            for outcome, session, number in practised.values_list("outcome", "session").annotate(
                Count("pk")
            )
        ),
    ]
    for outcome, session, kind, number in counted:
        by_kind[outcome, kind] += number
        by_session[session, outcome] += number
    outcomes = list(ExpectedOutcome.objects.all())
    planned = set(Session.outcomes.through.objects.values_list("session", "expectedoutcome"))
    concerned = {session for session, _outcome in by_session} | {session for session, _o in planned}
    return Coverage(
        kinds=(*(str(kind.label) for kind in Kind), str(Practice._meta.verbose_name).capitalize()),
        outcomes=tuple(
            OutcomeRow(
                outcome.number,
                outcome.short_title,
                tuple(by_kind[outcome.pk, kind] for kind in KINDS),
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
                    )
                    for outcome in outcomes
                ),
            )
            for session in Session.objects.filter(pk__in=concerned)
        ),
    )


def group_by_outcome(outcomes, recorded) -> list[tuple]:
    """``(outcome, [(kind, items), ...])`` for each of the outcomes, an empty one too."""
    items = sorted(recorded, key=lambda item: (item.outcome_id, KINDS.index(item.kind)))
    of_outcome = {
        outcome: [(kind, list(group)) for kind, group in groupby(group, lambda i: i.kind)]
        for outcome, group in groupby(items, lambda item: item.outcome_id)
    }
    return [(outcome, of_outcome.get(outcome.pk, [])) for outcome in outcomes]
