"""The rules of the ledger: what it adds up to, and what it refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from budget.entries import reword_entry
from budget.figures import measure_lines
from budget.ledger import plan_line
from budget.models import BudgetLine, Contribution
from gfmd_meeting.limits import refusals_of_meeting
from gfmd_meeting.models import Meeting
from tests.budget.ledger_acts import commit, give, pay, plan
from tests.factories import (
    make_commitment,
    make_contribution,
    make_contributor,
    make_disbursement,
    make_line,
    make_meeting,
    make_organiser,
)


def figures_of(line):
    figures = measure_lines(Meeting.objects.get(), line)[line.pk]
    return str(figures.committed), str(figures.paid), str(figures.open)


# -- The plan -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_lines_plan_together_at_most_the_ceiling():
    make_meeting(budget_ceiling=Decimal("75000"))
    plan("A", "74000")

    with pytest.raises(ValidationError, match=r"USD 75,000\.00: 1,000\.00 is left for this line"):
        plan("B", "1000.01")
    plan("B", "1000")

    assert sum(BudgetLine.objects.values_list("planned", flat=True)) == 75000


@pytest.mark.django_db
def test_a_line_is_raised_within_the_ceiling_too(meeting):
    line = plan("A", "74000")
    line.planned = Decimal("75000.01")

    with pytest.raises(ValidationError, match=r"75,000\.00 is left for this line"):
        plan_line(line, by=None)


@pytest.mark.django_db
def test_a_line_is_lowered_as_far_as_what_it_spends(meeting):
    line = plan()
    pay(line, "300", commitment=commit(line, "600"))
    line.planned = Decimal("599.99")

    with pytest.raises(ValidationError, match=r"USD 600\.00 is committed or paid"):
        plan_line(line, by=None)
    line.planned = Decimal("600")
    plan_line(line, by=None)


@pytest.mark.django_db
def test_a_line_says_who_planned_it(meeting):
    organiser = make_organiser()

    line = plan_line(BudgetLine(code="A", title_en="Travel", planned=1), by=organiser)

    line.refresh_from_db()
    assert line.changed_by == organiser
    assert line.changed_at


@pytest.mark.django_db
def test_a_planned_amount_is_not_negative(meeting):
    with pytest.raises(ValidationError, match="A planned amount is not negative"):
        plan("A", "-1")


# -- What entries are worth -----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "rate", "value"),
    [
        ("1575", "1.145", "1803.38"),
        ("3150", "1.26", "3969.00"),
        ("0.50", "0.01", "0.00"),
        ("1.50", "0.01", "0.02"),
        ("2.50", "0.01", "0.02"),
        ("2.51", "0.01", "0.03"),
        ("52000", "1.1905", "61906.00"),
    ],
)
def test_a_value_is_rounded_once_half_to_even(meeting, amount, rate, value):
    contribution = give(amount, currency="CHF", rate=rate)

    contribution.refresh_from_db()
    assert str(contribution.value) == value


@pytest.mark.django_db
def test_a_value_is_in_whole_coins_of_the_meetings_currency():
    make_meeting(currency="JPY")

    assert give("1.50", currency="CHF", rate="1").value == 2
    assert give("2.50", currency="CHF", rate="1").value == 2
    with pytest.raises(ValidationError, match="JPY has no such small parts"):
        give("2.50", currency="JPY")
    with pytest.raises(ValidationError, match="JPY has no such small parts"):
        plan("A", "2.50")


@pytest.mark.django_db
@pytest.mark.parametrize("currency", ["XYZ", "XXX", "DEM"])
def test_a_currency_that_is_none_on_the_day_is_refused(meeting, currency):
    with pytest.raises(ValidationError, match=f"“{currency}” is no currency of ISO 4217"):
        give("1", currency=currency)


@pytest.mark.django_db
def test_a_rate_of_zero_is_refused(meeting):
    with pytest.raises(ValidationError, match="An exchange rate is more than zero"):
        give("1", currency="CHF", rate="0")


@pytest.mark.django_db
def test_an_amount_of_zero_is_refused(meeting):
    with pytest.raises(ValidationError, match="An amount is more than zero"):
        give("0")


@pytest.mark.django_db
def test_the_meetings_own_currency_has_no_other_rate_than_one(meeting):
    with pytest.raises(ValidationError, match="USD is the meeting's own currency: its rate is 1"):
        give("1", rate="1.1")


@pytest.mark.django_db
def test_more_than_the_ledger_can_hold_is_refused_in_words(meeting):
    with pytest.raises(ValidationError, match="more than the ledger can hold"):
        give("99999999999", currency="CHF", rate="1000")


# -- What a line has left -------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_commitment_past_its_line_is_refused_with_what_is_left(meeting):
    line = plan(planned="1000")
    commit(line, "400")

    with pytest.raises(ValidationError, match=r"Line F has USD 600\.00 left; this takes 600\.01"):
        commit(line, "600.01", reference="CON-2")
    commit(line, "600", reference="CON-2")


@pytest.mark.django_db
def test_a_direct_payment_past_its_line_is_refused_with_what_is_left(meeting):
    line = plan(planned="1000")
    commit(line, "400")

    with pytest.raises(ValidationError, match=r"Line F has USD 600\.00 left; this takes 600\.01"):
        pay(line, "600.01")
    pay(line, "600")


@pytest.mark.django_db
def test_a_payment_reduces_what_its_commitment_has_open(meeting):
    """The rate of the day of payment differs from that of the contract."""
    line = plan(planned="4500")
    contract = commit(line, "3150", "CHF", "1.26")

    pay(line, "1575", "CHF", "1.145", commitment=contract)

    assert figures_of(line) == ("3969.00", "1803.38", "1984.50")


@pytest.mark.django_db
def test_a_commitment_paid_in_full_leaves_no_cent_open(meeting):
    line = plan(planned="1000")
    contract = commit(line, "10", "CHF", "1.3333")

    for number in range(3):
        pay(line, "3.33", "CHF", "1.1111", contract, reference=f"PAY-{number}")
    assert figures_of(line) == ("13.33", "11.10", "0.01")
    pay(line, "0.01", "CHF", "1.1111", contract, reference="PAY-last")

    assert figures_of(line) == ("13.33", "11.11", "0.00")


@pytest.mark.django_db
def test_a_dearer_payment_is_refused_where_the_line_cannot_bear_the_difference(meeting):
    line = plan(planned="130")
    contract = commit(line, "100", "CHF", "1.25")

    with pytest.raises(ValidationError, match=r"Line F has USD 130\.00 left; this takes 131\.00"):
        pay(line, "100", "CHF", "1.31", contract)
    pay(line, "100", "CHF", "1.30", contract)

    assert figures_of(line) == ("125.00", "130.00", "0.00")


@pytest.mark.django_db
def test_a_payment_beyond_its_commitment_is_refused_with_what_is_left(meeting):
    line = plan()
    contract = commit(line, "500")
    pay(line, "300", commitment=contract)

    with pytest.raises(ValidationError, match=r"Of CON-1 USD 200\.00 is left to pay"):
        pay(line, "200.01", commitment=contract, reference="PAY-2")


@pytest.mark.django_db
def test_a_payment_is_in_the_currency_of_its_commitment(meeting):
    line = plan()
    contract = commit(line, "100", "CHF", "1.2")

    with pytest.raises(ValidationError, match="CON-1 is committed in CHF: it is paid in the same"):
        pay(line, "100", commitment=contract)


@pytest.mark.django_db
def test_a_payment_is_from_the_line_of_its_commitment(meeting):
    contract = commit(plan("F"), "100")

    with pytest.raises(ValidationError, match="CON-1 is committed on line F"):
        pay(plan("G"), "100", commitment=contract)


@pytest.mark.django_db
def test_a_reference_is_entered_once(meeting):
    line = plan()
    commit(line, "1")

    with pytest.raises(ValidationError, match="already exists"):
        commit(line, "1")


@pytest.mark.django_db
def test_every_entry_says_who_and_when(meeting):
    organiser = make_organiser()
    line = plan()
    contract = commit(line, "100", by=organiser)

    for entry in (contract, pay(line, "50", commitment=contract, by=organiser)):
        entry.refresh_from_db()
        assert entry.entered_by == organiser
        assert entry.entered_at


# -- Entries stand --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_texts_of_an_entry_may_be_mended(meeting):
    contract = commit(plan(), "100")
    contract.payee, contract.description = "Another bureau", "Two days"

    reword_entry(contract, by=None)

    contract.refresh_from_db()
    assert (contract.payee, contract.description) == ("Another bureau", "Two days")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("amount", Decimal("1"), "amount"),
        ("currency", "CHF", "currency"),
        ("rate", Decimal("2"), "exchange rate"),
        ("committed_on", date(2011, 1, 1), "date"),
        ("reference", "CON-9", "reference"),
    ],
)
def test_money_line_and_day_of_an_entry_stand(meeting, field, value, name):
    contract = commit(plan(), "100")
    setattr(contract, field, value)

    with pytest.raises(ValidationError, match=f"stands as it was entered.*: {name}"):
        reword_entry(contract, by=None)


@pytest.mark.django_db
def test_an_entry_is_not_moved_to_another_line(meeting):
    contract = commit(plan(), "100")
    contract.line = plan("G")

    with pytest.raises(ValidationError, match=r"stands as it was entered.*: line"):
        reword_entry(contract, by=None)


# -- Behind the form's back -----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "fields", "constraint"),
    [
        (make_line, {"planned": -1}, "budgetline_is_not_negative"),
        (make_contribution, {"amount": 0}, "contribution_is_of_a_sum"),
        (make_contribution, {"rate": 0}, "contribution_is_of_a_sum"),
        (make_commitment, {"amount": 0}, "commitment_is_of_a_sum"),
        (make_commitment, {"rate": 0}, "commitment_is_of_a_sum"),
        (make_disbursement, {"amount": 0}, "disbursement_is_of_a_sum"),
        (make_disbursement, {"rate": 0}, "disbursement_is_of_a_sum"),
    ],
)
def test_the_database_knows_that_money_is_a_sum(meeting, make, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


@pytest.mark.django_db
def test_the_database_keeps_a_contribution_from_being_entered_twice(meeting):
    switzerland = make_contributor(name="Switzerland")
    make_contribution(contributor=switzerland)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_contribution(contributor=switzerland)
    assert Contribution.objects.count() == 1


# -- What the ledger is entered in ----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_line, make_contribution])
def test_the_meetings_currency_stays_once_money_is_entered_in_it(meeting, make):
    before, after = Meeting.objects.get(), Meeting.objects.get()
    after.currency = "CHF"
    assert refusals_of_meeting(before, after) == []
    make()

    (refusal,) = refusals_of_meeting(before, after)

    assert refusal.code == "currency_is_in_use"
