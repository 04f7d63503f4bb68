"""The entries behind a statement, and its notes on rates, overrides and corrections."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from budget.currencies import round_to_currency
from budget.figures import released_value
from budget.models import NOTHING

from .texts import number_of, text


def describe_receipt(receipt) -> dict:
    return {
        "day": receipt.received_on.isoformat(),
        "number": number_of(receipt),
        "contributor": receipt.contribution.contributor.called,
        "currency": receipt.contribution.currency,
        "amount": text(receipt.amount),
        "rate": text(receipt.rate),
        "value": text(receipt.value),
    }


def describe_payment(payment) -> dict:
    return {
        "day": payment.paid_on.isoformat(),
        "number": number_of(payment),
        "settles": number_of(payment.commitment) if payment.commitment else "",
        "line": payment.line.code,
        "currency": payment.currency,
        "amount": text(payment.amount),
        "rate": text(payment.rate),
        "value": text(payment.value),
    }


def describe_commitments(commitments, payments, meeting, on) -> list[dict]:
    settled = _settled(payments)
    rows = []
    for commitment in commitments:
        unsettled = commitment.amount - settled[commitment.pk]
        released = released_value(commitment, settled[commitment.pk], meeting.currency, on)
        is_open = not (commitment.cancelled_on and commitment.cancelled_on <= on)
        open_ = round_to_currency(unsettled * commitment.rate, meeting.currency)
        rows.append(
            {
                "day": commitment.committed_on.isoformat(),
                "number": number_of(commitment),
                "line": commitment.line.code,
                "currency": commitment.currency,
                "amount": text(commitment.amount),
                "rate": text(commitment.rate),
                "value": text(commitment.value),
                "released": text(released),
                "open": text(open_ if is_open else NOTHING),
            }
        )
    return rows


def _settled(payments) -> dict:
    settled = defaultdict(Decimal)
    for payment in payments:
        settled[payment.commitment_id] += payment.amount
    return settled


def rates_used(pledges, cash, payments, commitments, meeting) -> list[dict]:
    """Each rate that was used for cash, with its source and for how many entries."""
    promised = [pledge for pledge in pledges if not pledge.is_in_kind]
    used = defaultdict(int)
    for entry, currency in [
        *((receipt, receipt.contribution.currency) for receipt in cash),
        *((entry, entry.currency) for entry in (*promised, *payments, *commitments)),
    ]:
        if currency != meeting.currency:
            used[currency, text(entry.rate), entry.rate_source] += 1
    return [
        {"currency": currency, "rate": rate, "source": source, "entries": entries}
        for (currency, rate, source), entries in sorted(used.items())
    ]


def overrides_among(entries) -> list[dict]:
    return [
        {
            "day": _day_of(entry).isoformat(),
            "number": number_of(entry),
            "line": entry.line.code,
            "value": text(entry.value),
            "reason": entry.override_reason,
        }
        for entry in sorted(entries, key=_day_of)
        if entry.override_reason
    ]


def reversals_among(entries) -> list[dict]:
    return [
        {
            "day": _day_of(entry).isoformat(),
            "number": number_of(entry),
            "reverses": number_of(entry.reverses),
            "value": text(entry.value),
        }
        for entry in sorted(entries, key=_day_of)
        if entry.reverses
    ]


def cancellations_among(commitments, payments, meeting, on) -> list[dict]:
    settled = _settled(payments)
    return [
        {
            "day": commitment.cancelled_on.isoformat(),
            "number": number_of(commitment),
            "line": commitment.line.code,
            "released": text(
                released_value(commitment, settled[commitment.pk], meeting.currency, on)
            ),
        }
        for commitment in commitments
        if commitment.cancelled_on and commitment.cancelled_on <= on
    ]


def _day_of(entry) -> date:
    for name in ("committed_on", "paid_on", "received_on"):
        if hasattr(entry, name):
            return getattr(entry, name)
    raise TypeError(entry)
