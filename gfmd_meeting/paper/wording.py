"""What pages can show, and how a language sets it."""

import re
import unicodedata
from functools import cache

from babel import Locale

# Control characters, and halves of characters: neither JSON columns nor pages can hold them.
_UNWRITABLE = {"Cc", "Cs"}

_NO_BREAK = "\N{NO-BREAK SPACE}"


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


def typeset(value, language: str):
    """Texts as print sets them: curved apostrophes, and nothing parted that belongs together."""
    if isinstance(value, dict):
        return {key: typeset(entry, language) for key, entry in value.items()}
    if isinstance(value, list):
        return [typeset(entry, language) for entry in value]
    if isinstance(value, str):
        return _keep_together(re.sub(r"(?<=\w)'(?=\w)", "’", value), language)
    return value


def unbroken(value, language: str):
    """Texts with no letter changed, and no line that ends within a figure, a day or a title."""
    if isinstance(value, dict):
        return {key: unbroken(entry, language) for key, entry in value.items()}
    if isinstance(value, list):
        return [unbroken(entry, language) for entry in value]
    return _keep_together(value, language) if isinstance(value, str) else value


def _keep_together(text, language):
    """The spaces at which no line may end are made to hold."""
    text = _bound(language).sub(lambda found: found[0].replace(" ", _NO_BREAK), text)
    return _keep_signs(text) if language == "fr" else text


@cache
def _bound(language):
    """What is not parted: amounts, spans, days, titles before names, names of places, sources."""
    months = "|".join(Locale.parse(language).months["format"]["wide"].values())
    return re.compile(
        "|".join(
            (
                r"\b[A-Z]{3} (?=\d)",
                r"\d (?=\d{3}(?!\d))",
                r"\d (?:millions?|millones|billions?|milliards?|per cent|pour cent|por ciento|%)",
                r"\d (?:to|and|a|y|à|et) (?=\d)",
                rf"\d(?:er)? (?:de )?(?:{months})\b",
                r"\b[A-Z][a-z]{0,2}\. (?=[A-Z])",
                r"\b(?:El|San|Santa|Costa|Sri|New) (?=[A-Z])",
                r"\w (?=(?:1[89]|20)\d\d\))",
            )
        )
    )


def _keep_signs(text):
    """A sign that French sets off by a space stays on the line of its word."""
    text = re.sub(r"[ \u202f]+(?=[;:!?»])", _NO_BREAK, text)
    return re.sub(r"(?<=«)[ \u202f]+", _NO_BREAK, text)
