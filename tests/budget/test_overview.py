"""The budget at one glance adds up, whatever the number of its rows."""

from datetime import date
from decimal import Decimal

import pytest

from budget.chart import draw_lines
from budget.figures import measure_lines
from budget.overview import SUMMED, summarize_budget
from tests.factories import make_commitment, make_disbursement, make_line, make_receipt

pytestmark = pytest.mark.django_db


def test_a_line_has_left_what_is_neither_open_nor_paid(meeting):
    line = make_line(planned=Decimal("4500"))
    contract = make_commitment(
        line=line,
        currency="CHF",
        amount=Decimal("3150"),
        rate=Decimal("1.26"),
        value=Decimal("3969.00"),
    )
    make_disbursement(
        commitment=contract,
        currency="CHF",
        amount=Decimal("1575"),
        rate=Decimal("1.145"),
        value=Decimal("1803.38"),
    )
    make_disbursement(line=line, amount=Decimal("100"))

    (row,) = summarize_budget()["lines"]

    assert {name: str(row[name]) for name in (*SUMMED, "percentage")} == {
        "planned": "4500.00",
        "committed": "3969.00",
        "paid": "1903.38",
        "open": "1984.50",
        "left": "612.12",
        "percentage": "86.4",
    }


def test_every_total_is_the_sum_of_the_rows_above_it(meeting):
    for number in range(1, 8):
        line = make_line(planned=Decimal(1000 * number))
        make_disbursement(
            commitment=make_commitment(line=line, amount=Decimal("0.10") * number),
            amount=Decimal("0.03"),
        )
        make_receipt(amount=Decimal("0.10") * number, received_on=date(2011, 6, number))

    budget = summarize_budget()

    for name in SUMMED:
        assert budget["total"][name] == sum(line[name] for line in budget["lines"])
    assert str(budget["contributed"]) == "2.80"
    assert str(budget["total"]["paid"]) == "0.21"
    assert str(budget["total"]["committed"]) == "2.80"


def test_sums_of_large_amounts_are_exact(meeting):
    """Where the database adds in binary fractions, a cent is lost among billions."""
    line = make_line(planned=Decimal("1000"))
    for _ in range(100):
        make_commitment(line=line, amount=Decimal("999999999.99"))

    assert str(measure_lines(meeting, line)[line.pk].committed) == "99999999999.00"


def test_a_line_that_plans_nothing_has_no_percentage(meeting):
    make_line(planned=Decimal("0"))

    budget = summarize_budget()

    assert budget["lines"][0]["percentage"] is None
    assert draw_lines(budget["lines"]) is None


def test_bars_are_as_long_as_their_shares(meeting):
    line = make_line(planned=Decimal("1000"))
    contract = make_commitment(line=line, amount=Decimal("500"))
    make_disbursement(commitment=contract, amount=Decimal("250"))
    make_line(planned=Decimal("500"))

    longer, shorter = draw_lines(summarize_budget()["lines"])["bars"]

    assert longer["planned"] == 2 * shorter["planned"] > 0
    assert abs(longer["paid"] * 4 - longer["planned"]) <= 4
    assert abs(longer["open"] - longer["paid"]) <= 1
    assert longer["open_x"] == longer["x"] + longer["paid"]
    assert shorter["paid"] == shorter["open"] == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_the_summary_asks_as_often_whatever_the_rows(meeting, django_assert_num_queries, rows):
    for _ in range(rows):
        make_disbursement(commitment=make_commitment())
        make_receipt()

    with django_assert_num_queries(5):
        summarize_budget()
