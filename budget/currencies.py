"""Currencies by their codes of ISO 4217, and how an amount of one is rounded."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from babel.core import get_global
from babel.numbers import format_decimal, get_currency_precision, get_territory_currencies

from gfmd_meeting.dates import readers_locale

# The columns of amounts have two decimals.
MOST_DECIMALS = 2


def is_currency(code: str, on: date) -> bool:
    """Whether this is the money of some place on this day: DEM was, EUR is."""
    return code in _currencies_of(on.year, on.month)


def round_to_currency(amount: Decimal, currency: str) -> Decimal:
    """The amount in whole units of the smallest coin, half to even."""
    decimals = min(get_currency_precision(currency), MOST_DECIMALS)
    rounded = amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    return rounded.quantize(Decimal("0.01"))


def write_amount(amount: Decimal) -> str:
    """An amount to the cent as the reader writes it: 1,575.00 or 1.575,00."""
    return format_decimal(amount, "#,##0.00", locale=readers_locale())


@lru_cache(maxsize=120)
def _currencies_of(year: int, month: int) -> frozenset[str]:
    first = date(year, month, 1)
    return frozenset(
        code
        for territory in get_global("territory_currencies")
        for code in get_territory_currencies(territory, start_date=first)
    )
