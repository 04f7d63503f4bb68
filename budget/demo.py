"""The demo's ledger, entered through the acts that everyone uses."""

import tomllib
from decimal import Decimal
from importlib.resources import files

from django.utils import timezone

from gfmd_meeting.models import Meeting, Party
from registrations.models import STANDING, Participant, Status

from .exchange import set_rate
from .income import find_contributor, pledge_contribution, record_contribution
from .ledger import (
    cancel_commitment,
    enter_commitment,
    enter_disbursement,
    plan_line,
    reverse_disbursement,
)
from .models import (
    BudgetLine,
    Commitment,
    Contribution,
    Contributor,
    CostKind,
    Disbursement,
    ExchangeRate,
    SponsoredCost,
    Sponsorship,
    StatementKind,
)
from .revisions import freeze_plan
from .sponsoring import cover_by_commitment, cover_by_disbursement, estimate_cost
from .statement.making import freeze_statement

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
    lines = _plan(data, by=by)
    for row in data["rates"]:
        set_rate(ExchangeRate(**row | {"rate": Decimal(row["rate"])}), by=by)
    _receive(data, by=by)
    commitments, payments = _spend(data, lines, by=by)
    _sponsor(data["sponsored"], lines, commitments, payments, by=by)
    asked = data["statement"]
    if asked["as_of"] <= timezone.localdate(timezone=meeting.zone):
        freeze_statement(
            on=asked["as_of"], kind=StatementKind.INTERIM, language=asked["language"], by=by
        )
    entries = len(commitments) + len(payments) + Contribution.objects.count()
    return f"{len(lines)} budget lines and {entries} entries"


def _plan(data, *, by) -> dict[str, BudgetLine]:
    """The lines by their codes: as they were approved, then as they were revised."""
    approved, lines = data["approved"], {}
    for row in data["lines"]:
        titles = {f"title_{language}": title for language, title in row["title"].items()}
        planned = Decimal(approved["planned"].get(row["code"], row["planned"]))
        line = BudgetLine(code=row["code"], planned=planned, **titles)
        lines[line.code] = plan_line(line, by=by)
    freeze_plan(decided_on=approved["decided_on"], by=by)
    revised = {row["code"]: Decimal(row["planned"]) for row in data["lines"]}
    # What is taken from a line comes first, so that all together stay within the ceiling.
    for code in sorted(approved["planned"], key=lambda code: revised[code] - lines[code].planned):
        lines[code].planned = revised[code]
        plan_line(lines[code], by=by)
    freeze_plan(**data["revised"], by=by)
    return lines


def _receive(data, *, by) -> None:
    for row in data["contributors"]:
        party = Party.objects.filter(key=row["party"]).first()
        Contributor.objects.create(name=row["name"], party=party)
    for row in data["contributions"]:
        giver, day = find_contributor(row.pop("contributor")), row.pop("received_on")
        gift = Contribution(contributor=giver, pledged_on=day, **_money(row))
        record_contribution(gift, by=by)
    for row in data["pledges"]:
        giver = find_contributor(row.pop("contributor"))
        # Without a rate of its own: that of its month, from the table.
        pledge = Contribution(contributor=giver, **_money(row) | {"rate": None})
        pledge_contribution(pledge, by=by)


def _spend(data, lines, *, by) -> tuple[dict, dict]:
    """The commitments and the payments, by their references."""
    commitments, payments = {}, {}
    for row in data["commitments"]:
        entry = Commitment(**_money(row) | {"line": lines[row["line"]]})
        commitments[entry.reference] = enter_commitment(entry, by=by)
        for off in data["cancellations"]:
            if off["reference"] == entry.reference:
                cancel_commitment(entry, on=off["on"], reason=off["reason"], by=by)
    for row in data["payments"]:
        settled = commitments.get(row.pop("settles", None))
        entry = Disbursement(**_money(row) | {"line": lines[row["line"]], "commitment": settled})
        payments[entry.reference] = enter_disbursement(entry, by=by)
    for row in data["reversals"]:
        reverse_disbursement(payments[row.pop("payment")], by=by, **row)
    return commitments, payments


def _sponsor(data, lines, commitments, payments, *, by) -> None:
    """Estimates of those whom their registrations say to be funded; of one their withdrawal."""
    funded = list(Participant.objects.filter(is_funded=True, status__in=STANDING).order_by("pk"))
    funded += Participant.objects.filter(status=Status.WITHDRAWN).order_by("pk")[:1]
    money = {"currency": Meeting.objects.get().currency, "rate": Decimal(1)}
    estimates = (
        (CostKind.TICKET, "ticket_line", "ticket", 1),
        (CostKind.ALLOWANCE, "stay_line", "allowance", Decimal(data["nights"])),
        (CostKind.TERMINAL, "stay_line", "terminal", 1),
    )
    for participant in funded:
        # Past sponsor_participant(), which would not take on who has withdrawn meanwhile.
        sponsorship = Sponsorship.objects.create(participant=participant, entered_by=by)
        for kind, line, amount, quantity in estimates:
            cost = SponsoredCost(
                sponsorship=sponsorship,
                kind=kind,
                line=lines[data[line]],
                quantity=quantity,
                unit_amount=Decimal(data[amount]),
                **money,
            )
            estimate_cost(cost, by=by)
    costs = SponsoredCost.objects.order_by("pk")
    tickets = list(costs.filter(kind=CostKind.TICKET))
    allowances = costs.filter(kind=CostKind.ALLOWANCE)
    cover_by_commitment(commitments[data["tickets"]], costs=tickets, by=by)
    first = tickets[: data["first_paid"]]
    cover_by_disbursement(payments[data["tickets_paid"]], costs=first, by=by)
    cover_by_disbursement(payments[data["allowances_paid"]], costs=allowances, by=by)


def _money(row) -> dict:
    return row | {"amount": Decimal(row["amount"]), "rate": Decimal(row.get("rate", "1"))}
