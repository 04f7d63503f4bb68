"""What a payment must have in common with the commitment that it settles."""

from decimal import Decimal

from django.utils.translation import gettext as _

from .currencies import write_amount
from .entries import refusal
from .models import Commitment, Disbursement


def refuse_another_than_committed(payment: Disbursement, commitment: Commitment) -> None:
    if commitment.cancelled_on:
        raise refusal(
            "commitment",
            "commitment_is_cancelled",
            _("%(reference)s is cancelled: nothing is paid against it."),
            reference=commitment.reference,
        )
    if payment.paid_on < commitment.committed_on:
        raise refusal(
            "paid_on",
            "paid_before_committed",
            _("%(reference)s is committed on %(day)s: it is paid then or later."),
            reference=commitment.reference,
            day=commitment.committed_on.isoformat(),
        )
    if payment.line_id != commitment.line_id:
        raise refusal(
            "line",
            "another_line",
            _("%(reference)s is committed on line %(line)s: it is paid from there."),
            reference=commitment.reference,
            line=commitment.line.code,
        )
    if payment.currency != commitment.currency:
        raise refusal(
            "currency",
            "another_currency",
            _("%(reference)s is committed in %(currency)s: it is paid in the same."),
            reference=commitment.reference,
            currency=commitment.currency,
        )


def refuse_past_commitment(payment: Disbursement, commitment: Commitment, settled: Decimal) -> None:
    left = commitment.amount - settled
    if payment.amount > left:
        raise refusal(
            "amount",
            "commitment_is_settled",
            _("Of %(reference)s %(currency)s %(left)s is left to pay."),
            reference=commitment.reference,
            currency=commitment.currency,
            left=write_amount(left, commitment.currency),
        )
