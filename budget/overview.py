"""The budget at one glance, as plain values for a page or a report."""

from decimal import Decimal

from gfmd_meeting.models import Meeting

from .figures import measure_lines
from .models import NOTHING, BudgetLine, Receipt

SUMMED = ("planned", "committed", "paid", "open", "left")


def summarize_budget() -> dict:
    """Each line with its figures, the totals of them, and what the meeting was given.

    Amounts are Decimal, in the meeting's currency unless a currency stands beside. What
    a line has left is planned - open - paid; ``percentage`` is how much of the plan is
    open or paid, and None where nothing is planned. Constant number of queries.
    """
    meeting = Meeting.objects.get()
    figures = measure_lines(meeting)
    lines = [_line(line, figures[line.pk]) for line in BudgetLine.objects.all()]
    total = {name: sum((line[name] for line in lines), NOTHING) for name in SUMMED}
    receipts = Receipt.objects.select_related("contribution__contributor")
    contributions = [
        {
            "contributor": receipt.contribution.contributor.name,
            "received_on": receipt.received_on,
            "currency": receipt.contribution.currency,
            "amount": receipt.amount,
            "rate": receipt.rate,
            "value": receipt.value,
            "note": receipt.note,
        }
        for receipt in receipts
    ]
    return {
        "currency": meeting.currency,
        "ceiling": meeting.budget_ceiling,
        "lines": lines,
        "total": total | {"percentage": _percentage(total)},
        "contributions": contributions,
        "contributed": sum((gift["value"] for gift in contributions), NOTHING),
    }


def _line(line, figures):
    row = {
        "code": line.code,
        "title": line.title,
        "planned": line.planned,
        "committed": figures.committed,
        "paid": figures.paid,
        "open": figures.open,
        "left": line.planned - figures.used,
    }
    return row | {"percentage": _percentage(row)}


def _percentage(row) -> Decimal | None:
    if not row["planned"]:
        return None
    return ((row["open"] + row["paid"]) * 100 / row["planned"]).quantize(Decimal("0.1"))
