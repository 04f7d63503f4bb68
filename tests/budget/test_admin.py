"""The organisers' desk for the budget asks the ledger, and says what it refuses."""

from decimal import Decimal

import pytest

from budget.models import BudgetLine, Commitment, Contribution, Disbursement
from tests.factories import (
    make_commitment,
    make_contribution,
    make_contributor,
    make_disbursement,
    make_line,
    make_organiser,
    make_party,
    make_user,
)

LISTS = ["budgetline", "contribution", "commitment", "disbursement"]
ENTRY = {"payee": "A bureau", "description": "", "currency": "USD", "amount": "100", "rate": "1"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, meeting):
    client.force_login(make_organiser())
    return client


def page(response):
    return " ".join(response.content.decode().split())


def add_commitment(desk, of, **fields):
    data = ENTRY | {"line": of.pk, "reference": "CON-1", "committed_on": "2011-09-06"} | fields
    return desk.post("/admin/budget/commitment/add/", data)


def test_a_line_is_planned_within_the_ceiling(desk):
    data = {"code": "A", "title_en": "Travel", "planned": "75000.01"}

    refused = desk.post("/admin/budget/budgetline/add/", data)
    done = desk.post("/admin/budget/budgetline/add/", data | {"planned": "75000"})

    assert "75,000.00 is left for this line" in page(refused)
    assert "planned" in refused.context["adminform"].form.errors
    assert done.status_code == 302
    line = BudgetLine.objects.get()
    assert (line.planned, line.changed_by.is_staff) == (75000, True)


def test_a_line_is_not_lowered_beneath_what_it_spends(desk):
    line = make_line(planned=Decimal("1000"))
    make_commitment(line=line, amount=Decimal("600"))

    response = desk.post(
        f"/admin/budget/budgetline/{line.pk}/change/",
        {"code": line.code, "title_en": "Line", "planned": "500"},
    )

    assert "USD 600.00 is committed or paid" in page(response)


def test_a_commitment_is_entered_by_the_one_who_enters_it(desk):
    response = add_commitment(desk, make_line(), currency="CHF", rate="1.1455", amount="1.50")

    assert response.status_code == 302
    entry = Commitment.objects.get()
    assert str(entry.value) == "1.72"
    assert entry.entered_by.is_staff


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"amount": "1000.01"}, "amount", "has USD 1,000.00 left; this takes 1,000.01"),
        ({"currency": "XYZ"}, "currency", "“XYZ” is no currency of ISO 4217"),
        ({"currency": "CHF", "rate": "0"}, "rate", "An exchange rate is more than zero"),
        ({"rate": "1.5"}, "rate", "its rate is 1"),
        ({"amount": "-5"}, "amount", "An amount is more than zero"),
        (
            {"currency": "CHF", "amount": "99999999999", "rate": "9999"},
            "amount",
            "more than the ledger can hold",
        ),
    ],
)
def test_a_refusal_stands_beside_its_field(desk, fields, field, sentence):
    response = add_commitment(desk, make_line(), **fields)

    assert response.status_code == 200
    assert sentence in " ".join(response.context["adminform"].form.errors[field])
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("fields", [{"amount": ""}, {"rate": "x"}, {"line": ""}, {"amount": "NaN"}])
def test_what_has_no_shape_is_said_by_the_form(desk, fields):
    response = add_commitment(desk, make_line(), **fields)

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == set(fields)


def test_a_payment_beyond_its_commitment_is_refused(desk):
    contract = make_commitment(amount=Decimal("100"))
    data = ENTRY | {
        "line": contract.line_id,
        "commitment": contract.pk,
        "reference": "PAY-1",
        "paid_on": "2011-09-06",
    }

    refused = desk.post("/admin/budget/disbursement/add/", data | {"amount": "100.01"})
    done = desk.post("/admin/budget/disbursement/add/", data)

    assert "USD 100.00 is left to pay" in page(refused)
    assert done.status_code == 302
    assert Disbursement.objects.get().commitment == contract


def test_a_contribution_is_entered_once(desk):
    giver = make_contributor()
    data = ENTRY | {"contributor": giver.pk, "form": "cash", "pledged_on": "2011-06-01", "note": ""}

    assert desk.post("/admin/budget/contribution/add/", data).status_code == 302
    again = desk.post("/admin/budget/contribution/add/", data)

    assert "This contribution is entered already." in page(again)
    assert Contribution.objects.count() == 1


def test_of_an_entry_only_the_texts_change(desk):
    entry = make_commitment(amount=Decimal("100"))

    response = desk.post(
        f"/admin/budget/commitment/{entry.pk}/change/",
        {"payee": "Another", "description": "Two days", "amount": "1", "currency": "CHF"},
    )

    assert response.status_code == 302
    entry.refresh_from_db()
    assert (entry.payee, entry.description) == ("Another", "Two days")
    assert (entry.amount, entry.currency) == (100, "USD")


@pytest.mark.parametrize(
    ("model", "make"),
    [
        ("commitment", make_commitment),
        ("disbursement", make_disbursement),
        ("contribution", make_contribution),
    ],
)
def test_what_is_entered_is_not_deleted(desk, model, make):
    entry = make()

    assert desk.post(f"/admin/budget/{model}/{entry.pk}/delete/").status_code == 403
    data = {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"}
    desk.post(f"/admin/budget/{model}/", data)
    assert type(entry).objects.filter(pk=entry.pk).exists()


def test_a_line_with_entries_is_not_deleted(desk):
    entry = make_commitment()

    response = desk.post(f"/admin/budget/budgetline/{entry.line_id}/delete/", {"post": "yes"})

    assert response.status_code == 200
    assert BudgetLine.objects.exists()


def test_the_list_of_lines_shows_what_is_left(desk):
    line = make_line(planned=Decimal("4500"))
    make_disbursement(
        commitment=make_commitment(line=line, amount=Decimal("3969")), amount=Decimal("1803.38")
    )

    for path in ("/admin/budget/budgetline/", f"/admin/budget/budgetline/{line.pk}/change/"):
        shown = page(desk.get(path))
        for figure in ("3,969.00", "1,803.38", "2,165.62", "531.00"):
            assert figure in shown


@pytest.mark.parametrize("model", LISTS)
def test_every_list_is_searched_and_every_entry_opened(desk, model):
    make_disbursement(commitment=make_commitment())
    entry = make_contribution()

    assert desk.get(f"/admin/budget/{model}/?q=a").status_code == 200
    assert desk.get(f"/admin/budget/{model}/add/").status_code == 200
    pk = entry.pk if model == "contribution" else 0
    models = {"budgetline": BudgetLine, "commitment": Commitment, "disbursement": Disbursement}
    pk = pk or models[model].objects.get().pk
    assert desk.get(f"/admin/budget/{model}/{pk}/change/").status_code == 200
    assert desk.get(f"/admin/budget/{model}/import/").status_code == 200
    assert desk.get(f"/admin/budget/{model}/export/").status_code == 200


@pytest.mark.parametrize("model", LISTS)
def test_supporters_do_not_reach_the_desk(meeting, client, model):
    client.force_login(make_user(party=make_party(is_supporter=True)))

    assert client.get(f"/admin/budget/{model}/").status_code in (302, 403)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("model", "most"), [*zip(LISTS, (14, 13, 13, 12), strict=True)])
def test_no_list_asks_more_for_more_rows(desk, django_assert_max_num_queries, model, most, rows):
    for _ in range(rows):
        make_disbursement(commitment=make_commitment())
        make_contribution(contributor=make_contributor(party=make_party()))

    with django_assert_max_num_queries(most):
        assert desk.get(f"/admin/budget/{model}/").status_code == 200
