"""What a statement says, as plain values that a row can keep: no query comes after it.

Amounts are the text of Decimal, in the meeting's currency unless one is named; days are
ISO texts. Nothing in it tells who was paid: no payee, no description, no reference, no
participant.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.utils import translation

from budget.currencies import round_to_currency
from budget.figures import revision_in_force
from budget.models import (
    NOTHING,
    BudgetRevision,
    Commitment,
    Contribution,
    Disbursement,
    Form,
    Receipt,
)
from gfmd_meeting import dates
from gfmd_meeting.models import Meeting, Party

from .lines import account_for_lines
from .notes import (
    cancellations_among,
    describe_commitments,
    describe_payment,
    describe_receipt,
    overrides_among,
    rates_used,
    reversals_among,
)
from .texts import number_of, text


def take_statement(*, on: date, kind: str, language: str) -> dict:
    """The account at the end of a day, in one language."""
    with translation.override(language):
        meeting = Meeting.objects.get()
        pledges = list(
            Contribution.objects.filter(pledged_on__lte=on).select_related(
                "contributor__party", "line"
            )
        )
        receipts = list(
            Receipt.objects.filter(received_on__lte=on)
            .select_related("contribution__contributor__party", "contribution__line", "reverses")
            .order_by("received_on", "pk")
        )
        payments = list(
            Disbursement.objects.filter(paid_on__lte=on)
            .select_related("line", "reverses", "commitment")
            .order_by("paid_on", "pk")
        )
        commitments = list(
            Commitment.objects.filter(committed_on__lte=on)
            .select_related("line")
            .order_by("committed_on", "pk")
        )
        account = account_for_lines(meeting, on, receipts)
        promised = _pledges(pledges, receipts)
        cash = [receipt for receipt in receipts if not receipt.contribution.is_in_kind]
        return {
            "language": language,
            "kind": kind,
            "as_of": on.isoformat(),
            "meeting": _meeting(meeting),
            "signatories": _signatories(),
            "currency": meeting.currency,
            "ceiling": str(meeting.budget_ceiling),
            "revision": _revision(on),
            **account,
            "pledges": promised,
            "pledged": _total(promised),
            "in_kind": _in_kind(pledges, receipts),
            "receipts": [describe_receipt(receipt) for receipt in cash],
            "payments": [describe_payment(payment) for payment in payments],
            "commitments": describe_commitments(commitments, payments, meeting, on),
            "rates": rates_used(pledges, cash, payments, commitments, meeting),
            "overrides": overrides_among([*commitments, *payments]),
            "reversals": reversals_among([*cash, *payments]),
            "cancellations": cancellations_among(commitments, payments, meeting, on),
            "reconciliation": _reconciliation(
                cash, payments, commitments, account["total"], meeting
            ),
        }


def _pledges(pledges, receipts) -> list[dict]:
    """Each pledge in cash with what came of it, in its own currency and in the meeting's."""
    came, worth = defaultdict(Decimal), defaultdict(Decimal)
    for receipt in receipts:
        came[receipt.contribution_id] += receipt.amount
        worth[receipt.contribution_id] += receipt.value
    return [
        {
            "contributor": pledge.contributor.called,
            "day": pledge.pledged_on.isoformat(),
            "line": pledge.line.code if pledge.line else "",
            "currency": pledge.currency,
            "pledged": text(pledge.amount),
            "received": text(came[pledge.pk]),
            "outstanding": text(max(pledge.amount - came[pledge.pk], Decimal(0))),
            "pledged_value": text(pledge.value),
            "received_value": text(worth[pledge.pk] or NOTHING),
        }
        for pledge in pledges
        if not pledge.is_in_kind
    ]


def _total(pledges: list[dict]) -> dict:
    """All pledges in cash together, in the meeting's currency."""
    names = ("pledged_value", "received_value")
    return {name: text(sum((Decimal(row[name]) for row in pledges), NOTHING)) for name in names}


def _in_kind(pledges, receipts) -> list[dict]:
    worth = defaultdict(Decimal)
    for receipt in receipts:
        worth[receipt.contribution_id] += receipt.value
    return [
        {
            "contributor": pledge.contributor.called,
            "form": str(Form(pledge.form).label),
            "day": pledge.pledged_on.isoformat(),
            "pledged": text(pledge.value),
            "received": text(worth[pledge.pk] or NOTHING),
        }
        for pledge in pledges
        if pledge.is_in_kind
    ]


# -- The reconciliation ---------------------------------------------------------------------------


def _reconciliation(cash, payments, commitments, total, meeting) -> dict:
    """The balance twice: of the stored values, and of each entry's amount and rate anew.

    Where an entry is worth something else than it says, it is named with the difference.
    """
    received = sum((receipt.value for receipt in cash), NOTHING)
    paid = sum((payment.value for payment in payments), NOTHING)
    off = []
    again = dict.fromkeys(("received", "paid", "committed"), NOTHING)
    for side, entries in (("received", cash), ("paid", payments), ("committed", commitments)):
        for entry in entries:
            worth = round_to_currency(entry.amount * entry.rate, meeting.currency)
            again[side] += worth
            if worth != entry.value:
                off.append({"number": number_of(entry), "difference": text(entry.value - worth)})
    balance = received - paid
    recounted = again["received"] - again["paid"]
    open_ = Decimal(total["open"])
    return {
        "received": text(received),
        "paid": text(paid),
        "balance": text(balance),
        "open": text(open_),
        "available": text(balance - open_),
        "recounted_received": text(again["received"]),
        "recounted_paid": text(again["paid"]),
        "recounted": text(recounted),
        "by_line": text(paid - Decimal(total["paid"])),
        "difference": text(balance - recounted),
        "entries_off": off,
        "used": text(paid + open_),
        "beneath_ceiling": text(meeting.budget_ceiling - paid - open_),
    }


# -- What stands around it ------------------------------------------------------------------------


def _meeting(meeting) -> dict:
    return {
        "title": meeting.title,
        "short_title": meeting.short_title,
        "forum": meeting.forum,
        "city": meeting.city,
        "days": dates.days(meeting.starts_on, meeting.ends_on),
    }


def _signatories() -> list[dict]:
    """Who signs: the host for the organisers, each supporting party for the funds."""
    parties = Party.objects.all()
    hosts = [{"party": p.name, "agency": p.agency, "as": "host"} for p in parties.hosting()]
    funders = [
        {"party": p.name, "agency": p.agency, "as": "supporter"} for p in parties.supporting()
    ]
    return hosts + funders


def _revision(on) -> dict | None:
    last = revision_in_force(on)
    if last is None:
        return None
    first = BudgetRevision.objects.get(number=0)
    return {
        "number": last.number,
        "decided_on": last.decided_on.isoformat(),
        "approved_on": first.decided_on.isoformat(),
    }
