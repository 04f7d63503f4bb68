"""What a cell may say: no live formula leaves, none is stored, and what was neutralized
comes back as it was.

A cell is text, a number, true or false, a moment, or one of the two marks that the
reader of workbooks leaves: a formula without a value, and a value that is a fault.
"""

import re
import unicodedata
from datetime import datetime, time

from django.utils.translation import gettext as _

_LIVE = re.compile(r"^'*[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
LONGEST_CELL = 32_767


def fold(text) -> str:
    """A name without what people type differently."""
    straight = str(text or "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    plain = unicodedata.normalize("NFKD", straight)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.casefold().split())


def neutralized(value):
    """Text that a spreadsheet would run as a formula, with an apostrophe before it.

    Numbers stay numbers; control characters, which block a whole workbook, are marked.
    """
    if not isinstance(value, str):
        return value
    value = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)
    if _LIVE.match(value) and not _NUMBER.match(value):
        return f"'{value}"
    return value


def read(cell):
    """A cell as a person meant it: no spaces around, no apostrophe before a formula's sign."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return datetime.fromisoformat(cell["moment"]) if "moment" in cell else ""
    if not isinstance(cell, str):
        return cell
    cell = cell.strip()
    if cell.startswith("'") and _LIVE.match(cell):
        return cell[1:]
    return cell


def fault_of(cell, *, was_handed_back: bool = False) -> str | None:
    """Why a cell cannot be taken, whatever its column, or nothing.

    In a file that was handed back a formula stands as text, with an apostrophe.
    """
    if isinstance(cell, dict):
        if "formula" in cell:
            return _formula(cell["formula"])
        if "fault" in cell:
            return _("The formula of this cell fails with %(fault)s. Write its value.") % {
                "fault": cell["fault"]
            }
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if text.startswith("=") or (was_handed_back and text.startswith("'=")):
        return _formula(text.lstrip("'"))
    if _UNSTORABLE.search(text):
        return _("This cell holds a character that cannot be stored. Type it again.")
    return None


def shown(cell) -> str:
    """A cell as text, as its spreadsheet would show it."""
    if isinstance(cell, dict):
        if "moment" not in cell:
            return next(iter(cell.values()))
        cell = read(cell)
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", str(cell))


def handed_back(cell):
    """A cell as it goes back to whom it came from: as it was, and no live formula."""
    if isinstance(cell, dict):
        cell = read(cell) if "moment" in cell else shown(cell)
    if isinstance(cell, str):
        return neutralized(_UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", cell))
    return cell


def _formula(text):
    return _("This cell holds a formula, “%(formula)s”. Write its value.") % {"formula": text[:100]}
