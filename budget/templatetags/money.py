"""Amounts as the reader writes them."""

from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal, format_percent
from django import template

from budget.currencies import write_amount
from gfmd_meeting import dates

register = template.Library()


@register.filter
def amount(value, currency: str = "") -> str:
    """An amount, or the text of one, in the decimals of its currency."""
    return "" if value in (None, "") else write_amount(Decimal(value), currency)


@register.filter
def rate(value) -> str:
    """An exchange rate with the decimals that say something."""
    return format_decimal(Decimal(value), "0.0#######", locale=dates.readers_locale())


@register.filter
def day(value) -> str:
    """A day, or the ISO text of one: 4 October 2011."""
    return dates.day(date.fromisoformat(value) if isinstance(value, str) else value)


@register.filter
def percent(value) -> str:
    """A share in per cent, or the text of one: 86.4 %."""
    return format_percent(Decimal(value) / 100, "#,##0.0\u00a0%", locale=dates.readers_locale())
