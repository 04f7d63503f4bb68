"""Past its line with a reason, past the ceiling never; cancelled and reversed, never deleted."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from budget.figures import measure_lines
from budget.ledger import cancel_commitment, enter_disbursement, reverse_disbursement
from budget.models import Commitment, Disbursement
from gfmd_meeting.models import Meeting
from tests.budget.ledger_acts import DAY, commit, pay, plan
from tests.factories import make_commitment, make_disbursement, make_meeting, make_organiser

LATER = date(2011, 9, 20)


def figures_of(line, on=None):
    figures = measure_lines(Meeting.objects.get(), line, on)[line.pk]
    return str(figures.committed), str(figures.paid), str(figures.open)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        act(*args, **kwargs)
    return caught.value


# -- Past the line --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_organiser_goes_past_a_line_with_a_reason_that_stays(meeting):
    line = plan(planned="1000")

    commit(line, "1000.01", override="The booth broke")

    assert Commitment.objects.get().override_reason == "The booth broke"


@pytest.mark.django_db
def test_a_reason_that_was_not_needed_is_not_kept(meeting):
    line = plan(planned="1000")

    commit(line, "1000", override="To be safe")

    assert Commitment.objects.get().override_reason == ""


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_a_line_holds(meeting, reason):
    assert "F has USD 1,000.00 left" in str(
        refusal_of(commit, plan(planned="1000"), "1001", override=reason)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("act", [commit, pay])
def test_no_reason_goes_past_the_ceiling(act):
    make_meeting(budget_ceiling=Decimal("1500"))
    commit(plan("A", "1000"), "1000", reference="CON-A")
    line = plan("B", "500")

    refusal = refusal_of(act, line, "500.01", override="Needed")

    assert "ceiling USD 500.00 is left; this takes 500.01" in str(refusal)
    act(line, "500")


@pytest.mark.django_db
def test_what_one_line_goes_past_its_plan_another_cannot_spend_past_the_ceiling():
    make_meeting(budget_ceiling=Decimal("1000"))
    first, second = plan("A", "600"), plan("B", "400")
    commit(first, "700", override="Dearer tickets", reference="CON-A")

    refusal = refusal_of(pay, second, "400")

    assert "ceiling USD 300.00 is left" in str(refusal)


@pytest.mark.django_db
def test_an_overspent_line_is_still_paid_what_it_committed(meeting):
    line = plan(planned="100")
    contract = commit(line, "150", override="The only hall")

    pay(line, "150", commitment=contract)

    assert figures_of(line) == ("150.00", "150.00", "0.00")


# -- Cancelled ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_cancelled_commitment_frees_what_is_not_paid(meeting):
    line = plan(planned="1000")
    contract = commit(line, "1000")
    pay(line, "300", commitment=contract)

    cancel_commitment(contract, on=LATER, reason="Smaller hall", by=None)

    assert figures_of(line) == ("300.00", "300.00", "0.00")
    commit(line, "700", reference="CON-2", on=LATER)


@pytest.mark.django_db
def test_before_the_day_of_its_cancelling_a_commitment_was_open(meeting):
    line = plan(planned="1000")
    cancel_commitment(commit(line, "1000"), on=LATER, reason="Smaller hall", by=None)

    assert figures_of(line, on=DAY) == ("1000.00", "0.00", "1000.00")
    assert figures_of(line, on=LATER) == ("0.00", "0.00", "0.00")


@pytest.mark.django_db
def test_a_cancelling_says_who_when_and_why(meeting):
    organiser = make_organiser()
    contract = commit(plan(), "10")

    cancel_commitment(contract, on=LATER, reason=" Smaller hall ", by=organiser)

    contract.refresh_from_db()
    assert (contract.cancelled_on, contract.cancelled_by) == (LATER, organiser)
    assert contract.cancel_reason == "Smaller hall"
    assert contract.cancelled_at is not None


@pytest.mark.django_db
def test_nothing_is_paid_against_a_cancelled_commitment_however_old_the_form(meeting):
    line = plan()
    opened = commit(line, "100")
    cancel_commitment(Commitment.objects.get(), on=LATER, reason="Off", by=None)

    assert "CON-1 is cancelled" in str(refusal_of(pay, line, "10", commitment=opened, on=LATER))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "reason", "sentence"),
    [
        (LATER, " ", "Say why it is cancelled"),
        (date(2011, 9, 5), "Off", "it is cancelled then or later"),
        (date(2013, 1, 1), "Off", "The accounts run from 2011-01-01 to 2011-12-31"),
    ],
)
def test_a_cancelling_has_a_reason_and_a_day_that_can_be(on, reason, sentence):
    make_meeting(accounts_open_on=date(2011, 1, 1), accounts_close_on=date(2011, 12, 31))
    contract = commit(plan(), "100")

    assert sentence in str(refusal_of(cancel_commitment, contract, on=on, reason=reason, by=None))


@pytest.mark.django_db
def test_what_is_paid_in_full_or_cancelled_is_not_cancelled(meeting):
    line = plan()
    paid, off = commit(line, "10", reference="CON-1"), commit(line, "10", reference="CON-2")
    pay(line, "10", commitment=paid)
    cancel_commitment(off, on=LATER, reason="Off", by=None)

    for contract, sentence in ((paid, "paid in full"), (off, "cancelled already")):
        refusal = refusal_of(cancel_commitment, contract, on=LATER, reason="Off", by=None)
        assert sentence in str(refusal)


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"cancelled_on": LATER}, {"cancel_reason": "Off"}])
def test_the_database_keeps_day_and_reason_of_a_cancelling_together(meeting, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_commitment(**fields)


# -- Reversed -------------------------------------------------------------------------------------


def reverse(payment, on=LATER, reference="PAY-R", reason="Paid twice", **kwargs):
    return reverse_disbursement(
        payment, on=on, reference=reference, reason=reason, by=None, **kwargs
    )


@pytest.mark.django_db
def test_a_reversed_payment_is_left_again_and_stays_in_the_ledger(meeting):
    line = plan(planned="1000")
    payment = pay(line, "1000")

    reversal = reverse(payment)

    assert figures_of(line) == ("0.00", "0.00", "0.00")
    assert figures_of(line, on=DAY) == ("0.00", "1000.00", "0.00")
    assert (reversal.amount, reversal.value, reversal.reverses) == (-1000, -1000, payment)
    assert Disbursement.objects.count() == 2


@pytest.mark.django_db
def test_a_reversal_opens_again_what_the_payment_had_settled(meeting):
    line = plan()
    contract = commit(line, "100", "CHF", "1.25")
    payment = pay(line, "40", "CHF", "1.20", contract)

    reverse(payment)

    assert figures_of(line) == ("125.00", "0.00", "125.00")
    pay(line, "100", "CHF", "1.25", contract, reference="PAY-2", on=LATER)


@pytest.mark.django_db
def test_a_reversal_that_opens_more_than_the_line_has_is_refused_or_overridden(meeting):
    line = plan(planned="125")
    contract = commit(line, "100", "CHF", "1.25")
    payment = pay(line, "100", "CHF", "1.00", contract)
    pay(line, "25", reference="PAY-2")

    assert "Line F has USD" in str(refusal_of(reverse, payment))
    assert reverse(payment, override="The bank returned it").override_reason


@pytest.mark.django_db
def test_a_reversal_of_a_payment_of_a_cancelled_commitment_opens_nothing(meeting):
    line = plan()
    contract = commit(line, "100")
    payment = pay(line, "40", commitment=contract)
    cancel_commitment(contract, on=LATER, reason="Off", by=None)

    reverse(payment)

    assert figures_of(line) == ("0.00", "0.00", "0.00")


@pytest.mark.django_db
def test_a_payment_is_reversed_once_and_a_reversal_never(meeting):
    payment = pay(plan(), "10")
    reversal = reverse(payment)

    for entry in (payment, reversal):
        assert "reversed already" in str(refusal_of(reverse, entry, reference="PAY-R2"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Say why it is reversed"),
        ({"on": date(2011, 9, 5)}, "on its day or later"),
        ({"reference": "PAY-1"}, "already exists"),
    ],
)
def test_a_reversal_has_a_reason_a_day_and_a_reference_of_its_own(meeting, fields, sentence):
    assert sentence in str(refusal_of(reverse, pay(plan(), "10"), **fields))


@pytest.mark.django_db
def test_only_a_reversal_takes_away_even_behind_the_ledgers_back(meeting):
    payment = make_disbursement()

    for fields in ({"amount": Decimal("-1")}, {"reverses": payment, "amount": Decimal("1")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_disbursement(line=payment.line, **fields)


@pytest.mark.django_db
def test_a_payment_is_not_dated_before_its_commitment(meeting):
    line = plan()
    contract = commit(line, "10", on=LATER)
    early = Disbursement(
        line=line,
        commitment=contract,
        reference="PAY-1",
        paid_on=DAY,
        payee="A bureau",
        currency="USD",
        amount=Decimal(10),
        rate=Decimal(1),
    )

    refusal = refusal_of(enter_disbursement, early, by=None)

    assert "paid_on" in refusal.error_dict
