"""The ledger: every act about money out and the plan, and every refusal. All doors ask here.

An entry is worth amount x rate in the meeting's currency, rounded once, when it is
entered. A payment is from the line and in the currency of the commitment that it
settles. No line spends more than it may, unless an organiser overrides it with a
reason; nobody overrides the ceiling. figures.py says what counts as spent.

Every act takes the same lock, on the row of the meeting, before it measures. An entry
that is made stands: only its texts may change. A commitment is cancelled, a payment
taken back by an entry that reverses it.
"""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting

from .alerts import raise_alerts
from .currencies import round_to_currency, write_amount
from .entries import lock_ledger, refusal, refuse_outside_accounts, store_entry, value_entry
from .figures import NOTHING, limits_in_force, measure_lines, open_value, settled_of
from .models import BudgetLine, Commitment, Disbursement
from .naming import refuse_names
from .settling import refuse_another_than_committed, refuse_past_commitment

__all__ = [
    "cancel_commitment",
    "enter_commitment",
    "enter_disbursement",
    "lock_ledger",
    "plan_line",
    "reverse_disbursement",
]


# -- Acts -----------------------------------------------------------------------------------------


@transaction.atomic
def plan_line(line: BudgetLine, *, by) -> BudgetLine:
    """Store a new or changed line, within the ceiling and not beneath what it spends.

    A line with a quantity and a unit cost is reckoned: its sum is theirs.
    """
    meeting = lock_ledger()
    _reckon(line, meeting)
    line.full_clean()
    before = BudgetLine.objects.filter(pk=line.pk).values_list("planned", flat=True).first()
    if before is None or line.planned > before:
        _refuse_past_ceiling(line, meeting)
    elif line.planned < before:
        _refuse_beneath_use(line, meeting)
    _refuse_finer_than_coins("planned", line.planned, meeting)
    line.changed_by = by
    line.save()
    if before is not None and line.planned < before:
        raise_alerts(line, meeting)
    return line


@transaction.atomic
def enter_commitment(commitment: Commitment, *, by) -> Commitment:
    """Commit money of a line, as far as the line has it."""
    meeting = lock_ledger()
    value_entry(commitment, commitment.currency, "committed_on", meeting)
    _refuse_overspending(commitment, commitment.value, meeting)
    return _enter(commitment, meeting, by)


@transaction.atomic
def enter_disbursement(disbursement: Disbursement, *, by) -> Disbursement:
    """Pay from a line: directly, or what a commitment has open."""
    meeting = lock_ledger()
    commitment = _locked_commitment(disbursement)
    value_entry(disbursement, disbursement.currency, "paid_on", meeting)
    takes = disbursement.value
    if commitment is not None:
        refuse_another_than_committed(disbursement, commitment)
        settled = settled_of(commitment)
        refuse_past_commitment(disbursement, commitment, settled)
        takes -= open_value(commitment, settled, meeting.currency)
        takes += open_value(commitment, settled + disbursement.amount, meeting.currency)
    _refuse_overspending(disbursement, takes, meeting)
    return _enter(disbursement, meeting, by)


@transaction.atomic
def cancel_commitment(commitment: Commitment, *, on: date, reason: str, by) -> Commitment:
    """Release what of a commitment is not paid. What is paid of it stays paid.

    Refused for one that is cancelled or settled already, and before its last payment.
    """
    meeting = lock_ledger()
    current = Commitment.objects.get(pk=commitment.pk)
    if current.cancelled_on:
        raise ValidationError(
            _("%(reference)s is cancelled already."),
            code="cancelled_already",
            params={"reference": current.reference},
        )
    if settled_of(current) == current.amount:
        raise ValidationError(
            _("%(reference)s is paid in full: nothing of it can be released."),
            code="commitment_is_settled",
            params={"reference": current.reference},
        )
    if not reason.strip():
        raise refusal("reason", "no_reason", _("Say why it is cancelled."))
    refuse_outside_accounts("on", on, meeting)
    payments = current.disbursements.order_by("-paid_on").values_list("paid_on", flat=True)
    last = max(current.committed_on, payments.first() or current.committed_on)
    if on < last:
        raise refusal(
            "on",
            "before_its_last_entry",
            _("%(reference)s was committed or paid on %(day)s: it is cancelled then or later."),
            reference=current.reference,
            day=last.isoformat(),
        )
    current.cancelled_on, current.cancel_reason = on, reason.strip()
    current.cancelled_at, current.cancelled_by = timezone.now(), by
    current.full_clean()
    current.save()
    return current


@transaction.atomic
def reverse_disbursement(
    disbursement: Disbursement, *, on: date, reference: str, reason: str, by, override: str = ""
) -> Disbursement:
    """Take a payment back by an entry against it. What it settled is open again.

    Refused for a reversal, for what is reversed already, and before the day of the payment.
    """
    meeting = lock_ledger()
    paid = Disbursement.objects.select_related("line", "commitment").get(pk=disbursement.pk)
    if paid.reverses_id or Disbursement.objects.filter(reverses=paid).exists():
        raise ValidationError(
            _("%(reference)s is reversed already, or is itself a reversal."),
            code="reversed_already",
            params={"reference": paid.reference},
        )
    if not reason.strip():
        raise refusal("reason", "no_reason", _("Say why it is reversed."))
    refuse_outside_accounts("on", on, meeting)
    if on < paid.paid_on:
        raise refusal("on", "before_it_was_paid", _("It is reversed on its day or later."))
    reversal = Disbursement(
        line=paid.line,
        commitment=paid.commitment,
        reference=reference,
        paid_on=on,
        payee=paid.payee,
        description=reason.strip(),
        currency=paid.currency,
        amount=-paid.amount,
        rate=paid.rate,
        rate_source=paid.rate_source,
        value=-paid.value,
        override_reason=override,
        reverses=paid,
    )
    takes = reversal.value
    if paid.commitment is not None:
        settled = settled_of(paid.commitment)
        takes -= open_value(paid.commitment, settled, meeting.currency)
        takes += open_value(paid.commitment, settled - paid.amount, meeting.currency)
    _refuse_overspending(reversal, takes, meeting)
    return _enter(reversal, meeting, by)


def _enter(entry, meeting, by):
    refuse_names("rate_source", entry.rate_source)
    store_entry(entry, by=by)
    raise_alerts(entry.line, meeting)
    return entry


def _locked_commitment(disbursement: Disbursement) -> Commitment | None:
    """The commitment as it is now: it may have been cancelled since the form was opened."""
    if disbursement.commitment_id is None:
        return None
    return Commitment.objects.select_related("line").get(pk=disbursement.commitment_id)


def _reckon(line: BudgetLine, meeting: Meeting) -> None:
    if line.quantity is None or line.unit_cost is None:
        return
    product = line.quantity * line.unit_cost * (1 if line.days is None else line.days)
    if product < Decimal(10) ** 12:
        line.planned = round_to_currency(product, meeting.currency)
    else:
        raise refusal("quantity", "too_large", _("This is more than the ledger can hold."))


# -- Refusals -------------------------------------------------------------------------------------


def _refuse_past_ceiling(line: BudgetLine, meeting: Meeting) -> None:
    others = BudgetLine.objects.exclude(pk=line.pk).values_list("planned", flat=True)
    left = meeting.budget_ceiling - sum(others, NOTHING)
    if line.planned > left:
        raise refusal(
            "planned",
            "ceiling_is_reached",
            _(
                "All lines together may plan %(currency)s %(ceiling)s:"
                " %(left)s is left for this line."
            ),
            currency=meeting.currency,
            ceiling=write_amount(meeting.budget_ceiling),
            left=write_amount(left),
        )


def _refuse_beneath_use(line: BudgetLine, meeting: Meeting) -> None:
    used = measure_lines(meeting, line)[line.pk].used
    if line.planned < used:
        raise refusal(
            "planned",
            "line_is_used",
            _("Of this line %(currency)s %(used)s is committed or paid: it cannot plan less."),
            currency=meeting.currency,
            used=write_amount(used),
        )


def _refuse_finer_than_coins(field: str, amount: Decimal, meeting: Meeting) -> None:
    if round_to_currency(amount, meeting.currency) != amount:
        raise refusal(
            field,
            "finer_than_coins",
            _("%(currency)s has no such small parts."),
            currency=meeting.currency,
        )


def _refuse_overspending(entry, takes: Decimal, meeting: Meeting) -> None:
    """``takes``: by how much what is used of the line grows.

    A reason to override is kept only where it was needed.
    """
    figures = measure_lines(meeting)
    overrides, entry.override_reason = entry.override_reason.strip(), ""
    if takes <= 0:
        return
    freed = entry.value - takes
    left = limits_in_force().get(entry.line_id, NOTHING) - figures[entry.line_id].used
    if takes > left:
        if not overrides:
            raise refusal(
                "amount",
                "line_is_spent",
                _("Line %(line)s has %(currency)s %(left)s left; this takes %(value)s."),
                line=entry.line.code,
                currency=meeting.currency,
                left=write_amount(left + freed),
                value=write_amount(entry.value),
            )
        refuse_names("override_reason", overrides)
        entry.override_reason = overrides
    left = meeting.budget_ceiling - sum((line.used for line in figures.values()), NOTHING)
    if takes > left:
        raise refusal(
            "amount",
            "ceiling_is_spent",
            _(
                "Of the meeting's ceiling %(currency)s %(left)s is left; this takes %(value)s."
                " No reason goes past it."
            ),
            currency=meeting.currency,
            left=write_amount(left + freed),
            value=write_amount(entry.value),
        )
