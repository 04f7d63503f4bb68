"""What an entry is worth, and on which days: the rules that all entries share."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from budget.currencies import write_amount
from budget.exchange import find_rate, set_rate
from budget.models import ExchangeRate
from gfmd_meeting.models import Meeting
from tests.budget.ledger_acts import DAY, commit, give, pay, plan
from tests.factories import make_meeting


def rate_of(currency, rate, month=date(2011, 9, 17), source="Operational rates of the UN"):
    row = ExchangeRate(currency=currency, month=month, rate=Decimal(rate), source=source)
    return set_rate(row, by=None)


# -- The table of rates ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_entry_without_a_rate_takes_that_of_its_month_and_keeps_the_source(meeting):
    rate_of("CHF", "1.14")

    entry = commit(plan(), "100", "CHF", rate=None)

    assert (str(entry.value), entry.rate_source) == ("114.00", "Operational rates of the UN")


@pytest.mark.django_db
def test_a_rate_that_changes_later_changes_no_entry(meeting):
    row = rate_of("CHF", "1.14")
    entry = commit(plan(), "100", "CHF", rate=None)
    row.rate = Decimal("1.20")
    set_rate(row, by=None)

    entry.refresh_from_db()
    assert str(entry.value) == "114.00"


@pytest.mark.django_db
def test_a_month_that_the_table_lacks_is_told_beside_the_rate(meeting):
    rate_of("CHF", "1.14", month=date(2011, 8, 1))

    with pytest.raises(ValidationError, match="no rate of CHF for 2011-09") as refused:
        commit(plan(), "100", "CHF", rate=None)
    assert set(refused.value.error_dict) == {"rate"}


@pytest.mark.django_db
def test_the_meetings_own_currency_needs_no_rate(meeting):
    assert commit(plan(), "100", rate=None).rate == 1


@pytest.mark.django_db
def test_a_rate_is_kept_for_the_whole_month_of_its_day(meeting):
    rate_of("CHF", "1.14", month=date(2011, 9, 17))

    assert find_rate("CHF", date(2011, 9, 1)) == find_rate("CHF", date(2011, 9, 30))
    assert find_rate("CHF", date(2011, 10, 1)) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("currency", "rate", "sentence"),
    [
        ("USD", "1", "the meeting's own currency"),
        ("XYZ", "1", "is no currency"),
        ("CHF", "0", "more than zero"),
    ],
)
def test_the_table_refuses_what_can_be_no_rate(meeting, currency, rate, sentence):
    with pytest.raises(ValidationError, match=sentence):
        rate_of(currency, rate)


@pytest.mark.django_db
def test_the_database_keeps_one_rate_a_month_on_its_first_day(meeting):
    rate_of("CHF", "1.14")
    row = {"currency": "CHF", "rate": Decimal("1.15"), "source": "Another"}

    for month in (date(2011, 9, 1), date(2011, 10, 2)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExchangeRate.objects.create(month=month, **row)


# -- Coins ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("currency", "amount", "rate"),
    [("JPY", "100.5", "0.013"), ("KWD", "1.0005", "3.6"), ("CHF", "1.005", "1.1")],
)
def test_an_amount_has_no_smaller_parts_than_its_currency(meeting, currency, amount, rate):
    with pytest.raises(ValidationError, match=f"{currency} has no such small parts"):
        commit(plan(), amount, currency, rate)


@pytest.mark.django_db
def test_dinars_are_kept_to_the_fils_and_rounded_once(meeting):
    entry = commit(plan(), "1.005", "KWD", "3.6")

    entry.refresh_from_db()
    assert entry.amount == Decimal("1.005")
    assert str(entry.value) == "3.62"


@pytest.mark.parametrize(
    ("amount", "rate", "worth"), [("0.01", "0.5", "0.00"), ("0.03", "0.5", "0.02")]
)
@pytest.mark.django_db
def test_a_half_cent_is_rounded_to_even(meeting, amount, rate, worth):
    assert str(commit(plan(), amount, "CHF", rate).value) == worth


def test_an_amount_is_written_in_the_decimals_of_its_currency():
    assert write_amount(Decimal("1575.0000"), "JPY") == "1,575"
    assert write_amount(Decimal("1575.0000"), "KWD") == "1,575.000"
    assert write_amount(Decimal("1575.0000"), "YER") == "1,575.00"


# -- The period of the accounts -------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("act", [commit, pay, lambda line, amount, on: give(amount, on=on)])
@pytest.mark.parametrize("on", [date(2010, 12, 31), date(2012, 1, 1)])
def test_an_entry_is_dated_within_the_accounts(act, on):
    make_meeting(accounts_open_on=date(2011, 1, 1), accounts_close_on=date(2011, 12, 31))
    line = plan()

    with pytest.raises(ValidationError, match="accounts run from 2011-01-01 to 2011-12-31"):
        act(line, "10", on=on)
    act(line, "10", on=date(2011, 12, 31))


@pytest.mark.django_db
def test_accounts_that_close_before_they_open_are_refused_by_the_database(meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.update(accounts_open_on=DAY, accounts_close_on=date(2011, 1, 1))
