"""The lines of a statement, and whose money funds each of them."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from budget.figures import Figures, limits_in_force, measure_lines
from budget.models import NOTHING, BudgetLine, Receipt, RevisedLine
from gfmd_meeting.models import Meeting

from .attribution import bear_payments, fund_lines
from .texts import money_text, text

SUMMED = ("approved", "revised", "received", "committed", "open", "paid", "balance")
# So many contributors stand side by side on a page.
SIDE_BY_SIDE = 3


def account_for_lines(meeting: Meeting, on: date, receipts: list[Receipt]) -> dict:
    """The lines with their figures, the contributors with theirs, and each line by contributor."""
    figures, limits, approved = measure_lines(meeting, on=on), limits_in_force(on), _approved(on)
    contributors, earmarked, general = _received(receipts)
    of_earmarks = {line for line, _contributor in earmarked}
    known = [
        line
        for line in BudgetLine.objects.all()
        if line.pk in limits or line.pk in figures or line.pk in of_earmarks
    ]
    order = sorted(contributors, key=contributors.get)
    paid = {line.pk: _cents(figures[line.pk].paid) for line in known}
    planned = {line.pk: _cents(limits.get(line.pk, NOTHING)) for line in known}
    funded, over = fund_lines(earmarked, {pk: general[pk] for pk in order}, paid, planned)
    borne, uncovered = bear_payments(funded, paid)
    rows = [
        _line(
            line,
            approved=approved.get(line.pk, NOTHING) if approved else None,
            revised=limits.get(line.pk, NOTHING),
            received=sum(cents for key, cents in funded.items() if key[0] == line.pk),
            figures=figures[line.pk],
        )
        for line in known
    ]
    givers = [_contributor(contributors[pk], pk, funded, borne, over[pk]) for pk in order]
    return {
        "lines": rows,
        "total": _total(rows),
        "contributors": givers,
        "shares": [
            {
                "contributors": givers[first : first + SIDE_BY_SIDE],
                "lines": [
                    {
                        "code": line.code,
                        "title": line.title,
                        "shares": [
                            {
                                "received": money_text(funded.get((line.pk, pk), 0)),
                                "paid": money_text(borne.get((line.pk, pk), 0)),
                            }
                            for pk in order[first : first + SIDE_BY_SIDE]
                        ],
                        "uncovered": money_text(uncovered[line.pk]),
                    }
                    for line in known
                ],
                "is_last": first + SIDE_BY_SIDE >= len(order),
            }
            for first in range(0, len(order), SIDE_BY_SIDE)
        ],
        "uncovered": money_text(sum(uncovered.values())),
    }


def _approved(on: date) -> dict:
    frozen = RevisedLine.objects.filter(revision__number=0, revision__decided_on__lte=on)
    return dict(frozen.values_list("line_id", "planned"))


def _received(receipts) -> tuple[dict, dict, dict]:
    """Cash in cents: the contributors by pk, what is earmarked, and what is for no line."""
    contributors, earmarked, general = {}, defaultdict(int), defaultdict(int)
    for receipt in receipts:
        gift = receipt.contribution
        if gift.is_in_kind:
            continue
        contributors[gift.contributor_id] = gift.contributor.called
        if gift.line_id:
            earmarked[gift.line_id, gift.contributor_id] += _cents(receipt.value)
        else:
            general[gift.contributor_id] += _cents(receipt.value)
    return contributors, earmarked, general


def _line(line, *, approved, revised, received, figures: Figures) -> dict:
    return {
        "code": line.code,
        "title": line.title,
        "approved": None if approved is None else text(approved),
        "revised": text(revised),
        "received": money_text(received),
        "committed": text(figures.committed),
        "open": text(figures.open),
        "paid": text(figures.paid),
        "balance": text(revised - figures.used),
        "percentage": _percentage(figures.used, revised),
    }


def _total(rows) -> dict:
    total = {name: sum((Decimal(row[name] or 0) for row in rows), NOTHING) for name in SUMMED}
    used = total["open"] + total["paid"]
    share = {"percentage": _percentage(used, total["revised"])}
    unapproved = any(row["approved"] is None for row in rows)
    nothing = {"approved": None} if unapproved else {}
    return {name: text(value) for name, value in total.items()} | share | nothing


def _contributor(name, pk, funded, borne, over) -> dict:
    of_lines = sum(cents for key, cents in funded.items() if key[1] == pk)
    paid = sum(cents for key, cents in borne.items() if key[1] == pk)
    return {
        "name": name,
        "funded": money_text(of_lines),
        "unallotted": money_text(over),
        "received": money_text(of_lines + over),
        "paid": money_text(paid),
        "balance": money_text(of_lines + over - paid),
    }


def _percentage(used: Decimal, revised: Decimal) -> str | None:
    """How much of the budget is open or paid, to one decimal; nothing where none is budgeted."""
    return str((used * 100 / revised).quantize(Decimal("0.1"))) if revised else None


def _cents(value: Decimal) -> int:
    return int(value.scaleb(2))
