"""How days are written in the reader's language."""

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language


def readers_locale() -> Locale:
    """The reader's locale; English is that of the United Nations: day, month, year."""
    language = (get_language() or "en")[:2]
    return Locale.parse("en_GB" if language == "en" else language)


def day(value: date) -> str:
    """4 October 2011"""
    return _first_in_french(format_date(value, "long", locale=readers_locale()))


def day_of_month(value: date) -> str:
    """4 October"""
    return _first_in_french(format_skeleton("MMMMd", value, locale=readers_locale()))


def days(first: date, last: date) -> str:
    """4–5 October 2011"""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{day_of_month(first)} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def _first_in_french(written: str) -> str:
    """1er octobre: the first alone is an ordinal."""
    is_french = readers_locale().language == "fr"
    return written.replace("1 ", "1er ", 1) if is_french and written.startswith("1 ") else written


def country(code: str) -> str:
    """El Salvador"""
    return readers_locale().territories.get(code, code)
