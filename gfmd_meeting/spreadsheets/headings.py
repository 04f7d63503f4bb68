"""Which row holds the headings, and which column each of them names.

Organisers put titles and empty rows above their lists, order the columns as they
like, and head them in any language of the meeting.
"""

import re
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import cells

LOOKED_AT = 10
# Heads the column of reasons in a file that is handed back.
REASONS = {
    "en": "Why this row was refused",
    "es": "Por qué se rechazó esta fila",
    "fr": "Pourquoi cette ligne a été refusée",
}


@dataclass(frozen=True)
class Headings:
    """The row of headings: its number, its texts, and the places of the columns that are known."""

    number: int
    texts: list[str]
    columns: dict[int, str]
    ignored: list[str]
    was_handed_back: bool

    def row_of(self, cells_of_row: list) -> dict:
        """What a row says in each column that is known."""
        return {
            column: cells.read(cells_of_row[place]) if place < len(cells_of_row) else ""
            for place, column in self.columns.items()
        }


def reasons_heading() -> str:
    return REASONS.get((get_language() or "en")[:2], REASONS["en"])


def fold_heading(text) -> str:
    """A heading without what people type differently, signs and underscores among it."""
    return " ".join(re.sub(r"[\W_]+", " ", cells.fold(text)).split())


def find_headings(rows, names: dict[str, str], required: list[str]) -> Headings:
    """The headings of a sheet, among its first ten rows. Raises ValidationError.

    ``names`` are the columns by each of the folded headings that they go by.
    """
    best, most = None, 0
    for number, row in islice(rows, LOOKED_AT):
        known = {names.get(fold_heading(cells.shown(cell))) for cell in row} - {None}
        if len(known) > most:
            best, most = (number, row), len(known)
    if best is None:
        raise ValidationError(
            _("None of the first rows holds the headings of this list, such as “%(columns)s”."),
            code="no_headings",
            params={"columns": "”, “".join(required)},
        )
    headings = _read_headings(*best, names)
    missing = [column for column in required if column not in headings.columns.values()]
    if missing:
        raise ValidationError(
            _("The file has no column “%(columns)s”."),
            code="column_missing",
            params={"columns": "”, “".join(missing)},
        )
    return headings


def _read_headings(number, row, names) -> Headings:
    texts = [cells.shown(cell).strip() for cell in row]
    reasons = {fold_heading(text) for text in REASONS.values()}
    columns, ignored = {}, []
    for place, text in enumerate(texts):
        column = names.get(fold_heading(text))
        if column in columns.values():
            raise ValidationError(
                _("Two columns are “%(column)s”. Keep one of them."),
                code="column_twice",
                params={"column": column},
            )
        if column:
            columns[place] = column
        elif text and fold_heading(text) not in reasons:
            ignored.append(text)
    was_handed_back = any(fold_heading(text) in reasons for text in texts)
    return Headings(number, texts, columns, ignored, was_handed_back)
