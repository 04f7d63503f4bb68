"""Organisers are told once each when a line comes to 80, 95 and 100 per cent."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from budget.ledger import cancel_commitment, plan_line, reverse_disbursement
from budget.models import LineAlert
from budget.revisions import freeze_plan
from gfmd_meeting.models import OutgoingMail
from tests.budget.ledger_acts import DAY, commit, pay, plan
from tests.factories import make_organiser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(meeting):
    return plan("F", "1000")


def told():
    return list(LineAlert.objects.order_by("pk").values_list("percentage", flat=True))


def test_each_threshold_is_told_once_and_at_the_cent(line):
    make_organiser()
    commit(line, "799.99", reference="CON-1")
    assert told() == []
    commit(line, "0.01", reference="CON-2")
    assert told() == [80]
    pay(line, "149.99", reference="PAY-1")
    assert told() == [80]
    pay(line, "0.01", reference="PAY-2")
    pay(line, "49.99", reference="PAY-3")
    assert told() == [80, 95]
    pay(line, "0.01", reference="PAY-4")
    assert told() == [80, 95, 100]
    assert OutgoingMail.objects.count() == 3


def test_one_entry_past_several_is_one_message_of_the_highest(line):
    organiser = make_organiser()
    make_user()
    pay(line, "1000")

    (mail,) = OutgoingMail.objects.all()
    assert told() == [80, 95, 100]
    assert mail.to == organiser.email
    assert "100 per cent" in mail.subject
    assert "1,000.00" in mail.body


def test_what_was_told_is_not_told_again_after_a_correction(line):
    make_organiser()
    contract = commit(line, "850")
    cancel_commitment(contract, on=DAY, reason="Off", by=None)
    payment = pay(line, "850")
    reverse_disbursement(payment, on=DAY, reference="PAY-2", reason="Twice", by=None)
    pay(line, "850", reference="PAY-3")

    assert told() == [80]
    assert OutgoingMail.objects.count() == 1


def test_a_payment_of_what_was_committed_tells_nothing_new(line):
    make_organiser()
    contract = commit(line, "850")
    pay(line, "850", commitment=contract)

    assert OutgoingMail.objects.count() == 1


def test_what_is_refused_is_not_told(line):
    make_organiser()
    with pytest.raises(ValidationError):
        pay(line, "1000.01")

    assert told() == []
    assert not OutgoingMail.objects.exists()


def test_a_plan_that_shrinks_comes_to_a_threshold_too(line):
    make_organiser()
    commit(line, "700")
    line.planned = Decimal("800")
    plan_line(line, by=None)
    assert told() == [80]

    freeze_plan(decided_on=date(2011, 9, 1), by=None)
    line.planned = Decimal("700")
    plan_line(line, by=None)
    assert told() == [80]
    freeze_plan(decided_on=date(2011, 9, 2), reason="Less is needed", by=None)
    assert told() == [80, 95, 100]
