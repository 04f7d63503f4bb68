"""The cancelling of a commitment, as a row of its own in the sheet of entries."""

from budget.models import NOTHING, Commitment


class Cancellation:
    """What a cancelled commitment has freed, on its day, with a negative amount.

    Rows stand in the order of what happened: the payments of a commitment come between it
    and its cancelling, so the two cannot be one row.
    """

    # The history of the desk tells it of its commitment.
    _meta = Commitment._meta
    override_reason = ""

    def __init__(self, commitment: Commitment):
        settled = sum((paid.amount for paid in commitment.disbursements.all()), NOTHING)
        self.commitment = commitment
        self.pk = commitment.pk
        self.reference = commitment.reference
        self.line = commitment.line
        self.payee = commitment.payee
        self.currency = commitment.currency
        self.amount = settled - commitment.amount
        self.rate = commitment.rate
        self.rate_source = commitment.rate_source
        self.cancelled_on = commitment.cancelled_on
        self.description = commitment.cancel_reason

    def __str__(self):
        return str(self.commitment)
