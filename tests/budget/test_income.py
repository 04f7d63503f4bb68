"""Money in: pledged, received and taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from budget.income import (
    find_contributor,
    pledge_contribution,
    receive_contribution,
    reverse_receipt,
)
from budget.models import Contribution, Form, Receipt
from tests.budget.ledger_acts import DAY, give
from tests.factories import make_organiser, make_receipt

LATER = date(2011, 9, 20)


def pledge(amount, currency="USD", rate="1", **fields):
    contribution = Contribution(
        contributor=find_contributor("Switzerland"),
        pledged_on=DAY,
        currency=currency,
        amount=Decimal(amount),
        rate=Decimal(rate),
        **fields,
    )
    return pledge_contribution(contribution, by=None)


def receive(contribution, amount, rate="1", by=None, on=LATER, **fields):
    receipt = Receipt(
        contribution=contribution,
        received_on=on,
        amount=Decimal(amount),
        rate=Decimal(rate),
        **fields,
    )
    return receive_contribution(receipt, by=by)


@pytest.mark.django_db
def test_a_pledge_is_received_in_parts_each_at_the_rate_of_its_day(meeting):
    promised = pledge("100", "CHF", "1.20")

    first, second = receive(promised, "60", "1.10"), receive(promised, "40", "1.15")

    worth = [str(entry.value) for entry in (promised, first, second)]
    assert worth == ["120.00", "66.00", "46.00"]


@pytest.mark.django_db
def test_receipts_are_numbered_one_after_the_other(meeting):
    promised = pledge("100")
    receive(promised, "10", reference="R-2")

    assert [receive(promised, "1").reference for _ in range(2)] == ["R-3", "R-4"]


@pytest.mark.django_db
def test_what_is_given_at_once_is_a_pledge_and_a_receipt_of_one_day(meeting):
    receipt = give("52000", "CHF", "1.1905")

    assert receipt.contribution.value == receipt.value == Decimal("61906.00")
    assert receipt.received_on == receipt.contribution.pledged_on


@pytest.mark.django_db
def test_nothing_is_received_before_it_is_pledged(meeting):
    with pytest.raises(ValidationError, match="received then or later"):
        receive(pledge("100"), "100", on=date(2011, 9, 5))


@pytest.mark.django_db
def test_the_same_pledge_is_entered_once_and_its_like_in_kind_beside_it(meeting):
    pledge("100")

    with pytest.raises(ValidationError, match="entered already"):
        pledge("100")
    pledge("100", form=Form.SERVICES)


@pytest.mark.django_db
def test_goods_and_services_are_told_from_cash(meeting):
    pledge("100")
    pledge("100", form=Form.SERVICES)
    pledge("100", form=Form.GOODS)

    assert Contribution.objects.in_cash().count() == 1
    assert Contribution.objects.in_kind().count() == 2


@pytest.mark.django_db
def test_a_receipt_is_taken_back_by_an_entry_against_it(meeting):
    organiser = make_organiser()
    came = receive(pledge("100"), "100")

    back = reverse_receipt(came, on=LATER, reason="Booked twice", by=organiser)

    assert (back.amount, back.value, back.reverses, back.note) == (-100, -100, came, "Booked twice")
    assert back.entered_by == organiser
    assert Receipt.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "reason", "sentence"),
    [(DAY, "Booked twice", "on its day or later"), (LATER, " ", "Say why it is reversed")],
)
def test_taking_a_receipt_back_needs_a_reason_and_a_day(meeting, on, reason, sentence):
    came = receive(pledge("100"), "100")

    with pytest.raises(ValidationError, match=sentence):
        reverse_receipt(came, on=on, reason=reason, by=None)


@pytest.mark.django_db
def test_a_receipt_is_taken_back_once(meeting):
    came = receive(pledge("100"), "100")
    back = reverse_receipt(came, on=LATER, reason="Booked twice", by=None)

    for receipt in (came, back):
        with pytest.raises(ValidationError, match="reversed already"):
            reverse_receipt(receipt, on=LATER, reason="Again", by=None)


@pytest.mark.django_db
def test_only_a_reversal_takes_a_receipt_away_behind_the_ledgers_back(meeting):
    came = make_receipt()

    for fields in ({"amount": Decimal("-1")}, {"reverses": came, "amount": Decimal("1")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_receipt(contribution=came.contribution, **fields)


@pytest.mark.django_db
def test_a_contributor_is_known_again_by_name(meeting):
    assert find_contributor("Switzerland") == find_contributor("Switzerland")
    with pytest.raises(ValidationError):
        find_contributor("")
