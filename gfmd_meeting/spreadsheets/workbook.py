"""Reads the first sheet of a workbook within bounds, in a process of its own.

A small file can ask for gigabytes (a cell far away, a table of styles), so the
parent gives it to a child that may not take them: this file, run as a program.
Nothing here needs Django, and the child does not load it. Rows go out one by one,
each a line of JSON, so that neither side holds more than one.
"""

import json
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path

# The rows of the longest list, and room for a title and the headings above it.
MOST_ROWS = 10_020
MOST_COLUMNS = 100
MOST_PARTS = 1_000
MOST_BYTES_UNPACKED = 100_000_000
MOST_BYTES_OF_MEMORY = 500_000_000
MOST_SECONDS = 60

FAULTS = {
    3: "too_large",
    4: "text_document",
    5: "open_document",
    6: "binary_workbook",
    7: "archive",
}
CODES = {fault: code for code, fault in FAULTS.items()}


class WorkbookError(Exception):
    """The file is no workbook, or one that takes more than it may. Says which."""


def write_rows(source, spool) -> None:
    """Write the rows of a workbook's first sheet, those that are not empty, line by line.

    ``source`` and ``spool`` are open files. A line is ``[number, cells]``, the number
    as a spreadsheet shows it. Raises WorkbookError.
    """
    command = [sys.executable, "-I", str(Path(__file__))]
    try:
        child = subprocess.run(
            command,
            stdin=source,
            stdout=spool,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS * 2,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise WorkbookError("too_large") from error
    if child.returncode < 0:
        raise WorkbookError("too_large")
    if child.returncode:
        raise WorkbookError(FAULTS.get(child.returncode, "unreadable"))


def _to_json(cell):
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"moment": datetime.combine(cell, time()).isoformat()}
    return str(cell)


def _fault_of_archive(source) -> str | None:
    """What is wrong with the parts that a workbook is packed of, before any is unpacked."""
    import zipfile

    with zipfile.ZipFile(source) as archive:
        parts = {part.filename: part.file_size for part in archive.infolist()}
    if any(name.startswith("word/") for name in parts):
        return "text_document"
    if "content.xml" in parts and "mimetype" in parts:
        return "open_document"
    if "xl/workbook.bin" in parts:
        return "binary_workbook"
    if "xl/workbook.xml" not in parts:
        return "archive"
    if len(parts) > MOST_PARTS or sum(parts.values()) > MOST_BYTES_UNPACKED:
        return "too_large"
    return None


def _rows_of(sheet):
    """The rows that are there, each with its number and its cells by their places.

    A formula that holds no value is told, and so is a value that is a fault. Rows and
    cells between those that are there are not made up: a cell far away costs nothing.
    """
    from openpyxl.worksheet import _reader

    class Parser(_reader.WorkSheetParser):
        def parse_cell(self, element):
            cell = super().parse_cell(element)
            if cell["value"] is None:
                formula = element.find(_reader.FORMULA_TAG)
                if formula is not None:
                    cell["value"] = {"formula": "=" + (formula.text or "")}
            elif cell["data_type"] == "e":
                cell["value"] = {"fault": str(cell["value"])}
            return cell

    book = sheet.parent
    with sheet._get_source() as source:
        parser = Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, row in parser.parse():
            values = {cell["column"]: cell["value"] for cell in row}
            yield number, {place: value for place, value in values.items() if value is not None}


def main() -> int:
    import os
    import resource
    import warnings

    # Where lxml is there openpyxl would read with it, past the guard of defusedxml, and tell
    # a file that asks for too much memory from a broken one no more.
    os.environ["OPENPYXL_LXML"] = "False"
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES_OF_MEMORY, MOST_BYTES_OF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    import openpyxl

    warnings.simplefilter("ignore")
    source = sys.stdin.buffer
    try:
        if fault := _fault_of_archive(source):
            return CODES[fault]
        source.seek(0)
        book = openpyxl.load_workbook(source, read_only=True, data_only=True)
        for number, cells in _rows_of(book.worksheets[0]):
            if not cells:
                continue
            if number > MOST_ROWS or max(cells) > MOST_COLUMNS:
                return CODES["too_large"]
            row = [cells.get(column) for column in range(1, max(cells) + 1)]
            sys.stdout.write(json.dumps([number, row], default=_to_json) + "\n")
    except MemoryError:
        return CODES["too_large"]
    return 0


if __name__ == "__main__":
    sys.exit(main())
