"""The rows that were refused, handed back as a file with a column of reasons."""

import csv
from collections.abc import Iterator
from tempfile import TemporaryFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gfmd_meeting.models import SheetImport

from .cells import LONGEST_CELL, handed_back
from .files import Form
from .headings import REASONS, fold_heading, reasons_heading
from .verdicts import Finding, read_verdicts, reasons_in_words


def write_refused(sheet: SheetImport):
    """An open file, in the form of the one that came, with its headings and the refused rows."""
    file = TemporaryFile("w+b")  # noqa: SIM115 - whoever sends it closes it
    if sheet.form == Form.XLSX:
        _write_workbook(_rows(sheet), file)
    else:
        _write_text(_rows(sheet), file)
    file.seek(0)
    return file


def _rows(sheet) -> Iterator[list]:
    """Headings and rows as they came; a column of older reasons makes place for the new."""
    reasons = {fold_heading(heading) for heading in REASONS.values()}
    kept = [n for n, text in enumerate(sheet.headings) if fold_heading(text) not in reasons]
    yield [*(handed_back(sheet.headings[place]) for place in kept), reasons_heading()]
    for verdict in read_verdicts(sheet.verdicts.path, finding=Finding.REFUSED):
        cells = [
            handed_back(verdict.cells[place]) if place < len(verdict.cells) else None
            for place in kept
        ]
        yield [*cells, handed_back(reasons_in_words(verdict, sheet.headings))]


def _write_workbook(rows, file):
    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in rows:
        page.append([_as_it_is(page, cell) for cell in row])
    book.save(file)


def _as_it_is(page, cell):
    if not isinstance(cell, str):
        return cell
    # Text stays text, whatever it looks like.
    written = WriteOnlyCell(page, value=cell[:LONGEST_CELL])
    written.data_type = "s"
    return written


def _write_text(rows, file):
    # Excel takes a file for UTF-8 only by this mark.
    file.write("\ufeff".encode())
    writer = csv.writer(_Encoded(file))
    for row in rows:
        writer.writerow(row)


class _Encoded:
    def __init__(self, file):
        self._file = file

    def write(self, text):
        self._file.write(text.encode())
