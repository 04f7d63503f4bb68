"""What was handed in: told by what is in it, whatever its name says, and read row by row."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from tempfile import TemporaryFile

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import workbook

MOST_BYTES = 10 * 1024**2
_BEGINNING = 4096
_PACKED = b"PK\x03\x04"


class Form(models.TextChoices):
    """The two forms in which sheets come and go."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


ADVICE = gettext_lazy("Save it as a workbook (.xlsx) or as CSV, and hand that in.")

KNOWN_BY_BEGINNING = [
    (b"%PDF-", gettext_lazy("This is a PDF.")),
    (b"\x89PNG", gettext_lazy("This is a picture.")),
    (b"\xff\xd8\xff", gettext_lazy("This is a picture.")),
    (b"GIF8", gettext_lazy("This is a picture.")),
    (b"RIFF", gettext_lazy("This is a picture or a recording.")),
    (
        b"\xd0\xcf\x11\xe0",
        gettext_lazy("This is a workbook of an old kind (.xls), or one with a password."),
    ),
    (b"{\\rtf", gettext_lazy("This is a text document.")),
    (b"<", gettext_lazy("This is a web page or another document, and no sheet.")),
]

FAULTS_OF_WORKBOOKS = {
    "text_document": gettext_lazy("This is a text document."),
    "open_document": gettext_lazy("This is an OpenDocument file (.ods)."),
    "binary_workbook": gettext_lazy("This is a workbook of another kind (.xlsb)."),
    "archive": gettext_lazy("This is an archive of files, and no workbook."),
    "unreadable": gettext_lazy("This is no workbook that can be read: it is broken or cut off."),
}


def tell_form(file) -> Form:
    """Whether an uploaded file is CSV or XLSX; refused in words if it can be neither."""
    if file.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 10 MB."), code="sheet_too_large")
    file.seek(0)
    beginning = file.read(_BEGINNING)
    file.seek(0)
    if not beginning.strip():
        raise ValidationError(_("The file is empty."), code="sheet_empty")
    if beginning.startswith(_PACKED):
        return Form.XLSX
    for signature, sentence in KNOWN_BY_BEGINNING:
        if beginning.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signature):
            raise ValidationError(f"{sentence} {ADVICE}", code="no_sheet")
    if b"\x00" in beginning:
        raise ValidationError(
            _("This file is neither a workbook nor text. %(advice)s") % {"advice": ADVICE},
            code="no_sheet",
        )
    return Form.CSV


class Rows:
    """The rows of a sheet that are not empty, each with its number, as often as one asks."""

    def __init__(self, spool):
        self._spool = spool
        self._spool.seek(0)
        self.count = sum(1 for _line in self._spool)

    def __iter__(self) -> Iterator[tuple[int, list]]:
        self._spool.seek(0)
        for line in self._spool:
            number, cells = json.loads(line)
            yield number, cells


@contextmanager
def open_rows(file, form: Form) -> Iterator[Rows]:
    """The rows of a stored file, one at a time. Raises ValidationError in words."""
    with TemporaryFile("w+", encoding="utf-8") as spool:
        if form == Form.XLSX:
            _spool_workbook(file, spool)
        else:
            _spool_text(file, spool)
        yield Rows(spool)


def _spool_workbook(file, spool):
    with open(file.path, "rb") as source:
        try:
            workbook.write_rows(source, spool)
        except workbook.WorkbookError as error:
            if str(error) == "too_large":
                raise _too_large() from error
            sentence = FAULTS_OF_WORKBOOKS[str(error)]
            raise ValidationError(f"{sentence} {ADVICE}", code="no_sheet") from error


def _spool_text(file, spool):
    """Rows of text in UTF-8, parted by commas, tabs or, as Excel often does, semicolons."""
    try:
        with open(file.path, encoding="utf-8-sig", newline="") as text:
            beginning = "".join(islice(text, 10))
            text.seek(0)
            rows = csv.reader(text, delimiter=max(",;\t", key=beginning.count))
            for number, cells in enumerate(rows, 1):
                while cells and not cells[-1].strip():
                    cells.pop()
                if not cells:
                    continue
                if number > workbook.MOST_ROWS or len(cells) > workbook.MOST_COLUMNS:
                    raise _too_large()
                spool.write(json.dumps([number, cells]) + "\n")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("The file is not in UTF-8. Save it as “CSV UTF-8”."), code="no_sheet"
        ) from error
    except csv.Error as error:
        raise ValidationError(
            _("This file is no table of rows that can be read. %(advice)s"),
            code="no_sheet",
            params={"advice": ADVICE},
        ) from error


def _too_large():
    return ValidationError(
        _("A sheet may have %(rows)s rows and %(columns)s columns. This file asks for more."),
        code="sheet_too_large",
        params={"rows": workbook.MOST_ROWS, "columns": workbook.MOST_COLUMNS},
    )
