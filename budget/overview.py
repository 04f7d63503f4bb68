"""The budget at one glance, as plain values for a page or a report."""

from collections import defaultdict
from decimal import Decimal

from gfmd_meeting.models import Meeting

from .alerts import PERCENTAGES
from .figures import limits_in_force, measure_lines
from .models import NOTHING, BudgetLine, Contribution, Receipt

SUMMED = ("planned", "committed", "paid", "open", "left")


def summarize_budget(meeting: Meeting | None = None) -> dict:
    """Each line with its figures, the totals of them, and what the meeting was given.

    Amounts are Decimal, in the meeting's currency unless a currency stands beside. What
    a line has planned is its budget in force, before any approval the working plan; what
    it has left is that - open - paid; ``percentage`` is how much of it is open or paid,
    and None where nothing is planned; ``reached`` the last alert that this has come to.
    What is in kind stands apart, in no sum of cash. Constant number of queries.
    ``meeting`` is the meeting, where it was read already.
    """
    meeting = meeting or Meeting.objects.get()
    figures, limits = measure_lines(meeting), limits_in_force()
    lines = [
        _line(line, limits.get(line.pk, NOTHING), figures[line.pk])
        for line in BudgetLine.objects.select_related("outcome")
    ]
    total = {name: sum((line[name] for line in lines), NOTHING) for name in SUMMED}
    receipts = [
        _receipt(row) for row in Receipt.objects.select_related("contribution__contributor__party")
    ]
    cash = [receipt for receipt in receipts if not receipt["is_in_kind"]]
    pledges = _pledges(receipts)
    return {
        "currency": meeting.currency,
        "ceiling": meeting.budget_ceiling,
        "lines": lines,
        "total": total | {"percentage": _percentage(total)},
        "contributions": cash,
        "contributed": sum((gift["value"] for gift in cash), NOTHING),
        "outstanding": [row for row in pledges if row["outstanding"] and not row["is_in_kind"]],
        "in_kind": [row for row in pledges if row["is_in_kind"]],
    }


def _line(line, planned, figures) -> dict:
    row = {
        "code": line.code,
        "title": line.title,
        "outcome": line.outcome.number if line.outcome else None,
        "planned": planned,
        "committed": figures.committed,
        "paid": figures.paid,
        "open": figures.open,
        "left": planned - figures.used,
    }
    reached = [p for p in PERCENTAGES if planned and figures.used * 100 >= planned * p]
    return row | {"percentage": _percentage(row), "reached": max(reached, default=None)}


def _percentage(row) -> Decimal | None:
    if not row["planned"]:
        return None
    return ((row["open"] + row["paid"]) * 100 / row["planned"]).quantize(Decimal("0.1"))


def _receipt(receipt) -> dict:
    return {
        "contribution": receipt.contribution_id,
        "contributor": receipt.contribution.contributor.called,
        "is_in_kind": receipt.contribution.is_in_kind,
        "received_on": receipt.received_on,
        "currency": receipt.contribution.currency,
        "amount": receipt.amount,
        "rate": receipt.rate,
        "value": receipt.value,
    }


def _pledges(receipts) -> list[dict]:
    """Each pledge with what came of it, in its own currency and, in kind, in the meeting's."""
    came, worth = defaultdict(Decimal), defaultdict(Decimal)
    for receipt in receipts:
        came[receipt["contribution"]] += receipt["amount"]
        worth[receipt["contribution"]] += receipt["value"]
    return [
        {
            "contributor": pledge.contributor.called,
            "form": pledge.get_form_display(),
            "is_in_kind": pledge.is_in_kind,
            "pledged_on": pledge.pledged_on,
            "currency": pledge.currency,
            "pledged": pledge.amount,
            "received": came[pledge.pk],
            "outstanding": max(pledge.amount - came[pledge.pk], Decimal(0)),
            "value": pledge.value,
            "received_value": worth[pledge.pk] or NOTHING,
        }
        for pledge in Contribution.objects.select_related("contributor__party")
    ]
