"""The ledger going out: a journal that balances, and a workbook of every table."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest

from budget.figures import measure_lines
from budget.journal import keep_journal, write_journal
from budget.ledger import reverse_disbursement
from budget.ledger_book import write_ledger_book
from budget.models import Form
from budget.revisions import freeze_plan
from tests.budget.ledger_acts import commit, give, pay, plan
from tests.factories import make_organiser

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(meeting):
    line = plan("A", "10000")
    freeze_plan(decided_on=date(2011, 7, 1), by=None)
    give("5000", "CHF", "1.1905", contributor="=Switzerland")
    give("700", contributor="IOM", form=Form.SERVICES)
    contract = commit(line, "3150", "CHF", "1.26")
    pay(line, "1575", "CHF", "1.145", contract)
    direct = pay(line, "88.40", reference="PAY-2")
    reverse_disbursement(direct, on=date(2011, 9, 20), reference="PAY-2R", reason="Twice", by=None)
    return line


def balance_of(rows, account):
    sides = [row.debit - row.credit for row in rows if row.account.startswith(account)]
    return sum(sides, Decimal(0))


def test_every_entry_of_the_journal_balances_to_the_cent(ledger):
    rows = keep_journal()

    for first, second in zip(rows[::2], rows[1::2], strict=True):
        assert first.reference == second.reference
        assert first.debit == second.credit > 0
        assert first.credit == second.debit == 0


def test_the_journal_agrees_with_the_figures(ledger, meeting):
    rows = keep_journal()
    paid = measure_lines(meeting)[ledger.pk].paid

    assert balance_of(rows, "6000-A") == paid == Decimal("1803.38")
    assert balance_of(rows, "1000") == Decimal("5952.50") - paid
    assert balance_of(rows, "4000") == Decimal("-5952.50")
    assert balance_of(rows, "4500") == -balance_of(rows, "6500") == Decimal("-700")


def test_the_journal_is_a_file_that_others_read(ledger):
    text = write_journal(keep_journal())

    assert text.startswith("\ufeffdate,reference,account")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["counterparty"] == "'=Switzerland"
    assert sum(Decimal(row["debit"]) for row in rows) == sum(Decimal(row["credit"]) for row in rows)
    (payment,) = [r for r in rows if r["reference"] == "PAY-1" and r["account"] == "6000-A"]
    assert (payment["currency"], payment["amount"], payment["debit"]) == (
        "CHF",
        "1575.00",
        "1803.38",
    )
    assert payment["date"] == "2011-09-06"


def test_the_workbook_has_every_table_with_numbers_as_numbers(ledger):
    book = openpyxl.load_workbook(BytesIO(write_ledger_book()))

    titles = [sheet.title for sheet in book]
    assert titles[:4] == ["Plan", "Revisions", "Contributions", "Receipts"]
    payments = book["Payments"]
    head = [cell.value for cell in payments[1]]
    rows = [dict(zip(head, [c.value for c in row], strict=True)) for row in payments.iter_rows(2)]
    assert {row["reference"] for row in rows} == {"PAY-1", "PAY-2", "PAY-2R"}
    (back,) = [row for row in rows if row["reverses_reference"]]
    assert back["value"] == -88.4
    assert back["paid_on"].date() == date(2011, 9, 20)
    names = [cell.value for cell in book["Contributions"]["A"]]
    assert "'=Switzerland" in names


@pytest.mark.parametrize("path", ["/budget/journal.csv", "/budget/ledger.xlsx"])
def test_organisers_take_it_home(ledger, client, path):
    client.force_login(make_organiser())

    response = client.get(path)

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("rows", [1, 20])
def test_the_workbook_asks_as_often_whatever_the_rows(meeting, django_assert_num_queries, rows):
    line = plan(planned="70000")
    for number in range(rows):
        pay(line, "1", reference=f"PAY-{number}")

    with django_assert_num_queries(10):
        write_ledger_book()
