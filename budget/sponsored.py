"""What each sponsored participant costs: estimated, committed, paid, and what can be released.

A contract or a payment that covers the costs of several is shared out among these in
proportion to their estimates, to the cent, so that the parts add up to what the ledger
says of it. What is open of a contract is shared out by how much of each part is not paid.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from gfmd_meeting.models import Meeting
from registrations.models import STANDING, Participant

from .figures import limits_in_force, measure_lines, open_value, released_value
from .models import (
    NOTHING,
    BudgetLine,
    Commitment,
    Disbursement,
    SponsoredCost,
    Sponsorship,
)
from .statement.attribution import split

SUMMED = ("estimated", "committed", "open", "paid")


@dataclass
class Part:
    """One cost of one person, with its parts of what covers it."""

    cost: SponsoredCost
    committed: Decimal = NOTHING
    open: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def estimated(self) -> Decimal:
        return self.cost.value

    @property
    def is_foreseen(self) -> bool:
        """Whether it is estimated and in no contract nor payment that stands."""
        return not (self.committed or self.paid)


@dataclass
class Person:
    """A sponsored participant with each cost, and the sums of them."""

    sponsorship: Sponsorship
    parts: list[Part] = field(default_factory=list)

    @property
    def participant(self) -> Participant:
        return self.sponsorship.participant

    @property
    def has_withdrawn(self) -> bool:
        return not self.participant.is_standing

    @property
    def total(self) -> dict[str, Decimal]:
        return total_of(self.parts)


@dataclass
class LineOfCosts:
    """How the costs of one line roll up into it. ``left`` is what the ledger has left of it."""

    line: BudgetLine
    budget: Decimal
    left: Decimal
    estimated: Decimal = NOTHING
    committed: Decimal = NOTHING
    open: Decimal = NOTHING
    paid: Decimal = NOTHING
    foreseen: Decimal = NOTHING

    @property
    def left_then(self) -> Decimal:
        """What is left of the line once all that is estimated is committed."""
        return self.left - self.foreseen


def total_of(rows) -> dict[str, Decimal]:
    """The sums of what is shown of these parts or lines."""
    return {name: sum((getattr(row, name) for row in rows), NOTHING) for name in SUMMED}


def list_sponsored() -> list[Person]:
    """Everyone whom the meeting pays for, by name. Constant number of queries."""
    currency = Meeting.objects.values_list("currency", flat=True).get()
    sponsorships = Sponsorship.objects.select_related("participant__delegation")
    people = {row.pk: Person(row) for row in sponsorships}
    parts = {}
    costs = SponsoredCost.objects.select_related("line", "commitment", "disbursement")
    for cost in costs.order_by("line__code", "pk"):
        parts[cost.pk] = Part(cost)
        people[cost.sponsorship_id].parts.append(parts[cost.pk])
    _share_payments(parts)
    _share_commitments(parts, currency)
    return list(people.values())


def roll_up(people: list[Person]) -> list[LineOfCosts]:
    """The costs of everyone by line. What is foreseen is of those who are still expected."""
    figures, limits = measure_lines(Meeting.objects.get()), limits_in_force()
    lines = {}
    for person in people:
        for part in person.parts:
            line = part.cost.line
            row = lines.get(line.pk)
            if row is None:
                budget = limits.get(line.pk, NOTHING)
                row = LineOfCosts(line, budget=budget, left=budget - figures[line.pk].used)
                lines[line.pk] = row
            for name in SUMMED:
                setattr(row, name, getattr(row, name) + getattr(part, name))
            if part.is_foreseen and not person.has_withdrawn:
                row.foreseen += part.estimated
    return sorted(lines.values(), key=lambda row: row.line.code)


def list_releasable(people: list[Person]) -> list[Part]:
    """The costs of those who have withdrawn: what falls away, is open, or is paid of each."""
    return [
        part
        for person in people
        if person.has_withdrawn
        for part in person.parts
        if part.is_foreseen or part.open or part.paid
    ]


def list_unestimated():
    """Those whom the meeting is to fund, by their registration, and who have no estimate yet."""
    funded = Participant.objects.filter(is_funded=True, status__in=STANDING)
    return funded.filter(Q(sponsorship=None) | Q(sponsorship__costs=None)).select_related(
        "delegation", "sponsorship"
    )


def _share_payments(parts: dict[int, Part]) -> None:
    reversed_ = set(
        Disbursement.objects.filter(reverses__isnull=False).values_list("reverses_id", flat=True)
    )
    covered = defaultdict(list)
    for part in parts.values():
        payment = part.cost.disbursement
        if payment is not None and payment.pk not in reversed_:
            covered[payment.pk].append(part)
    for of_payment in covered.values():
        _share("paid", of_payment[0].cost.disbursement.value, of_payment)


def _share_commitments(parts: dict[int, Part], currency: str) -> None:
    settled = defaultdict(Decimal)
    contracts = Commitment.objects.filter(sponsored_costs__isnull=False).values("pk")
    payments = Disbursement.objects.filter(commitment__in=contracts)
    for commitment_id, amount in payments.values_list("commitment_id", "amount"):
        settled[commitment_id] += amount
    covered = defaultdict(list)
    for part in parts.values():
        if part.cost.commitment_id is not None:
            covered[part.cost.commitment_id].append(part)
    for commitment_id, of_contract in covered.items():
        contract = of_contract[0].cost.commitment
        paid = settled[commitment_id]
        _share("committed", contract.value - released_value(contract, paid, currency), of_contract)
        unpaid = [max(part.committed - part.paid, NOTHING) for part in of_contract]
        _share("open", open_value(contract, paid, currency), of_contract, unpaid)


def _share(name: str, value: Decimal, parts: list[Part], by: list[Decimal] | None = None) -> None:
    """Give each its part of a value, in proportion to the estimates or to what is said."""
    sizes = [part.estimated for part in parts] if by is None else by
    weights = {place: int(size.scaleb(2)) for place, size in enumerate(sizes)}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    for place, cents in split(int(value.scaleb(2)), weights).items():
        setattr(parts[place], name, Decimal(cents).scaleb(-2))
