"""What every entry of the ledger has in common: its worth, its day, and that it stands."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting

from .currencies import is_currency, is_in_coins, round_to_currency
from .exchange import find_rate
from .models import Commitment, Contribution, Disbursement, Receipt

# What may be mended in an entry. All else stands as it was entered.
TEXTS = {
    Commitment: ["payee", "description"],
    Disbursement: ["payee", "description"],
    Contribution: ["note"],
    Receipt: ["note"],
}


def lock_ledger() -> Meeting:
    """Let one act about money go on at a time, until its transaction ends."""
    return Meeting.objects.select_for_update().get()


def value_entry(entry, currency: str, day_field: str, meeting: Meeting) -> None:
    """Say what an entry is worth to the meeting, if its day, currency and rate can be.

    Without a rate of its own it takes that of the month from the table, with its source.
    """
    unset = ["value"] if entry.rate is not None else ["value", "rate"]
    entry.clean_fields(exclude=unset)
    day = getattr(entry, day_field)
    refuse_outside_accounts(day_field, day, meeting)
    refuse_unknown_currency(currency, day)
    if entry.rate is None:
        _take_rate(entry, currency, day, meeting)
    refuse_false_money(currency, "amount", entry.amount, entry.rate, meeting)
    worth = entry.amount * entry.rate
    if worth >= Decimal(10) ** 12:
        raise refusal("amount", "too_large", _("This is more than the ledger can hold."))
    entry.value = round_to_currency(worth, meeting.currency)


def refuse_unknown_currency(currency: str, on: date) -> None:
    if not is_currency(currency, on=on):
        raise refusal(
            "currency",
            "unknown_currency",
            _("“%(currency)s” is no currency of ISO 4217 on this day."),
            currency=currency,
        )


def refuse_false_money(
    currency: str, amount_field: str, amount: Decimal, rate: Decimal, meeting: Meeting
) -> None:
    """Money is more than nothing, in the coins of its currency, and at a rate that can be."""
    if rate <= 0:
        raise refusal("rate", "no_rate", _("An exchange rate is more than zero."))
    if amount <= 0:
        raise refusal(amount_field, "no_amount", _("An amount is more than zero."))
    if currency == meeting.currency and rate != 1:
        raise refusal(
            "rate",
            "rate_of_own_currency",
            _("%(currency)s is the meeting's own currency: its rate is 1."),
            currency=currency,
        )
    if not is_in_coins(amount, currency):
        raise refusal(
            amount_field,
            "finer_than_coins",
            _("%(currency)s has no such small parts."),
            currency=currency,
        )


def store_entry(entry, *, by):
    entry.entered_by = by
    entry.full_clean()
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def reword_entry(entry: Commitment | Disbursement | Contribution | Receipt, *, by):
    """Mend the texts of an entry that stands. What it says of money, line and day stays."""
    lock_ledger()
    stored = type(entry).objects.get(pk=entry.pk)
    texts = TEXTS[type(entry)]
    kept = [field for field in entry._meta.concrete_fields if field.name not in texts]
    changed = [
        str(field.verbose_name)
        for field in kept
        if getattr(entry, field.attname) != getattr(stored, field.attname)
    ]
    if changed:
        raise ValidationError(
            _("%(entry)s stands as it was entered; this cannot change: %(fields)s."),
            code="entry_stands",
            params={"entry": stored, "fields": ", ".join(changed)},
        )
    entry.full_clean()
    entry.save(update_fields=texts)
    return entry


def refuse_outside_accounts(field: str, day: date, meeting: Meeting) -> None:
    """Entries are dated within the period of the accounts, where the meeting file sets one."""
    first, last = meeting.accounts_open_on, meeting.accounts_close_on
    if (first and day < first) or (last and day > last):
        raise refusal(
            field,
            "outside_the_accounts",
            _("The accounts run from %(first)s to %(last)s."),
            first=first.isoformat() if first else "…",
            last=last.isoformat() if last else "…",
        )


def refusal(field: str, code: str, sentence: str, **params) -> ValidationError:
    """A refusal beside the field that it is about."""
    return ValidationError({field: ValidationError(sentence, code=code, params=params)})


def _take_rate(entry, currency: str, day: date, meeting: Meeting) -> None:
    if currency == meeting.currency:
        entry.rate = Decimal(1)
        return
    found = find_rate(currency, day)
    if found is None:
        raise refusal(
            "rate",
            "no_rate_of_the_month",
            _("The table has no rate of %(currency)s for %(month)s: write one here or there."),
            currency=currency,
            month=f"{day:%Y-%m}",
        )
    entry.rate = found.rate
    entry.rate_source = entry.rate_source or found.source
