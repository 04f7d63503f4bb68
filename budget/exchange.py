"""The table of exchange rates by the month."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting

from .currencies import is_currency
from .models import ExchangeRate


def find_rate(currency: str, on: date) -> ExchangeRate | None:
    """The rate of a currency for the month of a day, if the table has it."""
    return ExchangeRate.objects.filter(currency=currency, month=on.replace(day=1)).first()


def latest_rate(currency: str) -> ExchangeRate | None:
    """The rate of a currency for the last month that the table has."""
    return ExchangeRate.objects.filter(currency=currency).order_by("-month").first()


@transaction.atomic
def set_rate(row: ExchangeRate, *, by) -> ExchangeRate:
    """Store a rate for the month of its day. Entries that took the former keep it."""
    if row.month is not None:
        row.month = row.month.replace(day=1)
    row.clean_fields()
    if not is_currency(row.currency, on=row.month):
        raise ValidationError(
            {
                "currency": ValidationError(
                    _("“%(currency)s” is no currency of ISO 4217 on this day."),
                    code="unknown_currency",
                    params={"currency": row.currency},
                )
            }
        )
    if row.currency == Meeting.objects.values_list("currency", flat=True).get():
        raise ValidationError(
            {
                "currency": ValidationError(
                    _("%(currency)s is the meeting's own currency: its rate is 1."),
                    code="rate_of_own_currency",
                    params={"currency": row.currency},
                )
            }
        )
    row.changed_by = by
    row.full_clean()
    row.save()
    return row
