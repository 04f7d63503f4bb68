"""The desk's further pages: rates, receipts, papers, cancelling, reversing, approving."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from budget.models import (
    BudgetLine,
    BudgetRevision,
    Commitment,
    Disbursement,
    ExchangeRate,
    LineAlert,
    Receipt,
    SupportingDocument,
)
from budget.revisions import freeze_plan
from tests.budget.ledger_acts import commit, give, pay, plan
from tests.factories import (
    PDF,
    make_commitment,
    make_contribution,
    make_disbursement,
    make_organiser,
    make_receipt,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, meeting):
    client.force_login(make_organiser())
    return client


def page(response):
    return " ".join(response.content.decode().split())


def path(entry, end="change"):
    return f"/admin/budget/{entry._meta.model_name}/{entry.pk}/{end}/"


# -- The plan -------------------------------------------------------------------------------------


def test_a_line_is_planned_from_quantity_unit_cost_and_days(desk):
    data = {"code": "C", "title_en": "Interpreters", "quantity": "6", "unit_cost": "775"}

    assert desk.post("/admin/budget/budgetline/add/", data | {"days": "2"}).status_code == 302

    assert str(BudgetLine.objects.get().planned) == "9300.00"


def test_a_line_without_a_sum_says_what_to_write(desk):
    response = desk.post("/admin/budget/budgetline/add/", {"code": "C", "title_en": "Interpreters"})

    assert "Write a sum, or a quantity and a unit cost." in page(response)


def test_the_plan_is_approved_and_revised_line_by_line(desk):
    line = plan("A", "1000")
    shown = desk.get("/admin/budget/budgetrevision/add/")
    done = desk.post("/admin/budget/budgetrevision/add/", {"decided_on": "2011-07-01"})
    line.planned = Decimal("800")
    line.save()
    refused = desk.post("/admin/budget/budgetrevision/add/", {"decided_on": "2011-08-01"})
    desk.post(
        "/admin/budget/budgetrevision/add/", {"decided_on": "2011-08-01", "reason": "Less travel"}
    )

    assert "Approve the budget" in page(shown)
    assert done.status_code == 302
    assert "A revision of the approved budget says why." in page(refused)
    read = page(desk.get(path(BudgetRevision.objects.get(number=1))))
    for said in ("1,000.00", "800.00", "−200.00", "Less travel"):
        assert said in read


def test_a_revision_is_neither_changed_nor_deleted(desk):
    plan()
    revision = freeze_plan(decided_on=date(2011, 7, 1), by=None)

    desk.post(path(revision), {"reason": "Another"})

    revision.refresh_from_db()
    assert revision.reason == ""
    assert desk.post(path(revision, "delete")).status_code == 403


# -- Rates ----------------------------------------------------------------------------------------


def test_a_rate_of_a_month_is_used_where_an_entry_has_none(desk):
    rate = {"currency": "CHF", "month": "2011-09-17", "rate": "1.14", "source": "UN"}
    assert desk.post("/admin/budget/exchangerate/add/", rate).status_code == 302
    entry = {
        "line": plan().pk,
        "reference": "CON-1",
        "committed_on": "2011-09-06",
        "payee": "A bureau",
        "currency": "CHF",
        "amount": "100",
        "rate": "",
    }

    assert desk.post("/admin/budget/commitment/add/", entry).status_code == 302

    entry = Commitment.objects.get()
    assert (str(entry.value), entry.rate_source) == ("114.00", "UN")
    assert ExchangeRate.objects.get().changed_by.is_staff


def test_a_wrong_rate_is_said_beside_its_field(desk):
    rate = {"currency": "USD", "month": "2011-09-17", "rate": "", "source": ""}

    response = desk.post("/admin/budget/exchangerate/add/", rate)

    assert set(response.context["adminform"].form.errors) == {"rate", "source"}


# -- Money in -------------------------------------------------------------------------------------


def test_what_came_of_a_pledge_is_recorded_and_reversed(desk):
    pledge = make_contribution(amount=Decimal("100"))
    data = {"contribution": pledge.pk, "received_on": "2011-07-01", "amount": "60", "rate": ""}

    assert desk.post("/admin/budget/receipt/add/", data).status_code == 302
    came = Receipt.objects.get()
    asked = desk.get(path(came, "reverse"))
    refused = desk.post(path(came, "reverse"), {"on": "2011-06-30", "reason": "Booked twice"})
    desk.post(path(came, "reverse"), {"on": "2011-07-02", "reason": "Booked twice"})

    assert (came.reference, came.value) == ("R-1", 60)
    assert asked.status_code == 200
    assert "on its day or later" in page(refused)
    assert 'value="Booked twice"' in page(refused)
    assert came.reversal.amount == -60
    assert "USD 0.00" in page(desk.get(path(pledge)))


# -- Money out ------------------------------------------------------------------------------------


def test_a_commitment_is_cancelled_with_day_and_reason(desk):
    contract = commit(plan(), "100")

    refused = desk.post(path(contract, "cancel"), {"on": "2011-09-20", "reason": ""})
    done = desk.post(path(contract, "cancel"), {"on": "2011-09-20", "reason": "Smaller hall"})

    assert "This field is required." in page(refused)
    assert done.url == path(contract)
    contract.refresh_from_db()
    assert contract.cancelled_by.is_staff
    shown = page(desk.get(path(contract)))
    assert "Smaller hall" in shown
    assert "Cancel what is left" not in shown


def test_a_payment_is_reversed_with_day_reference_and_reason(desk):
    payment = pay(plan(), "100")

    data = {"on": "2011-09-20", "reference": "PAY-1R", "reason": "Paid twice"}
    done = desk.post(path(payment, "reverse"), data)
    again = desk.post(path(payment, "reverse"), data | {"reference": "PAY-1S"})

    assert done.url == path(payment)
    assert payment.reversal.reference == "PAY-1R"
    assert "reversed already" in page(again)


def test_a_line_is_overridden_with_a_reason(desk):
    entry = {
        "line": plan(planned="50").pk,
        "reference": "CON-1",
        "committed_on": "2011-09-06",
        "payee": "A bureau",
        "currency": "USD",
        "amount": "100",
        "rate": "",
    }

    refused = desk.post("/admin/budget/commitment/add/", entry)
    done = desk.post("/admin/budget/commitment/add/", entry | {"override_reason": "The only hall"})

    assert "50.00 left; this takes 100.00" in page(refused)
    assert done.status_code == 302
    assert "The only hall" in page(desk.get(path(Commitment.objects.get())))


@pytest.mark.parametrize("end", ["cancel", "reverse"])
def test_an_entry_that_is_not_there_is_not_found(desk, end):
    model = {"cancel": "commitment", "reverse": "disbursement"}[end]

    assert desk.get(f"/admin/budget/{model}/999/{end}/").status_code == 404


@pytest.mark.parametrize(
    ("make", "end"),
    [(make_commitment, "cancel"), (make_disbursement, "reverse"), (make_receipt, "reverse")],
)
def test_only_organisers_reach_the_acts(meeting, client, make, end):
    client.force_login(make_user())

    assert client.get(path(make(), end)).status_code in (302, 403)


# -- Papers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_commitment, make_disbursement, make_receipt])
def test_a_paper_is_kept_with_its_entry_and_comes_back_as_it_was(desk, make):
    entry = make()
    texts = {"payee": "A payee", "description": "", "note": ""}

    done = desk.post(path(entry), texts | {"upload": SimpleUploadedFile("Contract 1.pdf", PDF)})

    assert done.status_code == 302
    paper = SupportingDocument.objects.get()
    assert "Contract 1.pdf" in page(desk.get(path(entry)))
    response = desk.get(f"/budget/documents/{paper.pk}/")
    assert response.getvalue() == PDF
    assert "Contract 1.pdf" in response["Content-Disposition"]


def test_what_is_no_scan_is_refused_and_nothing_is_entered(desk):
    entry = {
        "line": plan().pk,
        "reference": "CON-1",
        "committed_on": "2011-09-06",
        "payee": "A bureau",
        "currency": "USD",
        "amount": "10",
        "rate": "",
        "upload": SimpleUploadedFile("contract.pdf", b"<script>alert(1)</script>"),
    }

    response = desk.post("/admin/budget/commitment/add/", entry)

    assert "no PDF, JPEG or PNG" in page(response)
    assert not Commitment.objects.exists()


def test_a_paper_is_for_organisers_alone(desk, client):
    desk.post(
        path(make_commitment()),
        {"payee": "A", "description": "", "upload": SimpleUploadedFile("a.pdf", PDF)},
    )
    client.force_login(make_user())

    pk = SupportingDocument.objects.get().pk
    assert client.get(f"/budget/documents/{pk}/").status_code == 404


# -- Lists ----------------------------------------------------------------------------------------


def test_alerts_are_read_and_nothing_else(desk):
    commit(plan(planned="100"), "96")

    assert LineAlert.objects.count() == 2
    assert "95" in page(desk.get("/admin/budget/linealert/"))
    assert desk.get("/admin/budget/linealert/add/").status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("model", "most"),
    [
        ("receipt", 11),
        ("exchangerate", 9),
        ("budgetrevision", 8),
        ("contributor", 8),
        ("linealert", 9),
    ],
)
def test_no_further_list_asks_more_for_more_rows(
    desk, django_assert_max_num_queries, model, most, rows
):
    line = plan(planned="70000")
    for number in range(rows):
        give("10", contributor=f"Giver {number}")
        pay(line, "1", reference=f"PAY-{number}")

    with django_assert_max_num_queries(most):
        assert desk.get(f"/admin/budget/{model}/").status_code == 200


@pytest.mark.parametrize("rows", [1, 20])
def test_a_payment_asks_as_often_whatever_the_ledger(django_assert_max_num_queries, meeting, rows):
    line = plan(planned="70000")
    for number in range(rows):
        pay(line, "1", reference=f"PAY-{number}")

    with django_assert_max_num_queries(19):
        pay(line, "1", reference="PAY-last")
    assert Disbursement.objects.count() == rows + 1
