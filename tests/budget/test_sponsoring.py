"""Whom the meeting pays for: estimates, what covers them, and what a withdrawal releases."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from budget.exchange import set_rate
from budget.figures import measure_lines
from budget.ledger import cancel_commitment, reverse_disbursement
from budget.models import CostKind, ExchangeRate, SponsoredCost, Sponsorship
from budget.sponsored import list_releasable, list_sponsored, list_unestimated, roll_up, total_of
from budget.sponsoring import (
    cover_by_commitment,
    cover_by_disbursement,
    drop_cost,
    estimate_cost,
    sponsor_participant,
)
from registrations.models import Status
from tests.budget.ledger_acts import DAY, commit, pay, plan
from tests.factories import make_organiser, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(meeting):
    return {"A": plan("A", "10000"), "B": plan("B", "5000")}


def cost(line, unit, kind=CostKind.TICKET, **fields):
    return SponsoredCost(
        kind=kind,
        line=line,
        unit_amount=Decimal(unit),
        **{"currency": "USD", "quantity": Decimal(1), "rate": Decimal(1)} | fields,
    )


def sponsor(*costs, **fields):
    participant = make_participant(**fields)
    return sponsor_participant(Sponsorship(participant=participant), costs=costs, by=None)


def tickets():
    return list(SponsoredCost.objects.filter(kind=CostKind.TICKET).order_by("pk"))


def withdraw(participant):
    participant.status, participant.decided_at = Status.WITHDRAWN, timezone.now()
    participant.save()


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return " ".join(refusal.value.messages)


# -- Estimates ------------------------------------------------------------------------------------


def test_a_delegate_costs_a_ticket_nights_and_a_terminal_allowance(lines):
    by = make_organiser()
    sponsorship = sponsor_participant(
        Sponsorship(participant=make_participant()),
        costs=[
            cost(lines["A"], "1500"),
            cost(lines["B"], "105", CostKind.ALLOWANCE, quantity=Decimal(4)),
            cost(lines["B"], "80.5", CostKind.TERMINAL),
        ],
        by=by,
    )

    (person,) = list_sponsored()

    assert [str(part.estimated) for part in person.parts] == ["1500.00", "420.00", "80.50"]
    assert person.total["estimated"] == Decimal("2000.50")
    assert sponsorship.entered_by == by
    assert {row.changed_by for row in sponsorship.costs.all()} == {by}


def test_an_estimate_is_rounded_once_and_takes_the_last_rate_of_the_table(lines):
    for month, rate in ((8, "1.2"), (9, "1.1455")):
        row = ExchangeRate(
            currency="CHF", month=DAY.replace(month=month), rate=Decimal(rate), source="A bank"
        )
        set_rate(row, by=None)

    night = cost(lines["B"], "33.33", CostKind.ALLOWANCE, currency="CHF", quantity=Decimal(3))
    night.rate = None
    sponsor(night)

    night.refresh_from_db()
    assert (str(night.value), night.rate_source) == ("114.54", "A bank")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"currency": "XQX"}, "no currency of ISO 4217"),
        ({"currency": "CHF", "rate": Decimal(0)}, "more than zero"),
        ({"currency": "CHF", "rate": None}, "The table has no rate of CHF"),
        ({"rate": Decimal("1.1")}, "its rate is 1"),
        ({"unit_amount": Decimal("-5")}, "more than zero"),
        ({"unit_amount": Decimal("0.001")}, "no such small parts"),
        ({"unit_amount": Decimal("99999999999"), "quantity": Decimal(999)}, "more than the ledger"),
        ({"quantity": Decimal(0)}, "more than zero"),
    ],
)
def test_an_estimate_that_cannot_be_is_refused(lines, fields, sentence):
    sponsorship = sponsor()
    estimate = cost(lines["A"], "10", sponsorship=sponsorship)
    for name, value in fields.items():
        setattr(estimate, name, value)

    assert sentence in refused(estimate_cost, estimate, by=None)
    assert not SponsoredCost.objects.exists()


def test_nobody_is_sponsored_twice_or_after_a_withdrawal(lines):
    sponsorship = sponsor(cost(lines["A"], "10"))
    again = Sponsorship(participant=sponsorship.participant)
    gone = Sponsorship(participant=make_participant(status=Status.WITHDRAWN))

    assert "already exists" in refused(sponsor_participant, again, by=None)
    assert "is not expected" in refused(sponsor_participant, gone, by=None)
    assert Sponsorship.objects.count() == 1


def test_a_refused_estimate_sponsors_nobody(lines):
    refused(sponsor, cost(lines["A"], "10", currency="XQX"))

    assert not Sponsorship.objects.exists()


def test_who_is_to_be_funded_and_has_no_estimate_is_listed(lines):
    make_participant(is_funded=False)
    make_participant(is_funded=True, status=Status.WITHDRAWN)
    waits = make_participant(is_funded=True)
    sponsor(cost(lines["A"], "10"), is_funded=True)
    begun = sponsor(is_funded=True)

    assert set(list_unestimated()) == {waits, begun.participant}


# -- What covers them -----------------------------------------------------------------------------


def test_a_contract_for_several_is_shared_out_to_the_cent(lines, meeting):
    for unit in ("700", "700", "700.01"):
        sponsor(cost(lines["A"], unit))
    contract = commit(lines["A"], "2000")
    cover_by_commitment(contract, costs=tickets(), by=None)

    people = list_sponsored()

    shares = [person.total["committed"] for person in people]
    assert sorted(map(str, shares)) == ["666.66", "666.67", "666.67"]
    assert sum(shares) == contract.value
    assert total_of([part for person in people for part in person.parts])["open"] == 2000
    (row,) = roll_up(people)
    assert row.committed == measure_lines(meeting)[lines["A"].pk].committed
    assert (row.foreseen, row.left, row.left_then) == (0, 8000, 8000)


def test_a_payment_of_some_leaves_the_rest_open_for_the_others(lines):
    for _ in range(4):
        sponsor(cost(lines["A"], "500"))
    contract = commit(lines["A"], "2000")
    cover_by_commitment(contract, costs=tickets(), by=None)
    first = pay(lines["A"], "1050", commitment=contract)
    cover_by_disbursement(first, costs=tickets()[:2], by=None)

    assert [
        (str(person.total["paid"]), str(person.total["open"])) for person in list_sponsored()
    ] == [("525.00", "0.00"), ("525.00", "0.00"), ("0.00", "475.00"), ("0.00", "475.00")]


def test_what_is_open_of_a_contract_is_of_what_is_not_paid_of_each(lines):
    for _ in range(3):
        sponsor(cost(lines["A"], "500"))
    contract = commit(lines["A"], "1500")
    cover_by_commitment(contract, costs=tickets(), by=None)
    cover_by_disbursement(
        pay(lines["A"], "400", commitment=contract), costs=[tickets()[0]], by=None
    )

    assert [str(person.total["open"]) for person in list_sponsored()] == [
        "100.00",
        "500.00",
        "500.00",
    ]


def test_a_contract_in_another_currency_is_shared_out_as_the_ledger_counts_it(lines, meeting):
    for _ in range(3):
        sponsor(cost(lines["A"], "100", currency="CHF", rate=Decimal("1.2")))
    contract = commit(lines["A"], "310", "CHF", "1.2345")
    cover_by_commitment(contract, costs=tickets(), by=None)
    payment = pay(lines["A"], "99.99", "CHF", "1.1111", commitment=contract)
    cover_by_disbursement(payment, costs=tickets()[:1], by=None)

    total = total_of([part for person in list_sponsored() for part in person.parts])

    figures = measure_lines(meeting)[lines["A"].pk]
    assert (total["committed"], total["open"], total["paid"]) == (
        figures.committed,
        figures.open,
        figures.paid,
    )


def test_a_payment_brings_a_cost_into_its_contract(lines):
    sponsor(cost(lines["A"], "500"))
    contract = commit(lines["A"], "500")
    payment = pay(lines["A"], "500", commitment=contract)

    cover_by_disbursement(payment, costs=tickets(), by=None)

    (ticket,) = tickets()
    assert (ticket.commitment, ticket.disbursement) == (contract, payment)


def test_what_is_reversed_or_cancelled_pays_and_promises_nothing(lines):
    sponsor(cost(lines["A"], "500"))
    contract = commit(lines["A"], "500")
    payment = pay(lines["A"], "200", commitment=contract)
    cover_by_disbursement(payment, costs=tickets(), by=None)
    reverse_disbursement(payment, on=DAY, reference="PAY-2", reason="Twice", by=None)

    (person,) = list_sponsored()
    assert (person.total["paid"], person.total["open"]) == (0, 500)

    cancel_commitment(contract, on=DAY, reason="Off", by=None)
    (person,) = list_sponsored()
    assert (person.total["committed"], person.total["open"]) == (0, 0)
    assert "covers nothing" in refused(cover_by_commitment, contract, costs=tickets(), by=None)
    assert "pays nothing" in refused(cover_by_disbursement, payment, costs=tickets(), by=None)


def test_only_costs_of_its_line_are_covered(lines):
    sponsor(cost(lines["B"], "500"))

    contract, payment = commit(lines["A"], "500"), pay(lines["A"], "50")

    assert "is of line B" in refused(cover_by_commitment, contract, costs=tickets(), by=None)
    assert "is of line B" in refused(cover_by_disbursement, payment, costs=tickets(), by=None)


def test_a_cost_in_one_contract_is_not_paid_by_another(lines):
    sponsor(cost(lines["A"], "500"))
    contract = commit(lines["A"], "500")
    cover_by_commitment(contract, costs=tickets(), by=None)
    direct = pay(lines["A"], "50")

    assert "a payment against that pays it" in refused(
        cover_by_disbursement, direct, costs=tickets(), by=None
    )


def test_what_is_paid_stays_in_its_contract(lines):
    sponsor(cost(lines["A"], "500"))
    contract = commit(lines["A"], "500")
    payment = pay(lines["A"], "500", commitment=contract)
    cover_by_disbursement(payment, costs=tickets(), by=None)

    assert "is paid by PAY-1" in refused(cover_by_commitment, contract, costs=[], by=None)
    assert "is paid by PAY-1" in refused(
        cover_by_commitment, commit(lines["A"], "9", reference="CON-2"), costs=tickets(), by=None
    )
    cover_by_disbursement(payment, costs=[], by=None)
    cover_by_commitment(contract, costs=[], by=None)
    assert not tickets()[0].is_covered


def test_an_estimate_that_is_covered_keeps_its_line_and_is_not_dropped(lines):
    sponsor(cost(lines["A"], "500"))
    cover_by_commitment(commit(lines["A"], "500"), costs=tickets(), by=None)
    (ticket,) = tickets()
    ticket.line = lines["B"]

    assert "stays on line A" in refused(estimate_cost, ticket, by=None)
    assert "in a contract or paid" in refused(drop_cost, ticket)


def test_an_estimate_is_changed_and_dropped_while_nothing_covers_it(lines):
    sponsor(cost(lines["A"], "500"))
    (ticket,) = tickets()
    ticket.unit_amount = Decimal("450")
    estimate_cost(ticket, by=None)
    assert tickets()[0].value == 450

    drop_cost(ticket)
    assert not tickets()


# -- A withdrawal ---------------------------------------------------------------------------------


def test_a_withdrawal_lists_what_falls_away_what_is_open_and_what_is_paid(lines):
    sponsorship = sponsor(
        cost(lines["A"], "500"),
        cost(lines["B"], "100", CostKind.ALLOWANCE, quantity=Decimal(4)),
        cost(lines["B"], "60", CostKind.TERMINAL),
    )
    sponsor(cost(lines["A"], "500"))
    ticket, allowance, terminal = sponsorship.costs.order_by("pk")
    contract = commit(lines["A"], "900")
    cover_by_commitment(contract, costs=tickets(), by=None)
    cover_by_disbursement(pay(lines["B"], "400"), costs=[allowance], by=None)
    assert list_releasable(list_sponsored()) == []

    withdraw(sponsorship.participant)

    found = {part.cost: part for part in list_releasable(list_sponsored())}
    assert found[ticket].open == 450
    assert found[allowance].paid == 400
    assert found[terminal].is_foreseen
    # Nobody plans to spend on who does not come.
    assert [row.foreseen for row in roll_up(list_sponsored())] == [0, 0]


# -- Its page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_as_often_whatever_the_rows(lines, django_assert_num_queries, rows):
    for number in range(rows):
        sponsor(cost(lines["A"], "10"), cost(lines["B"], "10", CostKind.TERMINAL))
        make_participant(is_funded=True)
        contract = commit(lines["A"], "5", reference=f"CON-{number}")
        cover_by_commitment(contract, costs=[tickets()[-1]], by=None)
    client = Client()
    client.force_login(make_organiser())

    with django_assert_num_queries(15):
        page = client.get("/budget/sponsored/").content.decode()

    assert "To be funded, without an estimate" in page


def test_the_page_shows_a_withdrawal_and_where_to_release_it(lines):
    sponsorship = sponsor(cost(lines["A"], "500"))
    contract = commit(lines["A"], "480", reference="CON-77")
    cover_by_commitment(contract, costs=tickets(), by=None)
    withdraw(sponsorship.participant)
    client = Client()
    client.force_login(make_organiser())

    page = client.get("/budget/sponsored/").content.decode()

    assert "Withdrawn: what can be released" in page
    assert f'<a href="/admin/budget/commitment/{contract.pk}/change/">CON-77</a>' in page
    assert "480.00" in page
