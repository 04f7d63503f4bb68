"""Every sum of the plan and of money out, at the end of a day or as it is now.

A commitment is open as far as it is not settled: what is left of it in its own
currency, at its own rate, so a payment in full leaves nothing of it open whatever the
rate of the day. One that is cancelled has nothing open from that day on. What is left
of a line is what it may spend - open - paid: money that was promised and is now paid is
counted once.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gfmd_meeting.models import Meeting

from .currencies import round_to_currency
from .models import NOTHING, BudgetLine, BudgetRevision, Commitment, Disbursement, RevisedLine


@dataclass
class Figures:
    """What stands against a line, in the meeting's currency."""

    committed: Decimal = NOTHING
    paid: Decimal = NOTHING
    open: Decimal = NOTHING

    @property
    def used(self) -> Decimal:
        return self.open + self.paid


def measure_lines(
    meeting: Meeting, line: BudgetLine | None = None, on: date | None = None
) -> dict[int, Figures]:
    """The figures of each line that has entries, or of one line, by the line's pk.

    With a day: as they were at its end. Two queries, however many entries. The sums are
    made here, since those of SQLite are of binary fractions.
    """
    commitments, disbursements = Commitment.objects.all(), Disbursement.objects.all()
    if line is not None:
        commitments, disbursements = commitments.filter(line=line), disbursements.filter(line=line)
    return add_up(commitments, disbursements, meeting.currency, on)


def add_up(commitments, disbursements, currency: str, on: date | None) -> dict[int, Figures]:
    """The figures of these entries by the pk of their line, of those until the end of a day."""
    figures = defaultdict(Figures)
    settled = defaultdict(Decimal)
    for payment in disbursements:
        if on is None or payment.paid_on <= on:
            figures[payment.line_id].paid += payment.value
            settled[payment.commitment_id] += payment.amount
    for commitment in commitments:
        if on is None or commitment.committed_on <= on:
            of_line = figures[commitment.line_id]
            paid = settled[commitment.pk]
            of_line.open += open_value(commitment, paid, currency, on)
            released = released_value(commitment, paid, currency, on)
            of_line.committed += commitment.value - released
    return figures


def open_value(
    commitment: Commitment, settled: Decimal, currency: str, on: date | None = None
) -> Decimal:
    """What is still open of a commitment of which so much of its own currency is settled."""
    if _is_cancelled(commitment, on):
        return NOTHING
    return _unsettled_value(commitment, settled, currency)


def released_value(
    commitment: Commitment, settled: Decimal, currency: str, on: date | None = None
) -> Decimal:
    """What the cancelling of a commitment has freed."""
    if not _is_cancelled(commitment, on):
        return NOTHING
    return _unsettled_value(commitment, settled, currency)


def settled_of(commitment: Commitment) -> Decimal:
    """How much of a commitment is paid, in its own currency."""
    return sum(commitment.disbursements.values_list("amount", flat=True), NOTHING)


def revision_in_force(on: date | None = None) -> BudgetRevision | None:
    """The last revision that was decided by this day, if the budget was approved at all."""
    revisions = BudgetRevision.objects.order_by("-number")
    return (revisions.filter(decided_on__lte=on) if on else revisions).first()


def limits_in_force(on: date | None = None) -> dict[int, Decimal]:
    """What each line may spend, by its pk: as last revised; before any approval, as planned."""
    revision = revision_in_force(on)
    if revision is None:
        return dict(BudgetLine.objects.values_list("pk", "planned"))
    return dict(RevisedLine.objects.filter(revision=revision).values_list("line_id", "planned"))


def _is_cancelled(commitment: Commitment, on: date | None) -> bool:
    day = commitment.cancelled_on
    return day is not None and (on is None or day <= on)


def _unsettled_value(commitment: Commitment, settled: Decimal, currency: str) -> Decimal:
    return round_to_currency((commitment.amount - settled) * commitment.rate, currency)
