"""What was found of each row of a sheet, kept as lines of a file.

A line begins with the sign of its verdict, so that those of one verdict are found
without reading the others.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Finding(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")


SIGNS = {"new": "n", "changed": "c", "unchanged": "u", "refused": "r"}


@dataclass
class Verdict:
    """A row of a sheet: its number, its cells as they came, and what was found of it.

    ``old`` and ``now`` tell by its place what stands in a cell that changes and what
    will; ``reasons`` by its place why a cell is refused; ``of_row`` why the row is.
    """

    number: int
    cells: list
    finding: str = Finding.REFUSED.value
    old: dict[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    of_row: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return self.finding == Finding.REFUSED

    def refuse(self, error, resource, columns: dict[int, str]) -> None:
        """Say of a ValidationError what belongs to which cell, and the rest of the row."""
        places = {column: place for place, column in columns.items()}
        by_attribute = getattr(error, "error_dict", None) or {NON_FIELD_ERRORS: error.error_list}
        for attribute, errors in by_attribute.items():
            for one in errors:
                column = getattr(one, "column", None) or resource.column_of(attribute)
                for sentence in one.messages:
                    if column in places:
                        self.reasons.setdefault(str(places[column]), []).append(sentence)
                    else:
                        self.of_row.append(_named(resource, attribute, column, sentence))

    def to_line(self) -> str:
        return SIGNS[self.finding] + json.dumps(asdict(self)) + "\n"


def _named(resource, attribute, column, sentence):
    """A sentence about something that has no column in the file, with its name before it."""
    name = column
    if name is None and attribute != NON_FIELD_ERRORS:
        names = {one.name: one.verbose_name for one in resource._meta.model._meta.fields}
        name = names.get(attribute)
    return f"{capfirst(name)}: {sentence}" if name else sentence


def write_verdicts(path, verdicts, *, after: int) -> int:
    """Write verdicts behind the first bytes of a file. Returns how many bytes it has then.

    What stood behind those is of a worker that died before its rows were settled.
    """
    with open(path, "r+b") as file:
        file.truncate(after)
        file.seek(after)
        for verdict in verdicts:
            file.write(verdict.to_line().encode())
        return file.tell()


def read_verdicts(path, *, finding: str = "", start: int = 0, count=None) -> Iterator[Verdict]:
    """The verdicts of a file, all or those of one finding."""
    sign = SIGNS.get(finding, "")
    with open(path, encoding="utf-8") as file:
        lines = (line for line in file if line.startswith(sign))
        for line in islice(lines, start, None if count is None else start + count):
            yield Verdict(**json.loads(line[1:]))


def reasons_in_words(verdict: Verdict, headings: list[str]) -> str:
    """Why a row is refused, in one cell."""
    of_cells = [
        f"{headings[int(place)]}: {sentence}"
        for place, sentences in verdict.reasons.items()
        for sentence in sentences
    ]
    return " ".join([*of_cells, *verdict.of_row])
