"""The sheets of the budget, in and out."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from budget.models import BudgetLine, Commitment, Contribution, Disbursement, Receipt
from budget.overview import summarize_budget
from budget.resources import (
    BudgetLineResource,
    CommitmentResource,
    ContributionResource,
    LedgerResource,
)
from tests.factories import make_meeting, make_organiser
from tests.sheets import take, upload

LINES = """code,title,planned_usd
C,"Interpretation in English, Spanish and French",9800
F,Documentation and translation,4500
"""
ENTRIES = """date,line,kind,reference,payee,description,currency,amount,usd_per_unit
2011-07-29,C,commitment,CON-002,Intérpretes Asociados,"Six interpreters, two days",USD,9300.00,1
2011-08-12,C,payment,PAY-001 / CON-002,Intérpretes Asociados,"First instalment",USD,4650.00,1
2011-09-06,F,commitment,CON-004,Bureau Léman,Background papers,CHF,3150.00,1.2600
2011-09-15,F,payment,PAY-003 / CON-004,Bureau Léman,Papers delivered,CHF,1575.00,1.1450
2011-10-05,F,payment,PAY-004,Cash desk,,USD,88.40,1
"""
CONTRIBUTIONS = """contributor,date,currency,amount,note,usd_per_unit
"Switzerland, Federal Office for Migration",2011-06-01,CHF,52000.00,To the meeting,1.1905
"El Salvador, Ministry of Foreign Affairs",2011-07-01,USD,13094.00,in cash,1
"""
HEADER = ENTRIES.splitlines()[0]
PATHS = {
    "lines": "/admin/budget/budgetline/",
    "commitments": "/admin/budget/commitment/",
    "payments": "/admin/budget/disbursement/",
    "contributions": "/admin/budget/contribution/",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, meeting):
    client.force_login(make_organiser())
    return client


def page(response):
    return " ".join(response.content.decode().split())


def preview(desk, where, text):
    file = SimpleUploadedFile("sheet.csv", text.encode())
    return upload(desk, PATHS[where] + "import/", file)


def load(desk, where, text):
    """Preview a sheet and confirm it, as an organiser does. Gives both answers."""
    shown = preview(desk, where, text)
    assert shown.context["sheet"].refused == 0, page(shown)
    done, _sheet = take(desk, shown)
    return shown, done


def everything():
    models = (BudgetLine, Commitment, Disbursement, Contribution, Receipt)
    return [list(model.objects.order_by("pk").values()) for model in models]


def export(resource):
    return resource().export().csv.replace("\r\n", "\n")


def test_the_plan_loads_as_organisers_hold_it(desk):
    load(desk, "lines", LINES)

    line = BudgetLine.objects.get(code="C")
    assert line.title_en == "Interpretation in English, Spanish and French"
    assert line.planned == 9800
    assert line.changed_by.is_staff


@pytest.mark.parametrize("where", ["commitments", "payments"])
def test_one_sheet_enters_commitments_and_their_payments(desk, where):
    load(desk, "lines", LINES)
    load(desk, where, ENTRIES)

    assert Commitment.objects.count() == 2
    paid = Disbursement.objects.get(reference="PAY-003")
    assert (paid.commitment.reference, paid.line.code) == ("CON-004", "F")
    assert (paid.currency, paid.amount, str(paid.value)) == ("CHF", 1575, "1803.38")
    assert paid.entered_by.is_staff
    assert Disbursement.objects.get(reference="PAY-004").commitment is None
    total = summarize_budget()["total"]
    assert {name: str(total[name]) for name in ("committed", "paid", "open", "left")} == {
        "committed": "13269.00",
        "paid": "6541.78",
        "open": "6634.50",
        "left": "1123.72",
    }


def test_contributions_load_as_organisers_hold_them(desk):
    load(desk, "contributions", CONTRIBUTIONS)

    first = Contribution.objects.get(currency="CHF")
    assert first.contributor.name == "Switzerland, Federal Office for Migration"
    assert (str(first.value), first.note) == ("61906.00", "To the meeting")
    assert str(summarize_budget()["contributed"]) == "75000.00"


@pytest.mark.parametrize(
    ("where", "text"),
    [("lines", LINES), ("payments", ENTRIES), ("contributions", CONTRIBUTIONS)],
)
def test_the_same_file_twice_adds_nothing_and_says_so(desk, where, text):
    load(desk, "lines", LINES)
    load(desk, where, text)
    before = everything()

    shown, _ = load(desk, where, text)

    assert "Every row stands already as it is in the file." in page(shown)
    assert everything() == before


def test_what_goes_out_is_what_came_in(desk):
    load(desk, "lines", LINES)
    load(desk, "payments", ENTRIES)
    load(desk, "contributions", CONTRIBUTIONS)
    sheets = {
        "lines": export(BudgetLineResource),
        "payments": export(LedgerResource),
        "contributions": export(ContributionResource),
    }
    before = everything()

    handed_in = {"lines": LINES, "payments": ENTRIES, "contributions": CONTRIBUTIONS}
    for where, text in handed_in.items():
        assert sheets[where].startswith(text.splitlines()[0])
    assert "2011-09-15,F,payment,PAY-003 / CON-004,Bureau Léman" in sheets["payments"]
    assert "CHF,1575.00,1.145,,\n" in sheets["payments"]
    for where, text in sheets.items():
        load(desk, where, text)
    assert everything() == before


def test_what_is_in_kind_comes_and_goes_as_such(desk):
    load(desk, "lines", LINES)
    text = "contributor,date,currency,amount,note,usd_per_unit,form,line\n"
    text += "IOM,2011-07-01,USD,700.00,,1,services,F\nIOM,2011-07-01,USD,700.00,,1,cash,\n"

    load(desk, "contributions", text)

    kind = Contribution.objects.get(form="services")
    assert kind.line.code == "F"
    rows = [row.rsplit(",", 2)[0] for row in export(ContributionResource).splitlines()]
    assert rows == text.splitlines()


def test_a_form_that_is_none_is_refused_in_words(desk):
    text = "contributor,date,currency,amount,usd_per_unit,form\nIOM,2011-07-01,USD,7,1,gold\n"

    assert "is none of: cash, goods, services" in page(preview(desk, "contributions", text))


def test_the_list_of_commitments_goes_out_alone(desk):
    load(desk, "lines", LINES)
    load(desk, "payments", ENTRIES)

    assert "payment" not in export(CommitmentResource)
    form = {"format": "0", "resource": "0"} | {
        f"commitmentresource_{name}": "on" for name in LedgerResource.Meta.fields
    }
    sheet = desk.post(PATHS["commitments"] + "export/", form).content.decode()
    assert "CON-004" in sheet
    assert "payment" not in sheet


def test_a_workbook_loads_too(desk):
    load(desk, "lines", LINES)
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    book.active.append(
        ["2011-09-06", "F", "Commitment", "CON-1", "Bureau", None, "chf", 3150, 1.26]
    )
    file = BytesIO()
    book.save(file)
    take(desk, upload(desk, PATHS["payments"] + "import/", BytesIO(file.getvalue())))

    assert Commitment.objects.get().value == Decimal("3969.00")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2011-09-06,Z,commitment,CON-9,B,,USD,1,1", "There is no budget line “Z”."),
        (
            "2011-09-06,F,gift,CON-9,B,,USD,1,1",
            "is none of: commitment, payment",
        ),
        ("6 Sept,F,commitment,CON-9,B,,USD,1,1", "is no day: write it as 2030-12-31"),
        ("31.9.2011,F,commitment,CON-9,B,,USD,1,1", "is no day of the calendar"),
        ("2011-09-06,F,commitment,CON-9,B,,USD,many,1", "“many” is no number"),
        ("2011-09-06,F,commitment,CON-9,B,,USD,,1", "is no number"),
        ("2011-09-06,F,commitment,CON-9,B,,USD,NaN,1", "“NaN” is no number"),
        ("2011-09-06,F,commitment,CON-9,B,,XYZ,1,1", "“XYZ” is no currency"),
        ("2011-09-06,F,commitment,CON-9,B,,CHF,1,0", "An exchange rate is more than zero"),
        ("2011-09-06,F,commitment,CON-9,B,,USD,4500.01,1", "4,500.00 left; this takes 4,500.01"),
        ("2011-09-06,F,payment,PAY-9 / CON-9,B,,USD,1,1", "There is no commitment “CON-9”"),
        ("2011-09-06,F,commitment,CON-9 / CON-8,B,,USD,1,1", "Only a payment names"),
        ("2011-09-06,F,commitment,CON-9,,,USD,1,1", "This field cannot be blank"),
        ("2011-09-06,F,commitment,,B,,USD,1,1", "This field cannot be blank"),
    ],
)
def test_the_preview_refuses_a_row_in_words(desk, row, sentence):
    load(desk, "lines", LINES)

    shown = preview(desk, "payments", f"{HEADER}\n{row}\n")

    assert sentence in page(shown)
    assert "No row can be taken." in page(shown)
    assert not Commitment.objects.exists()


def test_rows_that_overspend_only_together_are_refused(desk):
    load(desk, "lines", LINES)
    rows = "".join(f"2011-09-06,F,commitment,CON-{number},B,,USD,3000,1\n" for number in range(2))

    shown = preview(desk, "commitments", f"{HEADER}\n{rows}")

    assert "Line F has USD 1,500.00 left; this takes 3,000.00." in page(shown)


def test_an_entry_that_stands_is_not_changed_by_a_sheet(desk):
    load(desk, "lines", LINES)
    load(desk, "payments", ENTRIES)

    shown = preview(desk, "payments", ENTRIES.replace("9300.00", "9200.00"))

    assert "stands as it was entered; this cannot change: amount" in page(shown)


def test_a_plan_past_the_ceiling_is_refused(desk):
    shown = preview(desk, "lines", LINES + "X,Too much,75000\n")

    assert "60,700.00 is left for this line" in page(shown)


def test_a_file_without_a_column_is_refused_by_its_name(desk):
    shown = preview(desk, "lines", "code,title\nA,Travel\n")

    assert "The file has no column “planned_usd”." in page(shown)


def test_columns_are_named_for_the_currency_of_the_meeting(desk):
    make_meeting(currency="CHF")

    assert export(BudgetLineResource).startswith("code,title,planned_chf,")


@pytest.mark.parametrize("rows", [1, 30])
def test_an_export_asks_as_often_whatever_the_rows(desk, django_assert_num_queries, rows):
    load(desk, "lines", LINES)
    entries = "".join(
        f"2011-09-06,F,commitment,CON-{n},B,,USD,2,1\n"
        f"2011-09-06,F,payment,PAY-{n} / CON-{n},B,,USD,1,1\n"
        for n in range(rows)
    )
    load(desk, "payments", f"{HEADER}\n{entries}")

    with django_assert_num_queries(4):
        export(LedgerResource)
