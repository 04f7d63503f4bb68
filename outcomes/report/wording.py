"""How the report writes times, languages and names, and what no page can show."""

import unicodedata
from datetime import datetime

from gfmd_meeting.dates import readers_locale

# Control characters, and halves of characters: neither JSON columns nor pages can hold them.
_UNWRITABLE = {"Cc", "Cs"}


def time(value: datetime) -> str:
    """09:30"""
    return value.strftime("%H:%M")


def language_name(code: str) -> str:
    """Spanish"""
    return readers_locale().languages.get(code, code)


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
