"""What a statement says, as plain values that a row can keep: no query comes after it.

Amounts are the text of Decimal, in the meeting's currency unless one is named; days are
ISO texts. Nothing in it tells who was paid: no payee, no description, no participant.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.utils import translation

from budget.currencies import round_to_currency
from budget.figures import (
    Figures,
    limits_in_force,
    measure_lines,
    released_value,
    revision_in_force,
)
from budget.models import (
    NOTHING,
    BudgetLine,
    BudgetRevision,
    Commitment,
    Disbursement,
    Receipt,
    RevisedLine,
)
from budget.models.income import Contribution, Form
from gfmd_meeting import dates
from gfmd_meeting.models import Meeting, Party

from .attribution import bear_payments, fund_lines

SUMMED = ("approved", "revised", "received", "committed", "open", "paid", "balance")


def take_statement(*, on: date, kind: str, language: str) -> dict:
    """The account at the end of a day, in one language."""
    with translation.override(language):
        meeting = Meeting.objects.get()
        pledges = list(
            Contribution.objects.filter(pledged_on__lte=on).select_related("contributor", "line")
        )
        receipts = list(
            Receipt.objects.filter(received_on__lte=on)
            .select_related("contribution__contributor", "contribution__line", "reverses")
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
        lines, by_contributor = _lines(meeting, on, receipts)
        total = _total(lines)
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
            "lines": lines,
            "total": total,
            "contributors": by_contributor,
            "uncovered": _text(sum((Decimal(row["uncovered"]) for row in lines), NOTHING)),
            "pledges": _pledges(pledges, receipts),
            "in_kind": _in_kind(pledges, receipts),
            "receipts": [_receipt(receipt) for receipt in cash],
            "payments": [_payment(payment) for payment in payments],
            "commitments": _commitments(commitments, payments, meeting, on),
            "rates": _rates(cash, payments, commitments, meeting),
            "overrides": _overrides([*commitments, *payments]),
            "reversals": _reversals([*cash, *payments]),
            "cancellations": _cancellations(commitments, payments, meeting, on),
            "reconciliation": _reconciliation(cash, payments, lines, total, meeting),
        }


# -- The lines, and who funds them ----------------------------------------------------------------


def _lines(meeting, on, receipts) -> tuple[list[dict], list[dict]]:
    figures, limits = measure_lines(meeting, on=on), limits_in_force(on)
    approved = dict(
        RevisedLine.objects.filter(revision__number=0, revision__decided_on__lte=on).values_list(
            "line_id", "planned"
        )
    )
    known = [
        line
        for line in BudgetLine.objects.all()
        if line.pk in limits or line.pk in figures or line.pk in approved
    ]
    contributors = {}
    earmarked, general = defaultdict(int), defaultdict(int)
    for receipt in receipts:
        gift = receipt.contribution
        if gift.is_in_kind:
            continue
        contributors.setdefault(gift.contributor_id, gift.contributor.name)
        if gift.line_id:
            earmarked[gift.line_id, gift.contributor_id] += _cents(receipt.value)
        else:
            general[gift.contributor_id] += _cents(receipt.value)
    for line_id, _contributor in earmarked:
        if not any(line.pk == line_id for line in known):
            known.append(BudgetLine.objects.get(pk=line_id))
    order = sorted(contributors, key=contributors.get)
    paid = {line.pk: _cents(figures[line.pk].paid) for line in known}
    funded, over = fund_lines(
        earmarked,
        {pk: general.get(pk, 0) for pk in order},
        paid,
        {line.pk: _cents(limits.get(line.pk, NOTHING)) for line in known},
    )
    borne, uncovered = bear_payments(funded, paid)
    rows = [
        _line(
            line,
            approved=approved.get(line.pk, NOTHING),
            revised=limits.get(line.pk, NOTHING),
            figures=figures[line.pk],
            funded=[funded.get((line.pk, pk), 0) for pk in order],
            borne=[borne.get((line.pk, pk), 0) for pk in order],
            uncovered=uncovered[line.pk],
        )
        for line in sorted(known, key=lambda line: line.code)
    ]
    by_contributor = [
        {
            "name": contributors[pk],
            "funded": _money(sum(c for key, c in funded.items() if key[1] == pk)),
            "unallotted": _money(over[pk]),
            "received": _money(sum(c for key, c in funded.items() if key[1] == pk) + over[pk]),
            "paid": _money(sum(c for key, c in borne.items() if key[1] == pk)),
            "balance": _money(
                sum(c for key, c in funded.items() if key[1] == pk)
                + over[pk]
                - sum(c for key, c in borne.items() if key[1] == pk)
            ),
        }
        for pk in order
    ]
    return rows, by_contributor


def _line(line, *, approved, revised, figures: Figures, funded, borne, uncovered) -> dict:
    balance = revised - figures.used
    return {
        "code": line.code,
        "title": line.title,
        "approved": _text(approved),
        "revised": _text(revised),
        "received": _money(sum(funded)),
        "committed": _text(figures.committed),
        "open": _text(figures.open),
        "paid": _text(figures.paid),
        "balance": _text(balance),
        "percentage": percentage(figures.used, revised),
        "shares": [
            {"received": _money(came), "paid": _money(paid)}
            for came, paid in zip(funded, borne, strict=True)
        ],
        "uncovered": _money(uncovered),
    }


def _total(lines) -> dict:
    total = {name: sum((Decimal(row[name]) for row in lines), NOTHING) for name in SUMMED}
    used = total["open"] + total["paid"]
    return {name: _text(value) for name, value in total.items()} | {
        "percentage": percentage(used, total["revised"])
    }


def percentage(used: Decimal, revised: Decimal) -> str | None:
    """How much of the budget is open or paid, to one decimal; nothing where none is budgeted."""
    return str((used * 100 / revised).quantize(Decimal("0.1"))) if revised else None


# -- Money in -------------------------------------------------------------------------------------


def _pledges(pledges, receipts) -> list[dict]:
    """Each pledge in cash with what came of it, in its own currency and in the meeting's."""
    came, worth = defaultdict(Decimal), defaultdict(Decimal)
    for receipt in receipts:
        came[receipt.contribution_id] += receipt.amount
        worth[receipt.contribution_id] += receipt.value
    return [
        {
            "contributor": pledge.contributor.name,
            "day": pledge.pledged_on.isoformat(),
            "line": pledge.line.code if pledge.line else "",
            "currency": pledge.currency,
            "pledged": _text(pledge.amount),
            "received": _text(came[pledge.pk]),
            "outstanding": _text(max(pledge.amount - came[pledge.pk], Decimal(0))),
            "pledged_value": _text(pledge.value),
            "received_value": _text(worth[pledge.pk] or NOTHING),
        }
        for pledge in pledges
        if not pledge.is_in_kind
    ]


def _in_kind(pledges, receipts) -> list[dict]:
    worth = defaultdict(Decimal)
    for receipt in receipts:
        worth[receipt.contribution_id] += receipt.value
    return [
        {
            "contributor": pledge.contributor.name,
            "form": str(Form(pledge.form).label),
            "day": pledge.pledged_on.isoformat(),
            "pledged": _text(pledge.value),
            "received": _text(worth[pledge.pk] or NOTHING),
        }
        for pledge in pledges
        if pledge.is_in_kind
    ]


# -- The entries ----------------------------------------------------------------------------------


def _receipt(receipt) -> dict:
    return {
        "day": receipt.received_on.isoformat(),
        "reference": receipt.reference,
        "contributor": receipt.contribution.contributor.name,
        "currency": receipt.contribution.currency,
        "amount": _text(receipt.amount),
        "rate": _text(receipt.rate),
        "value": _text(receipt.value),
    }


def _payment(payment) -> dict:
    return {
        "day": payment.paid_on.isoformat(),
        "reference": payment.reference,
        "settles": payment.commitment.reference if payment.commitment else "",
        "line": payment.line.code,
        "currency": payment.currency,
        "amount": _text(payment.amount),
        "rate": _text(payment.rate),
        "value": _text(payment.value),
    }


def _commitments(commitments, payments, meeting, on) -> list[dict]:
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
                "reference": commitment.reference,
                "line": commitment.line.code,
                "currency": commitment.currency,
                "amount": _text(commitment.amount),
                "rate": _text(commitment.rate),
                "value": _text(commitment.value),
                "released": _text(released),
                "open": _text(open_ if is_open else NOTHING),
            }
        )
    return rows


def _settled(payments) -> dict:
    settled = defaultdict(Decimal)
    for payment in payments:
        settled[payment.commitment_id] += payment.amount
    return settled


# -- Notes ----------------------------------------------------------------------------------------


def _rates(cash, payments, commitments, meeting) -> list[dict]:
    """Each rate that was used, with its source and for how many entries."""
    used = defaultdict(int)
    for entry, currency in [
        *((receipt, receipt.contribution.currency) for receipt in cash),
        *((entry, entry.currency) for entry in (*payments, *commitments)),
    ]:
        if currency != meeting.currency:
            used[currency, _text(entry.rate), entry.rate_source] += 1
    return [
        {"currency": currency, "rate": rate, "source": source, "entries": entries}
        for (currency, rate, source), entries in sorted(used.items())
    ]


def _overrides(entries) -> list[dict]:
    return [
        {
            "day": _day_of(entry).isoformat(),
            "reference": entry.reference,
            "line": entry.line.code,
            "value": _text(entry.value),
            "reason": entry.override_reason,
        }
        for entry in sorted(entries, key=_day_of)
        if entry.override_reason
    ]


def _reversals(entries) -> list[dict]:
    return [
        {
            "day": _day_of(entry).isoformat(),
            "reference": entry.reference,
            "reverses": entry.reverses.reference,
            "value": _text(entry.value),
        }
        for entry in sorted(entries, key=_day_of)
        if entry.reverses
    ]


def _cancellations(commitments, payments, meeting, on) -> list[dict]:
    settled = _settled(payments)
    return [
        {
            "day": commitment.cancelled_on.isoformat(),
            "reference": commitment.reference,
            "line": commitment.line.code,
            "released": _text(
                released_value(commitment, settled[commitment.pk], meeting.currency, on)
            ),
        }
        for commitment in commitments
        if commitment.cancelled_on and commitment.cancelled_on <= on
    ]


# -- The reconciliation ---------------------------------------------------------------------------


def _reconciliation(cash, payments, lines, total, meeting) -> dict:
    """The balance twice: of the stored values, and of each entry's amount and rate anew.

    Where an entry is worth something else than it says, it is named with the difference.
    """
    received = sum((receipt.value for receipt in cash), NOTHING)
    paid = sum((payment.value for payment in payments), NOTHING)
    off = []
    again = {"received": NOTHING, "paid": NOTHING}
    for side, entries in (("received", cash), ("paid", payments)):
        for entry in entries:
            worth = round_to_currency(entry.amount * entry.rate, meeting.currency)
            again[side] += worth
            if worth != entry.value:
                off.append({"reference": entry.reference, "difference": _text(entry.value - worth)})
    balance = received - paid
    recounted = again["received"] - again["paid"]
    open_ = Decimal(total["open"])
    return {
        "received": _text(received),
        "paid": _text(paid),
        "balance": _text(balance),
        "open": _text(open_),
        "available": _text(balance - open_),
        "recounted_received": _text(again["received"]),
        "recounted_paid": _text(again["paid"]),
        "recounted": _text(recounted),
        "by_line": _text(paid - Decimal(total["paid"])),
        "difference": _text(balance - recounted),
        "entries_off": off,
        "used": _text(paid + open_),
        "beneath_ceiling": _text(meeting.budget_ceiling - paid - open_),
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


def _day_of(entry) -> date:
    for name in ("committed_on", "paid_on", "received_on"):
        if hasattr(entry, name):
            return getattr(entry, name)
    raise TypeError(entry)


def _cents(value: Decimal) -> int:
    return int(value.scaleb(2))


def _money(cents: int) -> str:
    return _text(Decimal(cents).scaleb(-2))


def _text(value: Decimal) -> str:
    return format(value, "f")
