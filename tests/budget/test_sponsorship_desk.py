"""Sponsored participants at the desk: sponsored, estimated, and covered by what is entered."""

import pytest
from django.test import Client

from budget.models import CostKind, SponsoredCost, Sponsorship
from budget.sponsoring import cover_by_commitment
from tests.budget.ledger_acts import commit, pay, plan
from tests.factories import make_organiser, make_participant, make_user

pytestmark = pytest.mark.django_db
COSTS = "/admin/budget/sponsoredcost/"


@pytest.fixture
def organiser(meeting):
    return make_organiser()


@pytest.fixture
def desk(organiser):
    client = Client()
    client.force_login(organiser)
    return client


@pytest.fixture
def lines(meeting):
    return plan("A", "10000"), plan("B", "5000")


def said(participant, lines, **fields):
    travel, stay = lines
    return {
        "participant": participant.pk,
        "note": "",
        "currency": "USD",
        "rate": "",
        "rate_source": "",
        "travel_line": travel.pk,
        "ticket": "1500",
        "stay_line": stay.pk,
        "nights": "3",
        "allowance": "140.50",
        "terminal": "60",
    } | fields


def page(response):
    return response.content.decode()


def sponsored(desk, lines):
    participant = make_participant()
    response = desk.post("/admin/budget/sponsorship/add/", said(participant, lines))
    assert response.status_code == 302, page(response)
    return Sponsorship.objects.get(participant=participant)


def test_a_participant_is_sponsored_with_the_first_estimates(desk, lines, organiser):
    sponsorship = sponsored(desk, lines)

    assert sponsorship.entered_by == organiser
    assert [(row.kind, str(row.value)) for row in sponsorship.costs.order_by("pk")] == [
        ("ticket", "1500.00"),
        ("allowance", "421.50"),
        ("terminal", "60.00"),
    ]
    shown = page(desk.get(f"/admin/budget/sponsorship/{sponsorship.pk}/change/"))
    assert "421.50" in shown
    assert f"{COSTS}add/?sponsorship={sponsorship.pk}" in shown


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"currency": "XQX"}, "no currency of ISO 4217"),
        ({"currency": "CHF"}, "The table has no rate of CHF"),
        ({"nights": ""}, "This is wanted too."),
        ({"allowance": ""}, "This is wanted too."),
        ({"travel_line": ""}, "This is wanted too."),
        ({"ticket": "-1"}, "more than zero"),
        ({"ticket": "a lot"}, "Enter a number."),
        ({"currency": "usd", "rate": "2"}, "its rate is 1"),
        ({"currency": "", "rate": "1"}, "cannot be blank"),
        ({"participant": ""}, "This field is required."),
        ({"participant": "999999"}, "That choice is not one of the available choices"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_kept(desk, lines, fields, sentence):
    answer = desk.post("/admin/budget/sponsorship/add/", said(make_participant(), lines) | fields)

    assert answer.status_code == 200
    assert sentence in page(answer)
    assert not Sponsorship.objects.exists()
    assert not SponsoredCost.objects.exists()


def test_one_is_sponsored_first_and_estimated_later(desk, lines):
    nothing = dict.fromkeys(("ticket", "nights", "allowance", "terminal"), "")
    participant = make_participant()
    desk.post("/admin/budget/sponsorship/add/", said(participant, lines, **nothing))
    sponsorship = Sponsorship.objects.get()

    first = page(desk.get(f"{COSTS}add/?sponsorship={sponsorship.pk}"))
    assert 'value="USD"' in first
    estimate = {
        "sponsorship": sponsorship.pk,
        "kind": CostKind.TICKET,
        "line": lines[0].pk,
        "quantity": "1",
        "currency": "USD",
        "unit_amount": "700",
        "rate": "",
        "rate_source": "",
    }
    assert desk.post(f"{COSTS}add/", estimate).status_code == 302
    again = desk.post(f"{COSTS}add/", estimate)
    assert "is entered already" in page(again)
    cost = SponsoredCost.objects.get()
    changed = desk.post(f"{COSTS}{cost.pk}/change/", estimate | {"unit_amount": "800"})
    assert changed.status_code == 302
    assert SponsoredCost.objects.get().value == 800
    assert desk.post(f"{COSTS}{cost.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not SponsoredCost.objects.exists()


def test_a_note_is_mended_and_whom_it_is_about_stays(desk, lines):
    sponsorship = sponsored(desk, lines)
    path = f"/admin/budget/sponsorship/{sponsorship.pk}/change/"
    management = {"costs-TOTAL_FORMS": 0, "costs-INITIAL_FORMS": 0}

    desk.post(path, {"note": "By land", "participant": make_participant().pk} | management)

    sponsorship.refresh_from_db()
    assert sponsorship.note == "By land"
    assert desk.get(f"/admin/budget/sponsorship/{sponsorship.pk}/delete/").status_code == 403


def test_a_contract_and_a_payment_are_told_whose_costs_they_cover(desk, lines):
    for _ in range(2):
        sponsored(desk, lines)
    first, second = SponsoredCost.objects.filter(kind=CostKind.TICKET).order_by("pk")
    contract = commit(lines[0], "2900")
    path = f"/admin/budget/commitment/{contract.pk}/cover/"
    assert path in page(desk.get(f"/admin/budget/commitment/{contract.pk}/change/"))
    # Of its line alone: tickets, and no allowance.
    assert page(desk.get(path)).count('type="checkbox"') == 2

    assert desk.post(path, {"costs": [first.pk, second.pk]}).status_code == 302
    assert page(desk.get(path)).count("checked") == 2
    payment = pay(lines[0], "1450", commitment=contract)
    paid = f"/admin/budget/disbursement/{payment.pk}/cover/"
    assert desk.post(paid, {"costs": [first.pk]}).status_code == 302
    refused = desk.post(path, {"costs": [second.pk]})
    assert "is paid by PAY-1" in page(refused)
    other = SponsoredCost.objects.filter(kind=CostKind.TERMINAL).first()
    assert "not one of the available choices" in page(desk.post(path, {"costs": [other.pk]}))

    shown = page(desk.get(f"{COSTS}{first.pk}/change/"))
    assert "CON-1" in shown
    assert "PAY-1" in shown
    assert desk.get(f"{COSTS}{first.pk}/delete/").status_code == 403


@pytest.mark.parametrize("rows", [1, 20])
def test_the_lists_ask_as_often_whatever_the_rows(desk, lines, django_assert_max_num_queries, rows):
    for _ in range(rows):
        sponsored(desk, lines)
    tickets = SponsoredCost.objects.filter(kind=CostKind.TICKET)
    cover_by_commitment(commit(lines[0], "500"), costs=tickets, by=None)

    with django_assert_max_num_queries(8):
        desk.get("/admin/budget/sponsorship/")
    with django_assert_max_num_queries(9):
        desk.get(COSTS)


@pytest.mark.parametrize("path", ["sponsorship/", "sponsorship/add/", "sponsoredcost/"])
def test_nobody_but_organisers_sees_them(meeting, client, path):
    client.force_login(make_user())

    assert client.get(f"/admin/budget/{path}").status_code == 302
