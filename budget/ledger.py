"""The ledger: every act and every refusal about money. Admin, import and demo ask here.

An entry is worth amount x rate in the meeting's currency, rounded once, when it is
entered. A payment is from the line and in the currency of the commitment that it
settles. No line spends more than it plans; figures.py says what counts as spent.

Every act takes the same lock, on the row of the meeting, before it measures. An entry
that is made stands: only its texts may change.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting

from .currencies import is_currency, round_to_currency, write_amount
from .figures import NOTHING, measure_lines, open_value, settled_of
from .models import BudgetLine, Commitment, Contribution, Disbursement

# What may be mended in an entry. All else stands as it was entered.
TEXTS = {
    Commitment: ["payee", "description"],
    Disbursement: ["payee", "description"],
    Contribution: ["note", "party"],
}
DAYS = {Commitment: "committed_on", Disbursement: "paid_on", Contribution: "received_on"}


def lock_ledger() -> Meeting:
    """Let one act about money go on at a time, until its transaction ends."""
    return Meeting.objects.select_for_update().get()


# -- Acts -----------------------------------------------------------------------------------------


@transaction.atomic
def plan_line(line: BudgetLine, *, by) -> BudgetLine:
    """Store a new or changed line, within the ceiling and not beneath what it spends."""
    meeting = lock_ledger()
    line.full_clean()
    before = BudgetLine.objects.filter(pk=line.pk).values_list("planned", flat=True).first()
    if before is None or line.planned > before:
        _refuse_past_ceiling(line, meeting)
    elif line.planned < before:
        _refuse_beneath_use(line, meeting)
    _refuse_finer_than_coins("planned", line.planned, meeting)
    line.changed_by = by
    line.save()
    return line


@transaction.atomic
def enter_commitment(commitment: Commitment, *, by) -> Commitment:
    """Commit money of a line, as far as the line has it."""
    meeting = lock_ledger()
    _value(commitment, meeting)
    _refuse_overspending(commitment, _left(commitment.line, meeting), meeting)
    return _enter(commitment, by)


@transaction.atomic
def enter_disbursement(disbursement: Disbursement, *, by) -> Disbursement:
    """Pay from a line: directly, or what a commitment has open."""
    meeting = lock_ledger()
    commitment = disbursement.commitment
    _value(disbursement, meeting)
    left = _left(disbursement.line, meeting)
    if commitment is not None:
        _refuse_another_than_committed(disbursement, commitment)
        settled = settled_of(commitment)
        _refuse_past_commitment(disbursement, commitment, settled)
        left += open_value(commitment, settled, meeting.currency)
        left -= open_value(commitment, settled + disbursement.amount, meeting.currency)
    _refuse_overspending(disbursement, left, meeting)
    return _enter(disbursement, by)


@transaction.atomic
def record_contribution(contribution: Contribution, *, by) -> Contribution:
    """Record money that the meeting was given."""
    _value(contribution, lock_ledger())
    return _enter(contribution, by)


@transaction.atomic
def reword_entry(entry: Commitment | Disbursement | Contribution, *, by):
    """Mend the texts of an entry that stands. What it says of money, line and day stays."""
    lock_ledger()
    stored = type(entry).objects.get(pk=entry.pk)
    texts = TEXTS[type(entry)]
    kept = [field for field in entry._meta.concrete_fields if field.name not in texts]
    changed = [
        str(field.verbose_name)
        for field in kept
        if getattr(entry, field.attname) != getattr(stored, field.attname)
    ]
    if changed:
        raise ValidationError(
            _("%(entry)s stands as it was entered; this cannot change: %(fields)s."),
            code="entry_stands",
            params={"entry": stored, "fields": ", ".join(changed)},
        )
    entry.full_clean()
    entry.save(update_fields=texts)
    return entry


def _enter(entry, by):
    entry.entered_by = by
    entry.full_clean()
    entry.save(force_insert=True)
    return entry


def _value(entry, meeting: Meeting) -> None:
    """Say what the entry is worth to the meeting, if its currency and rate can be."""
    entry.clean_fields(exclude=["value"])
    if not is_currency(entry.currency, on=getattr(entry, DAYS[type(entry)])):
        raise _refusal(
            "currency",
            "unknown_currency",
            _("“%(currency)s” is no currency of ISO 4217 on this day."),
            currency=entry.currency,
        )
    if entry.rate <= 0:
        raise _refusal("rate", "no_rate", _("An exchange rate is more than zero."))
    if entry.amount <= 0:
        raise _refusal("amount", "no_amount", _("An amount is more than zero."))
    if entry.currency == meeting.currency:
        if entry.rate != 1:
            raise _refusal(
                "rate",
                "rate_of_own_currency",
                _("%(currency)s is the meeting's own currency: its rate is 1."),
                currency=entry.currency,
            )
        _refuse_finer_than_coins("amount", entry.amount, meeting)
    entry.value = round_to_currency(entry.amount * entry.rate, meeting.currency)
    if entry.value >= Decimal(10) ** 12:
        raise _refusal("amount", "too_large", _("This is more than the ledger can hold."))


# -- Refusals -------------------------------------------------------------------------------------


def _left(line: BudgetLine, meeting: Meeting) -> Decimal:
    planned = BudgetLine.objects.values_list("planned", flat=True).get(pk=line.pk)
    return planned - measure_lines(meeting, line)[line.pk].used


def _refuse_past_ceiling(line: BudgetLine, meeting: Meeting) -> None:
    others = BudgetLine.objects.exclude(pk=line.pk).values_list("planned", flat=True)
    left = meeting.budget_ceiling - sum(others, NOTHING)
    if line.planned > left:
        raise _refusal(
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
        raise _refusal(
            "planned",
            "line_is_used",
            _("Of this line %(currency)s %(used)s is committed or paid: it cannot plan less."),
            currency=meeting.currency,
            used=write_amount(used),
        )


def _refuse_finer_than_coins(field: str, amount: Decimal, meeting: Meeting) -> None:
    if round_to_currency(amount, meeting.currency) != amount:
        raise _refusal(
            field,
            "finer_than_coins",
            _("%(currency)s has no such small parts."),
            currency=meeting.currency,
        )


def _refuse_overspending(entry, left: Decimal, meeting: Meeting) -> None:
    if entry.value > left:
        raise _refusal(
            "amount",
            "line_is_spent",
            _("Line %(line)s has %(currency)s %(left)s left; this takes %(value)s."),
            line=entry.line.code,
            currency=meeting.currency,
            left=write_amount(left),
            value=write_amount(entry.value),
        )


def _refuse_another_than_committed(payment: Disbursement, commitment: Commitment) -> None:
    if payment.line_id != commitment.line_id:
        raise _refusal(
            "line",
            "another_line",
            _("%(reference)s is committed on line %(line)s: it is paid from there."),
            reference=commitment.reference,
            line=commitment.line.code,
        )
    if payment.currency != commitment.currency:
        raise _refusal(
            "currency",
            "another_currency",
            _("%(reference)s is committed in %(currency)s: it is paid in the same."),
            reference=commitment.reference,
            currency=commitment.currency,
        )


def _refuse_past_commitment(
    payment: Disbursement, commitment: Commitment, settled: Decimal
) -> None:
    left = commitment.amount - settled
    if payment.amount > left:
        raise _refusal(
            "amount",
            "commitment_is_settled",
            _("Of %(reference)s %(currency)s %(left)s is left to pay."),
            reference=commitment.reference,
            currency=commitment.currency,
            left=write_amount(left),
        )


def _refusal(field: str, code: str, sentence: str, **params) -> ValidationError:
    return ValidationError({field: ValidationError(sentence, code=code, params=params)})
