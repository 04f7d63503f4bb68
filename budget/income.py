"""Money in: what is pledged to the meeting, and what comes of it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .entries import lock_ledger, refusal, refuse_outside_accounts, store_entry, value_entry
from .models import Contribution, Contributor, Receipt


@transaction.atomic
def pledge_contribution(contribution: Contribution, *, by) -> Contribution:
    """Record what a contributor promises, in cash or in kind."""
    value_entry(contribution, contribution.currency, "pledged_on", lock_ledger())
    return store_entry(contribution, by=by)


@transaction.atomic
def receive_contribution(receipt: Receipt, *, by) -> Receipt:
    """Record what came of a contribution. Without a reference it is given the next number."""
    meeting = lock_ledger()
    if not receipt.reference:
        receipt.reference = _next_reference()
    value_entry(receipt, receipt.contribution.currency, "received_on", meeting)
    pledged_on = receipt.contribution.pledged_on
    if receipt.received_on < pledged_on:
        raise refusal(
            "received_on",
            "received_before_pledged",
            _("It was pledged on %(day)s: it is received then or later."),
            day=pledged_on.isoformat(),
        )
    return store_entry(receipt, by=by)


@transaction.atomic
def record_contribution(contribution: Contribution, *, by) -> Receipt:
    """Record what was pledged and received on one day, at one rate."""
    pledge_contribution(contribution, by=by)
    receipt = Receipt(
        contribution=contribution,
        received_on=contribution.pledged_on,
        amount=contribution.amount,
        rate=contribution.rate,
        rate_source=contribution.rate_source,
        note=contribution.note,
    )
    return receive_contribution(receipt, by=by)


@transaction.atomic
def reverse_receipt(receipt: Receipt, *, on: date, reference: str = "", reason: str, by) -> Receipt:
    """Take a receipt back by an entry against it: money returned, or entered by mistake."""
    meeting = lock_ledger()
    came = Receipt.objects.select_related("contribution").get(pk=receipt.pk)
    if came.reverses_id or Receipt.objects.filter(reverses=came).exists():
        raise ValidationError(
            _("%(reference)s is reversed already, or is itself a reversal."),
            code="reversed_already",
            params={"reference": came.reference},
        )
    if not reason.strip():
        raise refusal("reason", "no_reason", _("Say why it is reversed."))
    refuse_outside_accounts("on", on, meeting)
    if on < came.received_on:
        raise refusal("on", "before_it_came", _("It is reversed on its day or later."))
    reversal = Receipt(
        contribution=came.contribution,
        received_on=on,
        reference=reference or _next_reference(),
        amount=-came.amount,
        rate=came.rate,
        rate_source=came.rate_source,
        value=-came.value,
        note=reason.strip(),
        reverses=came,
    )
    return store_entry(reversal, by=by)


def find_contributor(name: str) -> Contributor:
    """The contributor of this name; a new one where none has it."""
    contributor = Contributor.objects.filter(name=name).first() or Contributor(name=name)
    if contributor.pk is None:
        contributor.full_clean()
        contributor.save()
    return contributor


def _next_reference() -> str:
    """R-1, R-2 …: under the lock nobody else takes it meanwhile."""
    number = Receipt.objects.count() + 1
    while Receipt.objects.filter(reference=f"R-{number}").exists():
        number += 1
    return f"R-{number}"
