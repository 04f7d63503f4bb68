"""What is published, as files to work with: CSV and JSON (docs/outcomes.schema.json)."""

import csv
import io
import json
from collections.abc import Callable, Iterable

from gfmd_meeting.spreadsheets.cells import neutralized

from .models import LANGUAGE_CODES
from .published import Entry

# The texts by language, one column each; every other value in a column of its own name.
_BY_LANGUAGE = ("title", "text", "results")


def write_json(entries: Iterable[Entry], *, absolute: Callable[[str], str]) -> str:
    """A list of items under "items", each with every key; addresses in full."""
    items = [_values(entry, absolute) for entry in entries]
    return json.dumps({"count": len(items), "items": items}, ensure_ascii=False, indent=2)


def write_csv(entries: Iterable[Entry], *, absolute: Callable[[str], str]) -> str:
    """One row for each item, with a mark that lets spreadsheets read it as UTF-8."""
    written = io.StringIO()
    written.write("\N{BYTE ORDER MARK}")
    rows = csv.writer(written)
    rows.writerow(_columns())
    for entry in entries:
        rows.writerow([neutralized(cell) for cell in _cells(_values(entry, absolute))])
    return written.getvalue()


def _values(entry, absolute):
    values = entry.as_values()
    return values | {"address": absolute(entry.address) if entry.address else ""}


def _columns():
    for name in Entry.__dataclass_fields__:
        if name in _BY_LANGUAGE:
            yield from (f"{name}_{code}" for code in LANGUAGE_CODES)
        else:
            yield name


def _cells(values):
    for name, value in values.items():
        if name in _BY_LANGUAGE:
            yield from (value.get(code, "") for code in LANGUAGE_CODES)
        elif isinstance(value, tuple):
            yield ", ".join(map(str, value))
        else:
            yield "" if value is None else value
