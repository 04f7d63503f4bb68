"""Every sum of the budget.

A commitment is open as far as it is not settled: what is left of it in its own
currency, at its own rate, so a payment in full leaves nothing of it open whatever the
rate of the day. What is left of a line is planned - open - paid: money that was
promised and is now paid is counted once.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from gfmd_meeting.models import Meeting

from .currencies import round_to_currency
from .models import BudgetLine, Commitment, Disbursement

NOTHING = Decimal("0.00")


@dataclass
class Figures:
    """What stands against a line, in the meeting's currency."""

    committed: Decimal = NOTHING
    paid: Decimal = NOTHING
    open: Decimal = NOTHING

    @property
    def used(self) -> Decimal:
        return self.open + self.paid


def measure_lines(meeting: Meeting, line: BudgetLine | None = None) -> dict[int, Figures]:
    """The figures of each line that has entries, or of one line, by the line's pk.

    Two queries, however many entries. The sums are made here, since those of SQLite
    are of binary fractions.
    """
    commitments, disbursements = Commitment.objects.all(), Disbursement.objects.all()
    if line is not None:
        commitments, disbursements = commitments.filter(line=line), disbursements.filter(line=line)
    figures = defaultdict(Figures)
    settled = defaultdict(Decimal)
    for payment in disbursements.values("line_id", "commitment_id", "amount", "value"):
        figures[payment["line_id"]].paid += payment["value"]
        settled[payment["commitment_id"]] += payment["amount"]
    for commitment in commitments:
        of_line = figures[commitment.line_id]
        of_line.committed += commitment.value
        of_line.open += open_value(commitment, settled[commitment.pk], meeting.currency)
    return figures


def open_value(commitment: Commitment, settled: Decimal, currency: str) -> Decimal:
    """What is still open of a commitment of which so much of its own currency is settled."""
    return round_to_currency((commitment.amount - settled) * commitment.rate, currency)


def settled_of(commitment: Commitment) -> Decimal:
    """How much of a commitment is paid, in its own currency."""
    return sum(commitment.disbursements.values_list("amount", flat=True), NOTHING)
