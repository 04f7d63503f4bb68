"""Whatever is planned, given, promised, paid, taken back and refused, the ledger adds up."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from budget.figures import limits_in_force, measure_lines
from budget.income import pledge_contribution, receive_contribution, reverse_receipt
from budget.ledger import cancel_commitment, plan_line, reverse_disbursement
from budget.models import (
    BudgetLine,
    BudgetRevision,
    Commitment,
    Contribution,
    Contributor,
    Disbursement,
    Form,
    LineAlert,
    Receipt,
)
from budget.overview import SUMMED, summarize_budget
from budget.revisions import freeze_plan
from budget.statement.content import take_statement
from gfmd_meeting.models import Meeting
from tests.budget.ledger_acts import commit, pay, plan
from tests.factories import make_meeting

CEILING = Decimal("200")
RATES = {"USD": "1", "CHF": "1.1905", "JPY": "0.0131", "KWD": "3.6123"}
STEPS = {"USD": 2, "CHF": 2, "JPY": 0, "KWD": 3}
FIRST = date(2011, 7, 1)

currencies = st.sampled_from(sorted(RATES))
sizes = st.one_of(st.integers(1, 40), st.integers(1, 400), st.just(100))
picks = st.integers(0, 99)
reasons = st.sampled_from(["", "Needed", "Agreed"])


def amount_of(size: int, currency: str) -> str:
    """From a cent to a hundred of the meeting's money, in coins that the currency has."""
    worth = Decimal(size) / Decimal(RATES[currency]) / 4
    return str(max(round(worth, STEPS[currency]), Decimal(1).scaleb(-STEPS[currency])))


def cents(exact: Fraction) -> Decimal:
    whole, rest = divmod(exact * 100, 1)
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2):
        whole += 1
    return Decimal(int(whole)).scaleb(-2)


class Ledger(RuleBasedStateMachine):
    """Acts at random, each through the door that everyone uses; refusals change nothing."""

    def __init__(self):
        super().__init__()
        # Each sequence begins with nothing, and leaves nothing.
        self.beginning = transaction.savepoint()
        make_meeting(budget_ceiling=CEILING)
        self.giver = Contributor.objects.create(name="A giver")
        self.lines = [plan("A", "90"), plan("B", "80")]
        self.number = 0
        self.day = FIRST

    def teardown(self):
        transaction.savepoint_rollback(self.beginning)

    def next(self, kind):
        self.number += 1
        self.day += timedelta(days=self.number % 3)
        return f"{kind}-{self.number}"

    def attempt(self, act, *args, **kwargs):
        """What is refused leaves no trace."""
        before = self.trace()
        try:
            return act(*args, **kwargs)
        except ValidationError:
            assert self.trace() == before
            return None

    def trace(self):
        models = (BudgetLine, BudgetRevision, Commitment, Disbursement, Receipt, LineAlert)
        return [list(model.objects.order_by("pk").values_list()) for model in models]

    def pick(self, queryset, number):
        rows = list(queryset.order_by("pk"))
        return rows[number % len(rows)]

    # -- Acts -----------------------------------------------------------------------------------
    # Few rules of many acts, so that money out comes up as often as all the rest.

    @rule(which=picks, planned=st.integers(0, 150), freeze=st.booleans())
    def replan(self, which, planned, freeze):
        line = BudgetLine.objects.get(pk=self.lines[which % 2].pk)
        line.planned = Decimal(planned)
        self.attempt(plan_line, line, by=None)
        if freeze:
            self.next("day")
            self.attempt(freeze_plan, decided_on=self.day, reason="As agreed", by=None)

    @rule(size=sizes, currency=currencies, form=st.sampled_from(Form.values), which=picks)
    def pledge_receive_and_give_back(self, size, currency, form, which):
        self.next("day")
        gift = Contribution(
            contributor=self.giver,
            form=form,
            pledged_on=self.day,
            line=self.lines[which % 2] if which % 3 == 0 else None,
            currency=currency,
            amount=Decimal(amount_of(size, currency)),
            rate=Decimal(RATES[currency]),
        )
        if self.attempt(pledge_contribution, gift, by=None) is None:
            return
        came = Receipt(
            contribution=gift,
            reference=self.next("R"),
            received_on=self.day,
            amount=Decimal(amount_of(size // 2 + 1, currency)),
            rate=gift.rate,
        )
        self.attempt(receive_contribution, came, by=None)
        if which % 4 == 0:
            earlier = self.pick(Receipt.objects.all(), which)
            reference = self.next("R")
            self.attempt(
                reverse_receipt, earlier, on=self.day, reference=reference, reason="Back", by=None
            )

    @rule(which=picks, size=sizes, currency=currencies, override=reasons)
    def promise(self, which, size, currency, override):
        self.attempt(
            commit,
            self.lines[which % 2],
            amount_of(size, currency),
            currency,
            RATES[currency],
            reference=self.next("CON"),
            on=self.day,
            override=override,
        )

    @rule(which=picks, size=sizes, currency=currencies, override=reasons)
    def pay_directly(self, which, size, currency, override):
        self.attempt(
            pay,
            self.lines[which % 2],
            amount_of(size, currency),
            currency,
            RATES[currency],
            reference=self.next("PAY"),
            on=self.day,
            override=override,
        )

    @precondition(lambda self: Commitment.objects.exists())
    @rule(which=picks, size=sizes, dearer=st.sampled_from(["0.9", "1", "1.1"]), whole=st.booleans())
    def settle(self, which, size, dearer, whole):
        contract = self.pick(Commitment.objects.select_related("line"), which)
        rate = Decimal(RATES[contract.currency])
        if contract.currency != "USD":
            rate = (rate * Decimal(dearer)).quantize(Decimal("1.000000"))
        amount = contract.amount if whole else Decimal(amount_of(size, contract.currency))
        self.attempt(
            pay,
            contract.line,
            str(amount),
            contract.currency,
            str(rate),
            commitment=contract,
            reference=self.next("PAY"),
            on=self.day,
        )

    @precondition(lambda self: Commitment.objects.exists() or Disbursement.objects.exists())
    @rule(which=picks, cancels=st.booleans())
    def cancel_or_reverse(self, which, cancels):
        reference = self.next("PAY")
        if cancels and Commitment.objects.exists():
            contract = self.pick(Commitment.objects.all(), which)
            self.attempt(cancel_commitment, contract, on=self.day, reason="Off", by=None)
        elif Disbursement.objects.exists():
            payment = self.pick(Disbursement.objects.all(), which)
            self.attempt(
                reverse_disbursement,
                payment,
                on=self.day,
                reference=reference,
                reason="Twice",
                by=None,
            )

    # -- What always holds ----------------------------------------------------------------------

    @invariant()
    def nothing_goes_past_the_ceiling(self):
        figures = measure_lines(Meeting.objects.get())
        assert sum(line.used for line in figures.values()) <= CEILING

    @invariant()
    def a_line_goes_past_its_limit_only_by_a_reason(self):
        figures, limits = measure_lines(Meeting.objects.get()), limits_in_force()
        for line in self.lines:
            if figures[line.pk].used > limits.get(line.pk, 0):
                overridden = Commitment.objects.filter(line=line).exclude(override_reason="")
                paid = Disbursement.objects.filter(line=line).exclude(override_reason="")
                assert overridden.exists() or paid.exists()

    @invariant()
    def the_figures_are_those_of_an_independent_count(self):
        settled, counted = defaultdict(Fraction), defaultdict(lambda: [Decimal(0), Decimal(0)])
        for payment in Disbursement.objects.all():
            settled[payment.commitment_id] += Fraction(payment.amount)
            worth = cents(abs(Fraction(payment.amount)) * Fraction(payment.rate))
            counted[payment.line_id][0] += worth if payment.amount > 0 else -worth
        for contract in Commitment.objects.filter(cancelled_on=None):
            left = Fraction(contract.amount) - settled[contract.pk]
            counted[contract.line_id][1] += cents(left * Fraction(contract.rate))
        figures = measure_lines(Meeting.objects.get())
        for line in self.lines:
            assert [figures[line.pk].paid, figures[line.pk].open] == counted[line.pk]

    @invariant()
    def the_last_day_is_today(self):
        meeting = Meeting.objects.get()
        figures = {pk: vars(line) for pk, line in measure_lines(meeting).items()}
        assert {
            pk: vars(line) for pk, line in measure_lines(meeting, on=self.day).items()
        } == figures

    @invariant()
    def every_total_is_the_sum_of_the_rows_above_it(self):
        budget = summarize_budget()
        for name in SUMMED:
            assert budget["total"][name] == sum(line[name] for line in budget["lines"])

    @invariant()
    def the_statement_reconciles_to_zero(self):
        statement = take_statement(on=self.day, kind="interim", language="en")
        again = statement["reconciliation"]
        assert (again["difference"], again["by_line"], again["entries_off"]) == ("0.00", "0.00", [])
        balance = Decimal(again["received"]) - Decimal(again["paid"])
        assert Decimal(again["balance"]) == balance
        of_givers = sum(Decimal(row["balance"]) for row in statement["contributors"])
        assert of_givers - Decimal(statement["uncovered"]) == balance
        for name in ("received", "paid", "open", "balance", "committed"):
            rows = sum(Decimal(row[name]) for row in statement["lines"])
            assert Decimal(statement["total"][name]) == rows


@pytest.mark.django_db
def test_no_sequence_of_acts_unsettles_the_ledger():
    machine = Ledger.TestCase
    machine.settings = settings(
        max_examples=30,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    with transaction.atomic():
        machine().runTest()
