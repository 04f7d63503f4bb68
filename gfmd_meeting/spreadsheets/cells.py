"""What a cell may say: no live formula leaves, and what was neutralized comes back as it was."""

import re

_LIVE = re.compile(r"^'*[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST_CELL = 32_767


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


def read(value):
    """A cell as a person meant it: no spaces around, no apostrophe before a formula's sign."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    value = value.strip()
    if value.startswith("'") and _LIVE.match(value):
        return value[1:]
    return value
