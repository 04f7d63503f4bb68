"""The approved budget, its revisions, and what may be spent under them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from budget.figures import limits_in_force
from budget.ledger import plan_line
from budget.models import BudgetRevision, RevisedLine
from budget.revisions import changes_of, changes_pending, freeze_plan
from tests.budget.ledger_acts import commit, plan
from tests.factories import make_organiser

JULY, AUGUST = date(2011, 7, 1), date(2011, 8, 1)


def replan(line, planned):
    line.planned = Decimal(planned)
    return plan_line(line, by=None)


def approve(on=JULY, reason="", by=None):
    return freeze_plan(decided_on=on, reason=reason, by=by)


@pytest.mark.django_db
def test_a_line_is_reckoned_from_quantity_unit_cost_and_days(meeting):
    line = plan(quantity=Decimal(6), unit_cost=Decimal("775"), days=Decimal(2), planned="0")

    assert str(line.planned) == "9300.00"


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"quantity": 6}, {"unit_cost": 5}, {"days": 2}])
def test_a_line_that_is_reckoned_in_part_is_refused_everywhere(meeting, fields):
    with pytest.raises(ValidationError, match="a quantity and a unit cost"):
        plan(**fields)
    line = plan("G")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(line).objects.filter(pk=line.pk).update(**fields)


@pytest.mark.django_db
def test_before_any_approval_the_working_plan_may_be_spent(meeting):
    line = plan(planned="1000")

    assert limits_in_force() == {line.pk: 1000}


@pytest.mark.django_db
def test_what_is_approved_may_be_spent_whatever_the_working_plan_says(meeting):
    line = plan(planned="1000")
    approve()
    replan(line, "2000")

    with pytest.raises(ValidationError, match=r"1,000\.00 left"):
        commit(line, "1500")
    approve(on=AUGUST, reason="Dearer interpreters")
    commit(line, "1500")


@pytest.mark.django_db
def test_a_line_planned_after_the_approval_may_spend_nothing_until_it_is_revised(meeting):
    plan("A")
    approve()
    line = plan("B")

    with pytest.raises(ValidationError, match=r"B has USD 0\.00 left"):
        commit(line, "1")


@pytest.mark.django_db
def test_revisions_count_from_the_approved_budget_and_say_who_and_why(meeting):
    organiser = make_organiser()
    line = plan()
    assert approve(by=organiser).number == 0
    replan(line, "900")

    with pytest.raises(ValidationError, match="says why"):
        approve(on=AUGUST, reason=" ", by=organiser)
    revision = approve(on=AUGUST, reason="A gift of paper", by=organiser)

    assert (revision.number, revision.entered_by, revision.reason) == (
        1,
        organiser,
        "A gift of paper",
    )


@pytest.mark.django_db
def test_a_revision_shows_each_line_before_and_after(meeting):
    first = plan("A", "1000")
    plan("B", "500")
    approve()
    replan(first, "800")
    plan("C", "200")
    revision = approve(on=AUGUST, reason="Less travel")

    told = [(c.code, c.before, c.after, c.difference) for c in changes_of(revision)]

    assert told == [("A", 1000, 800, -200), ("B", 500, 500, 0), ("C", None, 200, 200)]


@pytest.mark.django_db
def test_the_working_plan_stands_beside_the_approved_one(meeting):
    line = plan("A", "1000")
    approve()
    replan(line, "800")

    (change,) = changes_pending()

    assert (change.before, change.after) == (1000, 800)


@pytest.mark.django_db
def test_the_approved_budget_stays_as_it_was_frozen(meeting):
    line = plan("A", "1000")
    approve()
    line.title_en = "Another title"
    replan(line, "800")
    approve(on=AUGUST, reason="Less travel")

    frozen = RevisedLine.objects.get(revision__number=0)
    assert (frozen.planned, frozen.title) == (1000, "Line A")


@pytest.mark.django_db
def test_a_revision_is_refused_without_change_without_lines_and_before_the_last(meeting):
    with pytest.raises(ValidationError, match="no line to approve"):
        approve()
    line = plan()
    approve(on=AUGUST)
    with pytest.raises(ValidationError, match="nothing to revise"):
        approve(on=AUGUST, reason="Again")
    replan(line, "900")
    with pytest.raises(ValidationError, match="not dated before it"):
        approve(on=JULY, reason="Earlier")


@pytest.mark.django_db
def test_a_line_is_not_revised_beneath_what_was_committed_of_it_since(meeting):
    line = plan(planned="1000")
    approve()
    replan(line, "600")
    commit(line, "700")

    with pytest.raises(ValidationError, match=r"Of line F USD 700\.00 is committed or paid"):
        approve(on=AUGUST, reason="Less")


@pytest.mark.django_db
def test_at_an_earlier_day_the_limits_are_those_of_the_plan_then(meeting):
    line = plan(planned="1000")
    approve()
    replan(line, "800")
    approve(on=AUGUST, reason="Less")

    assert limits_in_force(JULY) == {line.pk: 1000}
    assert limits_in_force(AUGUST) == {line.pk: 800}


@pytest.mark.django_db
def test_the_database_keeps_a_revision_without_a_reason_out(meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetRevision.objects.create(number=1, decided_on=JULY)
