"""What the page of an import shows: the figures, and the rows a hundred at a time."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gfmd_meeting.models import SheetImport

from . import cells
from .verdicts import Finding, Verdict, read_verdicts

ROWS_ON_A_PAGE = 100


@dataclass(frozen=True)
class ShownCell:
    """A cell as it came; where it changes, what stands and what will; why it is refused."""

    text: str
    old: str
    now: str
    changes: bool
    reasons: list[str]


@dataclass(frozen=True)
class ShownRow:
    """A row with the verdict on it; ``wrong`` names the columns whose cells are refused."""

    number: int
    finding: str
    label: str
    wrong: list[str]
    cells: list[ShownCell]
    reasons: list[str]
    notes: list[str]


@dataclass(frozen=True)
class Tab:
    """All rows, or those of one finding."""

    finding: str
    label: str
    count: int
    is_open: bool


def tabs_of(sheet: SheetImport, finding: str) -> list[Tab]:
    counts = {one: getattr(sheet, one) for one in Finding.values}
    tabs = [Tab("", _("All rows"), sum(counts.values()), not finding)]
    return tabs + [
        Tab(one, Finding(one).label, counts[one], one == finding) for one in Finding.values
    ]


def rows_on_page(sheet: SheetImport, finding: str, page: int) -> list[ShownRow]:
    found = read_verdicts(
        sheet.verdicts.path,
        finding=finding,
        start=(page - 1) * ROWS_ON_A_PAGE,
        count=ROWS_ON_A_PAGE,
    )
    return [_shown(verdict, sheet.headings) for verdict in found]


def _shown(verdict: Verdict, headings: list[str]) -> ShownRow:
    return ShownRow(
        number=verdict.number,
        finding=verdict.finding,
        label=Finding(verdict.finding).label,
        wrong=[headings[int(place)] for place in verdict.reasons],
        cells=[_cell(verdict, place) for place in range(len(headings))],
        reasons=verdict.of_row,
        notes=verdict.notes,
    )


def _cell(verdict, place):
    key = str(place)
    return ShownCell(
        text=cells.shown(verdict.cells[place]) if place < len(verdict.cells) else "",
        old=verdict.old.get(key, ""),
        now=verdict.now.get(key, ""),
        changes=key in verdict.now,
        reasons=verdict.reasons.get(key, []),
    )
