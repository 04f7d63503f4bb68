"""The demo's ledger: entered once, through the doors that everyone uses."""

from decimal import Decimal

import pytest

from budget.demo import load
from budget.models import BudgetLine, Commitment, Disbursement, Statement
from budget.overview import summarize_budget
from budget.sponsored import list_releasable, list_sponsored, roll_up
from gfmd_meeting.meeting_file import load_meeting_file
from registrations.models import Status
from tests.factories import make_line, make_meeting, make_organiser, make_participant


@pytest.fixture
def accounts(db):
    return {"organiser": make_organiser()}


def test_the_demos_ledger_adds_up_to_the_meetings_ceiling(accounts):
    load_meeting_file("san_salvador_2011")

    assert load(accounts) == "9 budget lines and 18 entries"

    budget = summarize_budget()
    assert budget["total"]["planned"] == budget["ceiling"] == budget["contributed"] == 75000
    assert {name: str(budget["total"][name]) for name in ("committed", "paid", "open", "left")} == {
        "committed": "51709.50",
        "paid": "33836.03",
        "open": "29764.75",
        "left": "11399.22",
    }
    assert Commitment.objects.get(reference="CON-004").value == Decimal("3969.00")
    assert Disbursement.objects.get(reference="PAY-003").value == Decimal("1803.38")
    for line in BudgetLine.objects.all():
        assert all([line.title_en, line.title_es, line.title_fr])


def test_the_demos_ledger_is_entered_once(accounts, meeting):
    make_line()

    assert load(accounts) is None
    assert BudgetLine.objects.count() == 1


def test_the_demos_ledger_shows_what_a_ledger_can_be_asked(accounts):
    load_meeting_file("san_salvador_2011")
    gone = make_participant(status=Status.WITHDRAWN)
    for _ in range(13):
        make_participant(is_funded=True)

    load(accounts)

    said = Statement.objects.get().content
    assert said["revision"]["number"] == 1
    for notes in ("overrides", "reversals", "cancellations", "in_kind"):
        assert len(said[notes]) == 1, notes
    assert [row["outstanding"] for row in said["pledges"]][-1] == "30000.0000"
    assert ("MXN", "Central bank, monthly average") in {
        (rate["currency"], rate["source"]) for rate in said["rates"]
    }
    assert said["reconciliation"]["difference"] == "0.00"
    people = list_sponsored()
    assert len(people) == 14
    assert {part.cost.sponsorship.participant for part in list_releasable(people)} == {gone}
    travel, stay = roll_up(people)
    assert str(travel.committed) == "24870.50"
    assert str(travel.paid) == "15310.25"
    assert stay.foreseen <= stay.left


@pytest.mark.parametrize("fields", [{"currency": "KES"}, {"budget_ceiling": Decimal("74999")}])
def test_a_meeting_without_this_money_has_no_demo_ledger(accounts, fields):
    make_meeting(**fields)

    assert load(accounts) is None
    assert not BudgetLine.objects.exists()
