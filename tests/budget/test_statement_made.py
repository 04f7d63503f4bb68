"""A statement that is made: what is kept of it, its papers, and its pages."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from budget.income import find_contributor, pledge_contribution
from budget.ledger import cancel_commitment
from budget.models import (
    Commitment,
    Contribution,
    Disbursement,
    Form,
    Receipt,
    Statement,
    StatementKind,
)
from budget.revisions import freeze_plan
from budget.statement.making import hash_of, make_statement, make_statement_paper
from budget.statement.workbook import write_workbook
from tests.budget.formulas import value_of
from tests.budget.ledger_acts import commit, give, pay, plan
from tests.budget.ledger_of_a_statement import (
    LAST,
    keep_ledger,
    take,
)
from tests.factories import make_organiser, make_party
from tests.pdf_ua import breaches_of


@pytest.fixture
def ledger(meeting):
    return keep_ledger()


# -- Made -----------------------------------------------------------------------------------------


def make(on=LAST, kind=StatementKind.INTERIM, language="en"):
    return make_statement(on=on, kind=kind, language=language, by=make_organiser())


@pytest.mark.django_db
def test_a_statement_stays_as_it_was_frozen(ledger):
    statement = make()
    pay(ledger["I"], "10", reference="PAY-9", on=LAST)

    statement.refresh_from_db()

    assert statement.content["total"]["paid"] == "33356.03"
    assert statement.sha256 == hash_of(statement.content)


@pytest.mark.django_db
def test_a_final_statement_says_in_words_what_it_wants_for(ledger):
    Disbursement.objects.filter(reference="PAY-003").update(value=Decimal("1803.39"))

    with pytest.raises(ValidationError) as refused:
        make(kind=StatementKind.FINAL)

    said = " ".join(refused.value.messages)
    assert "has not been approved" in said
    assert "USD 28,314.75 is committed and not paid (CON-001, CON-002" in said
    assert "does not come out at zero: PAY-003" in said
    assert not Statement.objects.exists()


@pytest.mark.django_db
def test_tampering_that_cancels_itself_out_still_keeps_a_statement_from_being_final(ledger):
    freeze_plan(decided_on=date(2011, 7, 1), by=None)
    for contract in Commitment.objects.all():
        cancel_commitment(contract, on=LAST, reason="Settled", by=None)
    for reference, value in (("PAY-004", "5881.00"), ("PAY-005", "5711.40")):
        Disbursement.objects.filter(reference=reference).update(value=Decimal(value))

    with pytest.raises(ValidationError, match="PAY-004, PAY-005"):
        make(kind=StatementKind.FINAL)


@pytest.mark.django_db
def test_a_final_statement_leaves_no_later_entry_out(ledger):
    with pytest.raises(ValidationError) as refused:
        make(on=date(2011, 9, 30), kind=StatementKind.FINAL)

    assert "entries of a later day: PAY-004, PAY-005" in " ".join(refused.value.messages)


@pytest.mark.django_db
def test_many_contributors_stand_three_to_a_table(ledger):
    for number in range(5):
        give("10", contributor=f"Giver {number}")

    blocks = take()["shares"]

    assert [len(block["contributors"]) for block in blocks] == [3, 3, 1]
    assert [block["is_last"] for block in blocks] == [False, False, True]


@pytest.mark.django_db
def test_a_final_statement_is_made_once_everything_is_settled(ledger):
    freeze_plan(decided_on=date(2011, 7, 1), by=None)
    for contract in Commitment.objects.all():
        cancel_commitment(contract, on=LAST, reason="Settled", by=None)

    statement = make(kind=StatementKind.FINAL)

    assert statement.content["kind"] == "final"
    assert statement.content["total"]["open"] == "0.00"


@pytest.mark.django_db
def test_a_day_that_has_not_ended_has_no_statement(ledger):
    with pytest.raises(ValidationError, match="not ended yet"):
        make(on=date(2999, 1, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "amount"),
    [
        ("en", "Statement of income and expenditure", "61,906.00"),
        ("es", "Estado de ingresos y gastos", "61.906,00"),
        ("fr", "État des recettes et des dépenses", "61\N{NARROW NO-BREAK SPACE}906,00"),
    ],
)
def test_the_paper_speaks_its_language_and_is_to_be_signed(ledger, language, title, amount):
    make_party(name_en="Government of Norway", is_co_chair=False, is_supporter=True)
    statement = make(language=language)
    make_statement_paper(statement.pk)
    statement.refresh_from_db()

    with statement.file.open() as paper:
        pages = paper.read()
    reader = PdfReader(BytesIO(pages))
    text = "".join(page.extract_text() for page in reader.pages)

    assert reader.trailer["/Root"]["/Lang"] == language
    assert breaches_of(pages) == []
    assert title in text
    assert amount in text.replace("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
    assert "Government of Norway" in text
    assert statement.sha256 in text


@pytest.mark.django_db
def test_statements_at_one_day_say_the_same_until_something_is_entered(ledger):
    assert make().sha256 == make().sha256


@pytest.mark.django_db
@pytest.mark.parametrize("times", [1, 8])
def test_taking_one_asks_as_often_whatever_the_entries(
    ledger, times, django_assert_max_num_queries
):
    for number in range(times):
        pay(ledger["I"], "1", reference=f"MORE-{number}")
        give(str(number + 1), contributor=f"Giver {number}")

    with django_assert_max_num_queries(14):
        take()


# -- As a workbook --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_formulas_of_the_workbook_agree_with_the_statement(ledger):
    commit(ledger["G"], "1700", reference="CON-9", override="A second bus", on=LAST)
    cancel_commitment(Commitment.objects.get(reference="CON-005"), on=LAST, reason="Off", by=None)
    statement = take()
    book = openpyxl.load_workbook(BytesIO(write_workbook(statement)))
    sheet = book["Statement"]

    def at(name, column, row):
        return value_of(book, name, f"{column}{row}") or 0

    columns = {
        "C": "approved",
        "D": "revised",
        "E": "received",
        "F": "committed",
        "G": "open",
        "H": "paid",
        "I": "balance",
    }
    rows = [*statement["lines"], statement["total"]]
    for number, row in enumerate(rows, start=2):
        for column, name in columns.items():
            assert at("Statement", column, number) == Fraction(row[name] or 0), (number, name)
        share = at("Statement", "J", number)
        assert abs(share * 100 - Fraction(row["percentage"])) <= Fraction(1, 20)
    assert sheet["F2"].value.startswith("=")
    assert at("Reconciliation", "B", 8) == 0
    again = statement["reconciliation"]
    for row, name in ((2, "received"), (3, "paid"), (4, "balance"), (5, "open"), (6, "available")):
        assert at("Reconciliation", "B", row) == Fraction(again[name])
    assert at("Reconciliation", "B", 11) == Fraction(again["beneath_ceiling"])
    for number, contributor in enumerate(statement["contributors"], start=2):
        assert at("Contributors", "B", number) == Fraction(contributor["received"])
        assert at("Contributors", "D", number) == Fraction(contributor["balance"])
    for number, pledge in enumerate(statement["pledges"], start=2):
        assert at("Pledges", "F", number) == Fraction(pledge["outstanding"])
    foot = len(statement["pledges"]) + 2
    assert at("Pledges", "G", foot) == Fraction(statement["pledged"]["pledged_value"])
    assert at("Pledges", "H", foot) == Fraction(statement["pledged"]["received_value"])


@pytest.mark.django_db
def test_the_workbook_counts_what_nobody_covers_yet_as_the_page_does(meeting):
    give("100")
    pay(plan("A", "500"), "130")
    statement = take()

    book = openpyxl.load_workbook(BytesIO(write_workbook(statement)))

    again = statement["reconciliation"]
    assert book["Contributors"]["A4"].value == "All contributors"
    for column, name in (("B", "received"), ("C", "paid"), ("D", "balance")):
        assert value_of(book, "Contributors", f"{column}4") == Fraction(again[name])


@pytest.mark.django_db
def test_a_workbook_of_nothing_is_a_workbook(meeting):
    book = openpyxl.load_workbook(BytesIO(write_workbook(take())))

    assert value_of(book, "Reconciliation", "B8") == 0
    assert value_of(book, "Statement", "D2") == 0


@pytest.mark.django_db
def test_a_title_is_no_formula_in_the_workbook(meeting):
    plan("A", title_es="=1+1")
    statement = take(language="es")

    book = openpyxl.load_workbook(BytesIO(write_workbook(statement)))

    assert book.worksheets[0]["B2"].data_type == "s"


# -- The pages ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_organiser_makes_a_statement_and_reads_it(ledger, client):
    client.force_login(make_organiser())

    done = client.post(
        "/budget/statements/", {"as_of": "2011-10-31", "kind": "interim", "language": "es"}
    )
    statement = Statement.objects.get()
    page = client.get(done.url).content.decode()

    assert done.url == f"/budget/statements/{statement.pk}/"
    assert statement.entered_by.is_staff
    assert "33.356,03" in page
    assert 'lang="es"' in page


@pytest.mark.django_db
def test_what_is_refused_stands_on_the_page_with_what_was_typed(ledger, client):
    client.force_login(make_organiser())

    response = client.post(
        "/budget/statements/", {"as_of": "2011-10-31", "kind": "final", "language": "en"}
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert "has not been approved" in page
    assert 'value="2011-10-31"' in page


@pytest.mark.django_db
def test_an_empty_ledger_has_an_empty_statement(meeting, client):
    client.force_login(make_organiser())

    client.post("/budget/statements/", {"as_of": "2011-10-31", "kind": "interim", "language": "en"})

    page = client.get(f"/budget/statements/{Statement.objects.get().pk}/").content.decode()
    assert "The budget has no lines yet." in page


@pytest.mark.django_db
def test_the_workbook_comes_under_its_name_and_is_kept_by_nobody(ledger, client):
    client.force_login(make_organiser())
    statement = make()

    response = client.get(f"/budget/statements/{statement.pk}/workbook/")

    name = f"statement-{statement.pk}-2011-12-31-en.xlsx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_all_pledges_in_cash_add_up_in_the_meetings_currency(ledger):
    give("40", form=Form.GOODS, on=LAST)

    said = take()

    for name in ("pledged_value", "received_value"):
        assert Decimal(said["pledged"][name]) == sum(Decimal(row[name]) for row in said["pledges"])
    assert said["pledged"]["received_value"] == said["reconciliation"]["received"] == "75000.00"


@pytest.mark.django_db
def test_a_pledge_that_has_not_come_is_outstanding(meeting):
    pledge_contribution(
        Contribution(
            contributor=find_contributor("X"),
            pledged_on=date(2011, 9, 1),
            currency="USD",
            amount=Decimal(100),
            rate=Decimal(1),
        ),
        by=None,
    )

    (pledge,) = take()["pledges"]

    assert (pledge["received"], pledge["outstanding"]) == ("0", "100.0000")
    assert not Receipt.objects.exists()
