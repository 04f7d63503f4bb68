"""The statement adds up, agrees with an independent count, and names nobody."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from budget.ledger import cancel_commitment, reverse_disbursement
from budget.models import (
    Commitment,
    Disbursement,
    Form,
)
from budget.revisions import freeze_plan
from budget.statement.attribution import bear_payments, fund_lines
from budget.statement.lines import SUMMED
from budget.statement.making import make_statement, make_statement_paper
from tests.budget.ledger_acts import commit, give, pay, plan
from tests.budget.ledger_of_a_statement import (
    COMMITMENTS,
    GIFTS,
    LAST,
    LINES,
    PAYEE,
    PAYMENTS,
    keep_ledger,
    take,
)
from tests.factories import make_organiser, make_party, make_user


@pytest.fixture
def ledger(meeting):
    return keep_ledger()


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
