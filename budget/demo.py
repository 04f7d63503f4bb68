"""The demo's ledger, entered through the acts that everyone uses."""

import tomllib
from decimal import Decimal
from importlib.resources import files

from gfmd_meeting.models import Meeting

from .income import find_contributor, record_contribution
from .ledger import enter_commitment, enter_disbursement, plan_line
from .models import BudgetLine, Commitment, Contribution, Disbursement

DATA = files("gfmd_meeting.demo").joinpath("budget.toml")


def load(accounts) -> str | None:
    """Plan, enter and pay the demo's money once, if this meeting has so much in its currency."""
    if BudgetLine.objects.exists() or Contribution.objects.exists():
        return None
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    meeting = Meeting.objects.get()
    planned = sum(Decimal(row["planned"]) for row in data["lines"])
    if meeting.currency != data["currency"] or meeting.budget_ceiling < planned:
        return None
    by = accounts["organiser"]
    for row in data["contributions"]:
        giver = find_contributor(row.pop("contributor"))
        day = row.pop("received_on")
        gift = Contribution(contributor=giver, pledged_on=day, **_money(row))
        record_contribution(gift, by=by)
    lines = {row["code"]: _plan(row, by=by) for row in data["lines"]}
    commitments = {}
    for row in data["commitments"]:
        entry = Commitment(**_money(row) | {"line": lines[row["line"]]})
        commitments[entry.reference] = enter_commitment(entry, by=by)
    for row in data["payments"]:
        settled = commitments.get(row.pop("settles", None))
        entry = Disbursement(**_money(row) | {"line": lines[row["line"]], "commitment": settled})
        enter_disbursement(entry, by=by)
    entries = len(data["commitments"]) + len(data["payments"]) + len(data["contributions"])
    return f"{len(lines)} budget lines and {entries} entries"


def _plan(row, *, by) -> BudgetLine:
    titles = {f"title_{language}": title for language, title in row["title"].items()}
    line = BudgetLine(code=row["code"], planned=Decimal(row["planned"]), **titles)
    return plan_line(line, by=by)


def _money(row) -> dict:
    return row | {"amount": Decimal(row["amount"]), "rate": Decimal(row.get("rate", "1"))}
