"""The page of the budget: who reads it, and what it says."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from budget.ledger import plan_line
from budget.revisions import freeze_plan
from tests.budget.ledger_acts import plan
from tests.factories import (
    make_commitment,
    make_contribution,
    make_disbursement,
    make_line,
    make_organiser,
    make_outcome,
    make_party,
    make_receipt,
    make_user,
)

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "reader",
    [
        make_organiser,
        lambda: make_user(party=make_party(is_co_chair=True)),
        lambda: make_user(party=make_party(is_co_chair=False, is_supporter=True)),
    ],
)
def test_organisers_co_chairs_and_supporters_read_the_budget(meeting, reader):
    assert signed_in(reader()).get("/budget/").status_code == 200


def test_others_do_not_read_the_budget(meeting):
    assert signed_in(make_user()).get("/budget/").status_code == 403


def test_who_is_signed_out_signs_in_first(meeting, client):
    response = client.get("/budget/")

    assert response.status_code == 302
    assert response.url.endswith("?next=/budget/")


def test_the_page_shows_each_line_and_the_totals(meeting):
    outcome = make_outcome(number=4)
    line = make_line(code="F", title_en="Translation", planned=Decimal("4500"), outcome=outcome)
    contract = make_commitment(line=line, amount=Decimal("3969"))
    make_disbursement(commitment=contract, amount=Decimal("1803.38"))
    make_receipt(
        contribution=make_contribution(currency="CHF", amount=Decimal("52000")),
        rate=Decimal("1.1905"),
        value=Decimal("61906"),
    )

    page = signed_in(make_organiser()).get("/budget/").content.decode()

    for said in (
        "Translation",
        "Expected outcome 4",
        "4,500.00",
        "3,969.00",
        "1,803.38",
        "2,165.62",
        "531.00",
        "88.2",
        "CHF 52,000.00",
        "61,906.00",
    ):
        assert said in page
    assert 'style="' not in page


def test_amounts_are_written_as_the_reader_writes_them(meeting):
    make_line(planned=Decimal("14500.50"))
    client = signed_in(make_organiser())

    page = client.get("/budget/", headers={"accept-language": "fr"}).content.decode()

    assert "14\N{NO-BREAK SPACE}500,50" in page or "14\N{NARROW NO-BREAK SPACE}500,50" in page


def test_an_empty_budget_says_what_to_do(meeting):
    page = signed_in(make_organiser()).get("/budget/").content.decode()

    assert "The budget has no lines yet." in page
    assert "/admin/budget/budgetline/add/" in page
    supporter = make_user(party=make_party(is_co_chair=False, is_supporter=True))
    assert "/admin/" not in signed_in(supporter).get("/budget/").content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_as_often_whatever_the_rows(meeting, django_assert_max_num_queries, rows):
    for _ in range(rows):
        make_disbursement(commitment=make_commitment())
        make_receipt()
    client = signed_in(make_organiser())

    with django_assert_max_num_queries(16):
        client.get("/budget/")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_revisions_ask_as_often_whatever_the_rows(meeting, django_assert_num_queries, rows):
    """So many lines, and one revision of each after the first."""
    lines = [plan(f"L{number:02}", "10") for number in range(rows)]
    freeze_plan(decided_on=date(2011, 6, 1), by=None)
    for line in lines:
        line.planned = Decimal(5)
        plan_line(line, by=None)
        freeze_plan(decided_on=date(2011, 6, 1), reason="Less is needed", by=None)
    client = signed_in(make_organiser())

    with django_assert_num_queries(9):
        page = client.get("/budget/revisions/").content.decode()

    assert "Less is needed" in page


def test_the_working_plan_stands_beside_what_is_in_force(meeting):
    line = plan("A", "1000")
    client = signed_in(make_user(party=make_party(is_co_chair=False, is_supporter=True)))
    assert "Nothing has been approved yet." in client.get("/budget/revisions/").content.decode()
    freeze_plan(decided_on=date(2011, 6, 1), by=make_organiser(full_name="Ana Luz"))
    page = client.get("/budget/revisions/").content.decode()
    assert "It is the budget in force, line by line." in page
    assert "Ana Luz" in page
    line.planned = Decimal("750")
    plan_line(line, by=None)

    page = client.get("/budget/revisions/").content.decode()

    assert "It differs from the budget in force" in page
    assert "<strong>\N{MINUS SIGN}250.00</strong>" in page
