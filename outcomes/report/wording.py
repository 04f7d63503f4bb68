"""How the report writes days, times, places and languages, in the language it is in."""

import unicodedata
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language

# Control characters, and halves of characters: neither JSON columns nor pages can hold them.
_UNWRITABLE = {"Cc", "Cs"}


def locale() -> Locale:
    """The reader's locale; English is that of the United Nations: day, month, year."""
    language = (get_language() or "en")[:2]
    return Locale.parse("en_GB" if language == "en" else language)


def day(value: date) -> str:
    """4 October 2011"""
    return format_date(value, "long", locale=locale())


def weekday(value: date) -> str:
    """Tuesday, 4 October 2011"""
    return format_date(value, "full", locale=locale())


def days(first: date, last: date) -> str:
    """4–5 October 2011"""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{format_skeleton('MMMMd', first, locale=locale())} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def time(value: datetime) -> str:
    """09:30"""
    return value.strftime("%H:%M")


def country(code: str) -> str:
    """El Salvador"""
    return locale().territories.get(code, code)


def language_name(code: str) -> str:
    """Spanish"""
    return locale().languages.get(code, code)


def alphabetical(name: str) -> str:
    """A key to sort names by, in which É stands with E."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(letter)
    ).casefold()


def writable(value):
    """The same values with no character in them that a page cannot show."""
    if isinstance(value, dict):
        return {key: writable(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [writable(entry) for entry in value]
    if isinstance(value, str):
        return "".join(
            letter
            for letter in value.replace("\r\n", "\n").replace("\r", "\n")
            if letter in "\n\t" or unicodedata.category(letter) not in _UNWRITABLE
        )
    return value
