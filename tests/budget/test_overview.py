"""The budget at one glance adds up, whatever the number of its rows."""

from datetime import date
from decimal import Decimal

import pytest

from budget.chart import draw_left, draw_lines
from budget.figures import measure_lines
from budget.ledger import plan_line
from budget.models import Form
from budget.overview import SUMMED, summarize_budget
from budget.revisions import freeze_plan
from tests.budget.ledger_acts import give, plan
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
    assert draw_lines(budget["lines"]) is draw_left(budget["lines"]) is None


def test_bars_are_as_long_as_their_shares(meeting):
    line = make_line(planned=Decimal("1000"))
    contract = make_commitment(line=line, amount=Decimal("500"))
    make_disbursement(commitment=contract, amount=Decimal("250"))
    make_line(planned=Decimal("500"))

    lines = summarize_budget()["lines"]
    longer, shorter = draw_left(lines)["bars"]
    first, second = draw_lines(lines)["rows"]

    assert longer["planned"] == 2 * shorter["planned"] > 0
    assert abs(longer["paid"] * 4 - longer["planned"]) <= 4
    assert abs(longer["open"] - longer["paid"]) <= 1
    assert longer["open_x"] == 40 + longer["paid"]
    assert shorter["paid"] == shorter["open"] == 0
    assert first["planned"] == 2 * first["committed"] == 2 * second["planned"]
    assert first["committed"] // 2 == first["paid"] > second["paid"] == 0


def test_a_line_that_was_overridden_stays_within_the_picture(meeting):
    make_commitment(line=make_line(planned=Decimal("100")), amount=Decimal("900"))

    lines = summarize_budget()["lines"]

    assert lines[0]["left"] == -800
    (bar,) = draw_left(lines)["bars"]
    assert bar["planned"] < bar["open"] == 260
    assert draw_lines(lines)["rows"][0]["committed"] < 400


def test_what_was_approved_is_the_plan_until_it_is_revised(meeting):
    line = plan("A", "1000")
    freeze_plan(decided_on=date(2011, 6, 1), by=None)
    line.planned = Decimal("400")
    plan_line(line, by=None)

    budget = summarize_budget()

    assert budget["lines"][0]["planned"] == budget["total"]["planned"] == 1000


def test_what_is_in_kind_stands_apart_from_cash(meeting):
    give("100", contributor="Switzerland")
    give("40", contributor="El Salvador", form=Form.SERVICES)

    budget = summarize_budget()

    assert budget["contributed"] == 100
    assert [gift["contributor"] for gift in budget["contributions"]] == ["Switzerland"]
    assert [(row["contributor"], row["received_value"]) for row in budget["in_kind"]] == [
        ("El Salvador", 40)
    ]
    assert budget["outstanding"] == []


@pytest.mark.parametrize(
    ("used", "reached"), [("799.99", None), ("800", 80), ("950", 95), ("999.99", 95), ("1000", 100)]
)
def test_a_line_says_what_it_has_come_to(meeting, used, reached):
    make_commitment(line=make_line(planned=Decimal("1000")), amount=Decimal(used))

    assert summarize_budget()["lines"][0]["reached"] == reached


@pytest.mark.parametrize("rows", [1, 30])
def test_the_summary_asks_as_often_whatever_the_rows(meeting, django_assert_num_queries, rows):
    for _ in range(rows):
        make_disbursement(commitment=make_commitment())
        make_receipt()

    with django_assert_num_queries(8):
        summarize_budget()
