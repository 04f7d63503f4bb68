"""Spending over time: what stood at the end of each month, and the budget it stood against."""

from datetime import date
from decimal import Decimal

import pytest

from budget.chart import draw_course
from budget.course import MOST_POINTS, follow_spending
from budget.figures import limits_in_force, measure_lines
from budget.ledger import cancel_commitment, plan_line, reverse_disbursement
from budget.revisions import freeze_plan
from tests.budget.ledger_acts import commit, pay, plan
from tests.factories import make_commitment, make_disbursement

pytestmark = pytest.mark.django_db


@pytest.fixture
def eventful(meeting):
    """A revision, a cancellation and a reversal, each in a month of its own."""
    line = plan("A", "1000")
    freeze_plan(decided_on=date(2011, 6, 15), by=None)
    contract = commit(line, "400", reference="CON-1", on=date(2011, 6, 20))
    payment = pay(line, "150", commitment=contract, reference="PAY-1", on=date(2011, 7, 3))
    line.planned = Decimal("900")
    plan_line(line, by=None)
    freeze_plan(decided_on=date(2011, 8, 1), reason="Less is needed", by=None)
    reverse_disbursement(
        payment, on=date(2011, 8, 9), reference="PAY-2", reason="Returned", by=None
    )
    cancel_commitment(contract, on=date(2011, 9, 30), reason="Off", by=None)
    return line


def test_each_month_ends_with_what_stood_then(eventful):
    assert [
        tuple(map(str, (point.on, point.budget, point.paid, point.open, point.left)))
        for point in follow_spending()
    ] == [
        ("2011-06-30", "1000.00", "0.00", "400.00", "600.00"),
        ("2011-07-31", "1000.00", "150.00", "250.00", "600.00"),
        ("2011-08-31", "900.00", "0.00", "400.00", "500.00"),
        ("2011-09-30", "900.00", "0.00", "0.00", "900.00"),
    ]


def test_it_agrees_with_the_ledger_at_every_day_that_it_tells(eventful, meeting):
    for point in follow_spending():
        figures = measure_lines(meeting, on=point.on)
        assert point.paid == sum(line.paid for line in figures.values())
        assert point.open == sum(line.open for line in figures.values())
        assert point.budget == sum(limits_in_force(point.on).values())


def test_a_long_time_has_no_more_points_than_a_picture_holds(meeting):
    line = plan("A", "1000")
    pay(line, "1", reference="PAY-1", on=date(2001, 1, 5))
    pay(line, "1", reference="PAY-2", on=date(2011, 10, 5))

    points = follow_spending()

    assert 2 < len(points) <= MOST_POINTS
    assert points[-1].on == date(2011, 10, 31)
    assert points[-1].paid == 2


def test_nothing_spent_is_no_course_and_one_month_no_picture(meeting):
    assert follow_spending() == []
    assert draw_course([]) is None
    pay(plan("A", "1000"), "1", on=date(2011, 10, 5))

    assert len(follow_spending()) == 1
    assert draw_course(follow_spending()) is None


def test_the_picture_holds_everything_that_was_spent(eventful):
    chart = draw_course(follow_spending())

    highest = min(place["y"] for place in chart["used_at"] + chart["paid_at"])
    lowest = max(place["y"] for place in chart["used_at"] + chart["paid_at"])
    assert 0 < highest < lowest == chart["bottom"] < chart["height"]
    assert chart["used_at"][0]["x"] < chart["used_at"][-1]["x"] <= chart["width"]
    assert chart["budget"].count("H") == 3


@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_as_often_whatever_the_rows(meeting, django_assert_num_queries, rows):
    for _ in range(rows):
        make_disbursement(commitment=make_commitment())

    with django_assert_num_queries(5):
        follow_spending()
