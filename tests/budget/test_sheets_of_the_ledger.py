"""What the sheets carry beyond the plainest rows, out of one ledger and into another."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from budget.exchange import set_rate
from budget.figures import measure_lines
from budget.income import pledge_contribution, reverse_receipt
from budget.ledger import cancel_commitment, reverse_disbursement
from budget.models import (
    BudgetLine,
    Commitment,
    Contribution,
    Disbursement,
    ExchangeRate,
    Receipt,
    SupportingDocument,
)
from budget.resources import (
    BudgetLineResource,
    CommitmentResource,
    ContributionResource,
    LedgerResource,
)
from gfmd_meeting.models import Meeting
from tests.budget.ledger_acts import commit, give, pay, plan
from tests.factories import make_contributor, make_organiser
from tests.sheets import take, upload

PATHS = {
    BudgetLineResource: "/admin/budget/budgetline/",
    LedgerResource: "/admin/budget/disbursement/",
    ContributionResource: "/admin/budget/contribution/",
}
HEADER = "date,line,kind,reference,payee,description,currency,amount,usd_per_unit\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, meeting):
    client.force_login(make_organiser())
    return client


def page(response):
    return " ".join(response.content.decode().split())


def preview(desk, resource, text):
    file = SimpleUploadedFile("sheet.csv", text.encode())
    return upload(desk, PATHS[resource] + "import/", file)


def load(desk, resource, text):
    shown = preview(desk, resource, text)
    assert shown.context["sheet"].refused == 0, page(shown)
    take(desk, shown)
    return shown


def export(resource):
    return resource().export().csv.replace("\r\n", "\n")


def empty_the_ledger():
    Receipt.objects.filter(reverses__isnull=False).delete()
    Disbursement.objects.filter(reverses__isnull=False).delete()
    for model in (SupportingDocument, Receipt, Contribution, Disbursement, Commitment, BudgetLine):
        model.objects.all().delete()


@pytest.fixture
def eventful(desk):
    """A ledger in which entries were cancelled, reversed and overridden."""
    line = plan("F", "1000")
    contract = commit(line, "600")
    first = pay(line, "250", commitment=contract)
    pay(line, "120", commitment=contract, reference="PAY-2", on=date(2011, 9, 8))
    reverse_disbursement(
        first, on=date(2011, 9, 7), reference="PAY-1R", reason="Wrong account", by=None
    )
    cancel_commitment(contract, on=date(2011, 9, 9), reason="Smaller hall", by=None)
    commit(line, "1000", reference="CON-2", override="The only hall")
    return line


def figures_of(code):
    line = BudgetLine.objects.get(code=code)
    return measure_lines(Meeting.objects.get(), line)[line.pk]


# -- Entries --------------------------------------------------------------------------------------


def test_reversals_and_cancellations_go_out_as_rows_and_come_into_an_empty_ledger(desk, eventful):
    lines, entries = export(BudgetLineResource), export(LedgerResource)
    before = figures_of("F")
    empty_the_ledger()

    load(desk, BudgetLineResource, lines)
    load(desk, LedgerResource, entries)

    assert "2011-09-07,F,reversal,PAY-1R / PAY-1,A bureau,Wrong account,USD,-250.00" in entries
    assert "2011-09-09,F,cancellation,CON-1,A bureau,Smaller hall,USD,-480.00" in entries
    assert figures_of("F") == before
    assert Disbursement.objects.get(reference="PAY-1R").reverses.reference == "PAY-1"
    contract = Commitment.objects.get(reference="CON-1")
    assert (contract.cancelled_on, contract.cancel_reason) == (date(2011, 9, 9), "Smaller hall")
    assert contract.cancelled_by.is_staff
    assert Commitment.objects.get(reference="CON-2").override_reason == "The only hall"
    assert export(LedgerResource) == entries


def test_an_eventful_ledger_that_went_out_comes_in_again_without_effect(desk, eventful):
    for resource in (BudgetLineResource, LedgerResource, ContributionResource):
        shown = preview(desk, resource, export(resource))
        assert (shown.context["sheet"].refused, shown.context["sheet"].changed) == (0, 0)
        assert shown.context["sheet"].new == 0


def test_commitments_go_out_with_their_cancellations(eventful):
    assert "cancellation,CON-1" in export(CommitmentResource)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2011-09-07,F,reversal,PAY-9R,B,Twice,USD,-250,1", "names the payment that it takes back"),
        ("2011-09-07,F,reversal,PAY-9R / PAY-9,B,Twice,USD,-250,1", "no payment “PAY-9”"),
        ("2011-09-07,F,reversal,PAY-1R / PAY-1,B,Twice,USD,-200,1", "stands with -250.00"),
        ("2011-09-07,F,reversal,PAY-1R / PAY-1,B,Twice,EUR,-250,1", "stands with USD"),
        ("2011-09-07,F,reversal,PAY-1R / PAY-1,B,,USD,-250,1", "Say why it is reversed"),
        ("2011-09-05,F,reversal,PAY-1R / PAY-1,B,Twice,USD,-250,1", "on its day or later"),
        ("2011-09-07,F,cancellation,CON-9,B,Why,USD,-350,1", "no commitment “CON-9”"),
        ("2011-09-07,F,cancellation,CON-1,B,Why,USD,-600,1", "stands with -350.00"),
        ("2011-09-07,F,cancellation,CON-1,B,,USD,-350,1", "Say why it is cancelled"),
        ("2011-09-05,F,cancellation,CON-1,B,Why,USD,-350,1", "is cancelled then or later"),
    ],
)
def test_what_takes_back_something_else_is_refused_in_words(desk, row, sentence):
    line = plan("F", "1000")
    pay(line, "250", commitment=commit(line, "600"))

    assert sentence in page(preview(desk, LedgerResource, HEADER + row + "\n"))


def test_a_cancellation_that_stands_is_not_moved_by_a_sheet(desk, eventful):
    text = export(LedgerResource).replace("2011-09-09,F,cancellation", "2011-09-10,F,cancellation")

    assert "CON-1 is cancelled already." in page(preview(desk, LedgerResource, text))


def test_an_entry_without_a_rate_takes_that_of_its_month_and_loads_twice(desk):
    plan("F", "1000")
    row = ExchangeRate(
        currency="CHF", month=date(2011, 9, 1), rate=Decimal("1.14"), source="UN rate"
    )
    set_rate(row, by=None)
    text = HEADER + "2011-09-06,F,commitment,CON-1,B,,CHF,100,\n"

    load(desk, LedgerResource, text)
    again = preview(desk, LedgerResource, text)

    entry = Commitment.objects.get()
    assert (str(entry.value), entry.rate_source) == ("114.00", "UN rate")
    assert again.context["sheet"].unchanged == 1


def test_a_source_and_a_reason_to_override_come_with_a_sheet_and_load_twice(desk):
    plan("F", "1000")
    text = HEADER.strip() + ",rate_source,override_reason\n"
    text += "2011-09-06,F,commitment,CON-1,B,,CHF,100,1.2,SNB,Not needed\n"
    text += "2011-09-06,F,commitment,CON-2,B,,USD,900,1,,The only hall\n"

    load(desk, LedgerResource, text)
    again = preview(desk, LedgerResource, text)

    kept = Commitment.objects.values_list("rate_source", "override_reason").order_by("reference")
    assert list(kept) == [("SNB", ""), ("", "The only hall")]
    assert again.context["sheet"].unchanged == 2


# -- The plan -------------------------------------------------------------------------------------


RECKONED = (
    "code,title,planned_usd,quantity,unit_cost,days,title_es,title_fr\n"
    "C,Interpretation,,6,775,2,Interpretación,Interprétation\n"
)


def test_a_line_comes_with_what_it_is_reckoned_from_and_its_titles(desk):
    load(desk, BudgetLineResource, RECKONED)
    again = preview(desk, BudgetLineResource, RECKONED)

    line = BudgetLine.objects.get()
    assert str(line.planned) == "9300.00"
    assert (line.title_en, line.title_fr) == ("Interpretation", "Interprétation")
    assert again.context["sheet"].unchanged == 1
    assert "C,Interpretation,9300.00,6.00,775.00,2.0,Interpretación" in export(BudgetLineResource)


@pytest.mark.parametrize(
    "text", [RECKONED.replace(",,6", ",9000,6"), "code,title,planned_usd\nC,Interpretation,9000\n"]
)
def test_a_sum_that_does_not_follow_from_its_quantity_is_refused(desk, text):
    load(desk, BudgetLineResource, RECKONED)

    shown = page(preview(desk, BudgetLineResource, text))

    assert "Quantity, unit cost and days make 9,300.00" in shown


def test_a_line_without_any_sum_is_refused(desk):
    shown = preview(desk, BudgetLineResource, "code,title,planned_usd\nC,Interpretation,\n")

    assert shown.context["sheet"].refused == 1


# -- Contributions --------------------------------------------------------------------------------


def test_what_is_only_pledged_stays_so_in_another_ledger(desk):
    pledge = Contribution(
        contributor=make_contributor(name="IOM"),
        pledged_on=date(2011, 7, 1),
        currency="USD",
        amount=Decimal("700"),
        rate=Decimal(1),
    )
    pledge_contribution(pledge, by=None)
    give("500")
    reverse_receipt(give("300"), on=date(2011, 9, 20), reason="Sent back", by=None)
    sheet = export(ContributionResource)
    empty_the_ledger()

    load(desk, ContributionResource, sheet)

    assert [str(receipt.amount) for receipt in Receipt.objects.all()] == ["500.0000"]
    assert Contribution.objects.count() == 3
    assert export(ContributionResource) == sheet


def test_a_pledge_that_stands_is_not_received_by_a_sheet(desk):
    text = "contributor,date,currency,amount,usd_per_unit,received\nIOM,2011-07-01,USD,7,1,no\n"
    load(desk, ContributionResource, text)

    shown = preview(desk, ContributionResource, text.replace(",no", ",yes"))

    assert "what came of it is recorded on its own page" in page(shown)
