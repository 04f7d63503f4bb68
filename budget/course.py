"""How spending went over time, against the budget that was in force: at the end of each month."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gfmd_meeting.models import Meeting

from .figures import add_up
from .models import NOTHING, BudgetLine, Commitment, Disbursement, RevisedLine

# So many points stand on a picture; of a longer time, every second or third month.
MOST_POINTS = 24


@dataclass(frozen=True)
class Point:
    """All lines together, at the end of a day."""

    on: date
    budget: Decimal
    paid: Decimal
    open: Decimal

    @property
    def used(self) -> Decimal:
        return self.paid + self.open

    @property
    def left(self) -> Decimal:
        return self.budget - self.used


def follow_spending() -> list[Point]:
    """From the month of the first commitment or payment to that of the last. Five queries."""
    currency = Meeting.objects.values_list("currency", flat=True).get()
    commitments, payments = list(Commitment.objects.all()), list(Disbursement.objects.all())
    days = [
        *(commitment.committed_on for commitment in commitments),
        *(commitment.cancelled_on for commitment in commitments if commitment.cancelled_on),
        *(payment.paid_on for payment in payments),
    ]
    budgets = _budgets()
    points = []
    for day in _month_ends(days):
        figures = add_up(commitments, payments, currency, day).values()
        points.append(
            Point(
                on=day,
                budget=_in_force(budgets, day),
                paid=sum((line.paid for line in figures), NOTHING),
                open=sum((line.open for line in figures), NOTHING),
            )
        )
    return points


def _month_ends(days: list[date]) -> list[date]:
    if not days:
        return []
    first, last = min(days), max(days)
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    step = -(-len(months) // MOST_POINTS)
    # Counted from the last, which always stands.
    chosen = sorted(months[::-1][::step])
    return [_end_of(*divmod(month, 12)) for month in chosen]


def _end_of(year: int, month: int) -> date:
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _budgets() -> list[tuple[date, Decimal]]:
    """The sum of each budget by the day from which it was in force, the first of them first."""
    frozen = defaultdict(Decimal)
    rows = RevisedLine.objects.order_by("revision__number")
    for number, day, planned in rows.values_list(
        "revision__number", "revision__decided_on", "planned"
    ):
        frozen[number, day] += planned
    working = sum(BudgetLine.objects.values_list("planned", flat=True), NOTHING)
    return [(date.min, working), *((day, planned) for (_number, day), planned in frozen.items())]


def _in_force(budgets: list[tuple[date, Decimal]], on: date) -> Decimal:
    """Before any approval it is the working plan, as in figures.py."""
    return [planned for day, planned in budgets if day <= on][-1]
