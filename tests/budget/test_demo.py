"""The demo's ledger: entered once, through the doors that everyone uses."""

from decimal import Decimal

import pytest

from budget.demo import load
from budget.models import BudgetLine, Commitment, Disbursement
from budget.overview import summarize_budget
from gfmd_meeting.meeting_file import load_meeting_file
from tests.factories import make_line, make_meeting, make_organiser


@pytest.fixture
def accounts(db):
    return {"organiser": make_organiser()}


def test_the_demos_ledger_adds_up_to_the_meetings_ceiling(accounts):
    load_meeting_file("san_salvador_2011")

    assert load(accounts) == "9 budget lines and 12 entries"

    budget = summarize_budget()
    assert budget["total"]["planned"] == budget["ceiling"] == budget["contributed"] == 75000
    assert {name: str(budget["total"][name]) for name in ("committed", "paid", "open", "left")} == {
        "committed": "50259.50",
        "paid": "33356.03",
        "open": "28314.75",
        "left": "13329.22",
    }
    assert Commitment.objects.get(reference="CON-004").value == Decimal("3969.00")
    assert Disbursement.objects.get(reference="PAY-003").value == Decimal("1803.38")
    for line in BudgetLine.objects.all():
        assert all([line.title_en, line.title_es, line.title_fr])


def test_the_demos_ledger_is_entered_once(accounts, meeting):
    make_line()

    assert load(accounts) is None
    assert BudgetLine.objects.count() == 1


@pytest.mark.parametrize("fields", [{"currency": "KES"}, {"budget_ceiling": Decimal("74999")}])
def test_a_meeting_without_this_money_has_no_demo_ledger(accounts, fields):
    make_meeting(**fields)

    assert load(accounts) is None
    assert not BudgetLine.objects.exists()
