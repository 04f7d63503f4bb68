"""Whom the meeting pays for: estimates of their costs, and what contract or payment covers them.

An estimate moves no money: commitments and payments do (ledger.py), and one of them may
cover the costs of many. What each person's part of it is, sponsored.py says.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting

from .currencies import round_to_currency
from .entries import lock_ledger, refusal, refuse_false_money, refuse_unknown_currency
from .exchange import latest_rate
from .models import Commitment, Disbursement, SponsoredCost, Sponsorship


@transaction.atomic
def sponsor_participant(
    sponsorship: Sponsorship, *, costs: Iterable[SponsoredCost] = (), by
) -> Sponsorship:
    """Decide that the meeting pays for someone who is expected, with the first estimates."""
    lock_ledger()
    if not sponsorship.participant.is_standing:
        raise refusal(
            "participant",
            "not_expected",
            _("%(name)s is not expected at the meeting any more."),
            name=sponsorship.participant,
        )
    sponsorship.entered_by = by
    sponsorship.full_clean()
    sponsorship.save(force_insert=True)
    for cost in costs:
        cost.sponsorship = sponsorship
        estimate_cost(cost, by=by)
    return sponsorship


@transaction.atomic
def estimate_cost(cost: SponsoredCost, *, by) -> SponsoredCost:
    """Store a new or changed estimate: quantity x unit amount x rate, rounded once.

    Without a rate it takes the last one of the table. An estimate that is in a contract
    or paid keeps its line.
    """
    meeting = lock_ledger()
    unset = ["value", "sponsorship"] if cost.rate is not None else ["value", "rate", "sponsorship"]
    cost.clean_fields(exclude=unset)
    _value_estimate(cost, meeting)
    stored = SponsoredCost.objects.filter(pk=cost.pk).first()
    if stored is not None:
        cost.commitment, cost.disbursement = stored.commitment, stored.disbursement
        if stored.is_covered and stored.line_id != cost.line_id:
            raise refusal(
                "line",
                "cost_is_covered",
                _("This cost is in a contract or paid: it stays on line %(line)s."),
                line=stored.line.code,
            )
    cost.changed_by = by
    cost.full_clean()
    cost.save()
    return cost


@transaction.atomic
def drop_cost(cost: SponsoredCost) -> None:
    """Give up an estimate that is in no contract and not paid."""
    lock_ledger()
    cost.refresh_from_db()
    if cost.is_covered:
        raise ValidationError(
            _("%(cost)s is in a contract or paid."), code="cost_is_covered", params={"cost": cost}
        )
    cost.delete()


@transaction.atomic
def cover_by_commitment(commitment: Commitment, *, costs: Iterable[SponsoredCost], by) -> None:
    """Say which costs a contract or an order covers: these, and no others."""
    lock_ledger()
    commitment = Commitment.objects.select_related("line").get(pk=commitment.pk)
    chosen = _as_they_are(costs)
    if chosen and commitment.cancelled_on:
        raise ValidationError(
            _("%(reference)s is cancelled: it covers nothing."),
            code="commitment_is_cancelled",
            params={"reference": commitment.reference},
        )
    released = commitment.sponsored_costs.exclude(pk__in=[cost.pk for cost in chosen])
    for cost in released.select_related("disbursement"):
        _refuse_paid_otherwise(cost, commitment=None)
        _save_cover(cost, by, commitment=None)
    for cost in chosen:
        _refuse_another_line(cost, commitment)
        _refuse_paid_otherwise(cost, commitment)
        _save_cover(cost, by, commitment=commitment)


@transaction.atomic
def cover_by_disbursement(
    disbursement: Disbursement, *, costs: Iterable[SponsoredCost], by
) -> None:
    """Say which costs a payment pays: these, and no others.

    A payment that settles a commitment pays what that covers; a cost that was in no
    contract yet comes into it.
    """
    lock_ledger()
    paid = Disbursement.objects.select_related("line", "commitment").get(pk=disbursement.pk)
    chosen = _as_they_are(costs)
    if chosen and (paid.reverses_id or Disbursement.objects.filter(reverses=paid).exists()):
        raise ValidationError(
            _("%(reference)s is reversed: it pays nothing."),
            code="reversed_already",
            params={"reference": paid.reference},
        )
    for cost in paid.sponsored_costs.exclude(pk__in=[cost.pk for cost in chosen]):
        _save_cover(cost, by, disbursement=None)
    for cost in chosen:
        _refuse_another_line(cost, paid)
        if cost.commitment_id is not None and cost.commitment_id != paid.commitment_id:
            raise ValidationError(
                _("%(cost)s is in %(contract)s: a payment against that pays it."),
                code="another_commitment",
                params={"cost": cost, "contract": cost.commitment.reference},
            )
        _save_cover(cost, by, commitment=paid.commitment, disbursement=paid)


def _value_estimate(cost: SponsoredCost, meeting: Meeting) -> None:
    today = timezone.localdate(timezone=meeting.zone)
    refuse_unknown_currency(cost.currency, today)
    if cost.rate is None:
        if cost.currency == meeting.currency:
            cost.rate = Decimal(1)
        elif found := latest_rate(cost.currency):
            cost.rate, cost.rate_source = found.rate, cost.rate_source or found.source
        else:
            raise refusal(
                "rate",
                "no_rate",
                _("The table has no rate of %(currency)s: write one here or there."),
                currency=cost.currency,
            )
    refuse_false_money(cost.currency, "unit_amount", cost.unit_amount, cost.rate, meeting)
    worth = cost.quantity * cost.unit_amount * cost.rate
    if worth >= Decimal(10) ** 12:
        raise refusal("unit_amount", "too_large", _("This is more than the ledger can hold."))
    cost.value = round_to_currency(worth, meeting.currency)


def _as_they_are(costs: Iterable[SponsoredCost]) -> list[SponsoredCost]:
    """The costs as they are under the lock, not as a form was opened on them."""
    current = SponsoredCost.objects.filter(pk__in=[cost.pk for cost in costs])
    return list(
        current.select_related("line", "commitment", "disbursement", "sponsorship__participant")
    )


def _save_cover(cost: SponsoredCost, by, **cover) -> None:
    for name, entry in cover.items():
        setattr(cost, name, entry)
    cost.changed_by = by
    cost.save(update_fields=[*cover, "changed_by", "changed_at"])


def _refuse_another_line(cost: SponsoredCost, entry: Commitment | Disbursement) -> None:
    if cost.line_id != entry.line_id:
        raise ValidationError(
            _("%(cost)s is of line %(line)s, %(reference)s is not."),
            code="another_line",
            params={"cost": cost, "line": cost.line.code, "reference": entry.reference},
        )


def _refuse_paid_otherwise(cost: SponsoredCost, commitment: Commitment | None) -> None:
    """A cost that is paid stays in the contract that its payment settles, or in none."""
    if cost.disbursement is not None and cost.disbursement.commitment != commitment:
        raise ValidationError(
            _("%(cost)s is paid by %(payment)s already."),
            code="paid_already",
            params={"cost": cost, "payment": cost.disbursement.reference},
        )
