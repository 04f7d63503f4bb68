"""How days are written in the reader's language."""

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language

# How two days in a row are joined, where a dash between them is foreign.
_PAIRED = {"es": "y", "fr": "et"}
# States that the United Nations calls otherwise than the CLDR: as they are in another language.
_CALLED_AS_IN = {("fr", "SV"): "es", ("fr", "TR"): "en", ("es", "TR"): "en"}


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
    """4–5 October 2011; 4 y 5 de octubre de 2011"""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        word = _PAIRED.get(readers_locale().language)
        if word and last.day - first.day == 1:
            return _first_in_french(f"{first.day} {word} {day(last)}")
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
    locale = readers_locale()
    other = _CALLED_AS_IN.get((locale.language, code))
    return (Locale.parse(other) if other else locale).territories.get(code, code)
