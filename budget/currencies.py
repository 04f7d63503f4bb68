"""Currencies by their codes of ISO 4217, and how an amount of one is rounded and written."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from babel.core import get_global
from babel.numbers import format_decimal, get_territory_currencies

from gfmd_meeting.dates import readers_locale

# Decimals by ISO 4217, for those that have not two. The CLDR tells those of daily use
# instead: it has none for the rial of Yemen, whose accounts are kept to the fils.
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_DECIMALS = {
    code: decimals
    for codes, decimals in ((_NONE, 0), (_THREE, 3), (_FOUR, 4))
    for code in codes.split()
}
# The columns of the meeting's own currency have two decimals.
MOST_DECIMALS = 2


def is_currency(code: str, on: date) -> bool:
    """Whether this is the money of some place on this day: DEM was, EUR is."""
    return code in _currencies_of(on.year, on.month)


def decimals_of(currency: str) -> int:
    """How many decimals an amount of a currency has by ISO 4217."""
    return _DECIMALS.get(currency, 2)


def is_in_coins(amount: Decimal, currency: str) -> bool:
    """Whether an amount has no smaller parts than its currency."""
    return amount == amount.quantize(Decimal(1).scaleb(-decimals_of(currency)))


def round_to_currency(amount: Decimal, currency: str) -> Decimal:
    """The amount in the meeting's currency to its smallest coin, half to even."""
    decimals = min(decimals_of(currency), MOST_DECIMALS)
    rounded = amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    return rounded.quantize(Decimal("0.01"))


def write_amount(amount: Decimal, currency: str = "") -> str:
    """An amount as the reader writes it: 1,575.00 or 1.575,00; with a currency, in its decimals."""
    decimals = decimals_of(currency)
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(amount, pattern, locale=readers_locale()).replace("-", "\N{MINUS SIGN}")


@lru_cache(maxsize=120)
def _currencies_of(year: int, month: int) -> frozenset[str]:
    first = date(year, month, 1)
    return frozenset(
        code
        for territory in get_global("territory_currencies")
        for code in get_territory_currencies(territory, start_date=first)
    )
