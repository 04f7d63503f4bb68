"""Reads the first sheet of a workbook within bounds, in a process of its own.

A small file can ask for gigabytes (a cell far away, a table of styles), so the
parent gives it to a child that may not take them: this file, run as a program.
Nothing here needs Django, and the child does not load it.
"""

import json
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path

MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_BYTES_OF_MEMORY = 1_000_000_000
MOST_SECONDS = 20
TOO_LARGE = 3


class WorkbookError(Exception):
    """The file is no workbook, or one that takes more than it may. Says which."""


def read_rows(content: bytes) -> list[list]:
    """The rows of the first sheet, the header row first. Raises WorkbookError."""
    here = Path(__file__)
    command = [sys.executable, "-I", str(here)]
    try:
        child = subprocess.run(
            command, input=content, capture_output=True, timeout=MOST_SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise WorkbookError("too_large") from error
    if child.returncode == TOO_LARGE or child.returncode < 0:
        raise WorkbookError("too_large")
    if child.returncode:
        raise WorkbookError("unreadable")
    return [[_from_json(cell) for cell in row] for row in json.loads(child.stdout)]


def _from_json(cell):
    if isinstance(cell, dict):
        return datetime.fromisoformat(cell["moment"])
    return cell


def _to_json(cell):
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"moment": datetime.combine(cell, time()).isoformat()}
    return str(cell)


def main() -> int:
    import io
    import resource
    import warnings

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES_OF_MEMORY, MOST_BYTES_OF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    import openpyxl

    warnings.simplefilter("ignore")
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(sys.stdin.buffer.read()), read_only=True, data_only=True
        )
        sheet = book.worksheets[0]
        rows = []
        # One beyond each bound is read, so that what lies past it is noticed.
        for row in sheet.iter_rows(
            max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1, values_only=True
        ):
            cells = list(row)
            if len(cells) > MOST_COLUMNS and cells[MOST_COLUMNS] is not None:
                return TOO_LARGE
            rows.append(cells[:MOST_COLUMNS])
        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        if len(rows) > MOST_ROWS + 1:
            return TOO_LARGE
        json.dump(rows, sys.stdout, default=_to_json)
    except MemoryError:
        return TOO_LARGE
    return 0


if __name__ == "__main__":
    sys.exit(main())
