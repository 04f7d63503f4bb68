"""The statement adds up, agrees with an independent count, and names nobody."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from budget.income import find_contributor, pledge_contribution
from budget.ledger import cancel_commitment, reverse_disbursement
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
from budget.statement.attribution import bear_payments, fund_lines
from budget.statement.content import take_statement
from budget.statement.lines import SUMMED
from budget.statement.making import hash_of, make_statement, make_statement_paper
from budget.statement.workbook import write_workbook
from tests.budget.formulas import value_of
from tests.budget.ledger_acts import commit, give, pay, plan
from tests.factories import make_organiser, make_party, make_user

# What an organiser of the meeting in San Salvador holds.
LINES = {
    "A": "28000",
    "B": "14500",
    "C": "9800",
    "D": "7200",
    "E": "6000",
    "F": "4500",
    "G": "1600",
    "H": "1400",
    "I": "2000",
}
COMMITMENTS = [
    ("2011-07-18", "D", "CON-001", "USD", "5400.00", "1"),
    ("2011-07-29", "C", "CON-002", "USD", "9300.00", "1"),
    ("2011-08-22", "A", "CON-003", "USD", "24870.50", "1"),
    ("2011-09-06", "F", "CON-004", "CHF", "3150.00", "1.2600"),
    ("2011-09-20", "B", "CON-005", "USD", "6720.00", "1"),
]
PAYMENTS = [
    ("2011-08-12", "C", "PAY-001", "CON-002", "USD", "4650.00", "1"),
    ("2011-09-01", "A", "PAY-002", "CON-003", "USD", "15310.25", "1"),
    ("2011-09-15", "F", "PAY-003", "CON-004", "CHF", "1575.00", "1.1450"),
    ("2011-10-05", "B", "PAY-004", None, "USD", "5880.00", "1"),
    ("2011-10-06", "E", "PAY-005", None, "USD", "5712.40", "1"),
]
GIFTS = [
    ("Switzerland, Federal Office for Migration", "2011-06-01", "CHF", "52000.00", "1.1905"),
    ("El Salvador, Ministry of Foreign Affairs", "2011-07-01", "USD", "13094.00", "1"),
]
LAST = date(2011, 12, 31)
PAYEE = "Somebody Who-Is-Paid"


@pytest.fixture
def ledger(meeting):
    lines = {code: plan(code, planned) for code, planned in LINES.items()}
    for giver, day, currency, amount, rate in GIFTS:
        give(amount, currency, rate, contributor=giver, on=date.fromisoformat(day))
    contracts = {}
    for day, line, reference, currency, amount, rate in COMMITMENTS:
        contracts[reference] = commit(
            lines[line], amount, currency, rate, reference=reference, on=date.fromisoformat(day)
        )
    for day, line, reference, settles, currency, amount, rate in PAYMENTS:
        pay(
            lines[line],
            amount,
            currency,
            rate,
            commitment=contracts.get(settles),
            reference=reference,
            on=date.fromisoformat(day),
        )
    for model in (Commitment, Disbursement):
        model.objects.update(payee=PAYEE, description=f"For {PAYEE}")
    return lines


def take(on=LAST, kind="interim", language="en"):
    return take_statement(on=on, kind=kind, language=language)


def cents(exact: Fraction) -> Decimal:
    """To the cent, half to even, by whole numbers alone."""
    whole, rest = divmod(exact * 100, 1)
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2):
        whole += 1
    return Decimal(int(whole)).scaleb(-2)


def counted(on):
    """The figures of each line and of the whole, counted from the rows above."""
    day = on.isoformat()
    figures = {code: dict.fromkeys(("committed", "paid", "open"), Decimal(0)) for code in LINES}
    settled = {}
    for paid_on, line, _ref, settles, _currency, amount, rate in PAYMENTS:
        if paid_on <= day:
            figures[line]["paid"] += cents(Fraction(amount) * Fraction(rate))
            settled[settles] = settled.get(settles, 0) + Fraction(amount)
    for made_on, line, reference, _currency, amount, rate in COMMITMENTS:
        if made_on <= day:
            left = Fraction(amount) - settled.get(reference, 0)
            figures[line]["committed"] += cents(Fraction(amount) * Fraction(rate))
            figures[line]["open"] += cents(left * Fraction(rate))
    received = sum(
        (cents(Fraction(a) * Fraction(r)) for _g, d, _c, a, r in GIFTS if d <= day), Decimal(0)
    )
    return figures, received


@pytest.mark.django_db
@pytest.mark.parametrize(
    "on", [date(2011, 6, 30), date(2011, 7, 29), date(2011, 9, 10), date(2011, 9, 15), LAST]
)
def test_its_figures_are_those_of_an_independent_count_at_every_day(ledger, on):
    statement = take(on)
    figures, received = counted(on)

    for row in statement["lines"]:
        assert row["revised"] == str(Decimal(LINES[row["code"]]).quantize(Decimal("0.01")))
        for name, figure in figures[row["code"]].items():
            assert Decimal(row[name]) == figure, (row["code"], name)
    assert Decimal(statement["reconciliation"]["received"]) == received
    assert Decimal(statement["reconciliation"]["paid"]) == sum(
        figure["paid"] for figure in figures.values()
    )
    assert statement["reconciliation"]["difference"] == "0.00"


@pytest.mark.django_db
def test_the_samples_plan_seventy_five_thousand(ledger):
    assert take()["total"]["revised"] == "75000.00"


@pytest.mark.django_db
def test_every_total_is_the_sum_of_the_rows_above_it(ledger):
    statement = take(date(2011, 9, 10))

    for name in SUMMED:
        rows = sum(Decimal(row[name] or 0) for row in statement["lines"])
        assert Decimal(statement["total"][name] or 0) == rows
    (block,) = statement["shares"]
    for place, contributor in enumerate(statement["contributors"]):
        for name, total in (("received", "funded"), ("paid", "paid")):
            column = sum(Decimal(row["shares"][place][name]) for row in block["lines"])
            assert Decimal(contributor[total]) == column
    for row, split in zip(statement["lines"], block["lines"], strict=True):
        came = sum(Decimal(share["received"]) for share in split["shares"])
        assert came == Decimal(row["received"])
        borne = sum(Decimal(share["paid"]) for share in split["shares"])
        assert borne + Decimal(split["uncovered"]) == Decimal(row["paid"])


@pytest.mark.django_db
def test_what_is_in_kind_is_in_no_figure_of_cash(ledger):
    before = take()
    give("9999", contributor="IOM", form=Form.SERVICES)

    after = take()

    assert after["reconciliation"] == before["reconciliation"]
    assert after["lines"] == before["lines"]
    (gift,) = after["in_kind"]
    assert (gift["contributor"], gift["received"]) == ("IOM", "9999.00")


@pytest.mark.django_db
def test_money_that_is_earmarked_funds_its_line(meeting):
    first, second = plan("A", "100"), plan("B", "100")
    give("40", contributor="X", line=second)
    give("60", contributor="Y")
    pay(first, "50")

    rows = {row["code"]: row for row in take()["shares"][0]["lines"]}

    assert [share["received"] for share in rows["A"]["shares"]] == ["0.00", "54.55"]
    assert [share["received"] for share in rows["B"]["shares"]] == ["40.00", "5.45"]
    assert rows["A"]["uncovered"] == "0.00"


@pytest.mark.django_db
def test_what_no_receipt_covers_yet_stands_apart(meeting):
    line = plan("A", "100")
    give("30", contributor="X")
    pay(line, "50")

    statement = take()

    assert statement["uncovered"] == "20.00"
    assert statement["reconciliation"]["balance"] == "-20.00"


@pytest.mark.django_db
def test_the_approved_and_the_revised_budget_stand_side_by_side(ledger):
    freeze_plan(decided_on=date(2011, 7, 1), by=None)
    line = ledger["I"]
    line.planned = Decimal("1500")
    line.save()
    freeze_plan(decided_on=date(2011, 9, 1), reason="Less is needed", by=None)

    row = take()["lines"][-1]
    before = take(date(2011, 8, 1))["lines"][-1]

    assert (row["approved"], row["revised"]) == ("2000.00", "1500.00")
    assert (before["approved"], before["revised"]) == ("2000.00", "2000.00")


@pytest.mark.django_db
def test_overrides_reversals_cancellations_and_rates_are_noted(ledger):
    commit(ledger["G"], "1700", reference="CON-9", override="A second bus", on=LAST)
    payment = Disbursement.objects.get(reference="PAY-005")
    reverse_disbursement(payment, on=LAST, reference="PAY-5R", reason=PAYEE, by=None)
    contract = Commitment.objects.get(reference="CON-005")
    cancel_commitment(contract, on=LAST, reason=PAYEE, by=None)

    statement = take()

    assert [note["reason"] for note in statement["overrides"]] == ["A second bus"]
    assert [note["reverses"] for note in statement["reversals"]] == [f"D{payment.pk}"]
    assert [note["released"] for note in statement["cancellations"]] == ["6720.00"]
    assert {note["rate"] for note in statement["rates"]} == {
        "1.19050000",
        "1.26000000",
        "1.14500000",
    }
    assert take(date(2011, 10, 31))["cancellations"] == []


@pytest.mark.django_db
def test_an_entry_that_was_tampered_with_is_named_with_the_difference(ledger):
    Disbursement.objects.filter(reference="PAY-003").update(value=Decimal("1803.39"))

    reconciliation = take()["reconciliation"]

    assert reconciliation["difference"] == "-0.01"
    number = f"D{Disbursement.objects.get(reference='PAY-003').pk}"
    assert reconciliation["entries_off"] == [{"number": number, "difference": "0.01"}]


@pytest.mark.django_db
def test_a_commitment_that_was_tampered_with_is_named_too(ledger):
    Commitment.objects.filter(reference="CON-001").update(value=Decimal("5400.01"))

    (off,) = take()["reconciliation"]["entries_off"]

    assert off["difference"] == "0.01"


# -- Who is not in it -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_nobody_who_was_paid_is_named_in_any_form_of_it(ledger, client, settings):
    organiser = make_organiser()
    Disbursement.objects.filter(reference="PAY-005").update(reference=f"TKT {PAYEE}")
    made = make_statement(on=LAST, kind="interim", language="en", by=organiser)
    make_statement_paper(made.pk)
    client.force_login(make_user(party=make_party(is_co_chair=False, is_supporter=True)))

    page = client.get(f"/budget/statements/{made.pk}/").content.decode()
    paper = client.get(f"/budget/statements/{made.pk}/pdf/")
    book = client.get(f"/budget/statements/{made.pk}/workbook/")

    text = "".join(p.extract_text() for p in PdfReader(BytesIO(paper.getvalue())).pages)
    cells = openpyxl.load_workbook(BytesIO(book.content))
    said = [str(cell.value) for sheet in cells for row in sheet for cell in row]
    for form in (page, text, " ".join(said), json.dumps(made.content)):
        assert "Who-Is-Paid" not in form
        assert organiser.email not in form
        assert "31" in form


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
        reader = PdfReader(BytesIO(paper.read()))
    text = "".join(page.extract_text() for page in reader.pages)

    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
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


# -- Whose money ----------------------------------------------------------------------------------

CENTS = st.one_of(st.just(0), st.integers(1, 3), st.integers(0, 10**9))


@given(
    earmarked=st.dictionaries(st.tuples(st.sampled_from("AB"), st.sampled_from("xy")), CENTS),
    general=st.fixed_dictionaries({"x": CENTS, "y": CENTS, "z": CENTS}),
    paid=st.fixed_dictionaries({"A": CENTS, "B": CENTS, "C": CENTS}),
    planned=st.fixed_dictionaries({"A": CENTS, "B": CENTS, "C": CENTS}),
)
def test_no_cent_of_anybodys_money_is_lost_or_counted_twice(earmarked, general, paid, planned):
    funded, over = fund_lines(earmarked, general, paid, planned)
    borne, uncovered = bear_payments(funded, paid)

    for giver, given_ in general.items():
        came = given_ + sum(c for key, c in earmarked.items() if key[1] == giver)
        assert sum(c for key, c in funded.items() if key[1] == giver) + over[giver] == came
    for line, cents_ in paid.items():
        shares = sum(c for key, c in borne.items() if key[0] == line)
        assert shares + uncovered[line] == cents_
    assert all(c >= 0 for c in (*funded.values(), *over.values(), *uncovered.values()))
    assert all(borne[key] <= funded[key] for key in borne)
    own = {line: sum(c for key, c in earmarked.items() if key[0] == line) for line in paid}
    if sum(general.values()) >= sum(max(paid[line] - own[line], 0) for line in paid):
        assert not any(uncovered.values())


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
