"""One value of a meeting file: of the right kind, and one that its column can hold."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models

from .faults import Faults
from .layout import LANGUAGES, column_of

KINDS = {
    models.CharField: (str, "text in quotation marks"),
    models.EmailField: (str, "an e-mail address in quotation marks"),
    models.SlugField: (str, "a key in quotation marks, such as asia-pacific"),
    models.TextField: (str, "text in quotation marks"),
    models.DateField: (date, "a date without quotation marks, such as 2025-12-31"),
    models.PositiveSmallIntegerField: (int, "a whole number"),
    models.DecimalField: ((int, Decimal), "an amount such as 1200 or 1200.50"),
    models.BooleanField: (bool, "true or false, without quotation marks"),
}
# To Python a truth value is a number, and a moment is a date.
NOT_MEANT = (bool, datetime)
LARGEST_NUMBER = 32_767  # that PostgreSQL takes for a small integer; SQLite takes any


def read_value(given, column: str, field: models.Field, place: str, faults: Faults) -> dict:
    """The value under the name of its column, or nothing where it is faulty."""
    kind, expected = KINDS[type(field)]
    if not isinstance(given, kind) or (kind is not bool and isinstance(given, NOT_MEANT)):
        faults.add(place, f"expected {expected}")
        return {}
    if isinstance(given, str):
        if holds_control_character(given):
            faults.add(place, "holds a control character")
            return {}
        given = folded(given)
    if isinstance(field, models.PositiveSmallIntegerField) and given > LARGEST_NUMBER:
        faults.add(place, f"{given} is more than {LARGEST_NUMBER}")
        return {}
    if field.choices and given not in dict(field.choices):
        faults.add(place, f"“{given}” is none of: {', '.join(dict(field.choices))}")
        return {}
    try:
        return {column: field.clean(given, None)}
    except ValidationError as error:
        for sentence in error.messages:
            faults.add(place, sentence)
        return {}


def read_translations(given, key: str, field: models.Field, place: str, faults: Faults) -> dict:
    """One text for each language, under the names of their columns."""
    if not isinstance(given, dict):
        ways = ", ".join(f"{key}.{language}" for language in LANGUAGES)
        faults.add(place, f"expected a text in each language: {ways}")
        return {}
    for language in given.keys() - set(LANGUAGES):
        faults.add(f"{place}.{language}", "unknown language")
    values = {}
    for language in LANGUAGES:
        where = f"{place}.{language}"
        text = given.get(language, "")
        if isinstance(text, str) and not text.strip():
            faults.add(where, "missing translation")
        else:
            values |= read_value(text, column_of(key, language), field, where, faults)
    return values


def folded(text: str) -> str:
    """The text with each paragraph on one line: where the file breaks a line says nothing.

    Only spaces, tabs and line breaks are folded; a no-break space stays.
    """
    paragraphs = (re.sub(r"[ \t\n]+", " ", part).strip(" ") for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(part for part in paragraphs if part)


def holds_control_character(text: str) -> bool:
    return any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text)
