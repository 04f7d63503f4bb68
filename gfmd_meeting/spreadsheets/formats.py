"""The two forms in which sheets come and go: CSV and XLSX."""

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.formats import base_formats

from . import workbook
from .cells import LONGEST_CELL, neutralized


def _safe(dataset):
    safe = tablib.Dataset(headers=[neutralized(header) for header in dataset.headers])
    for row in dataset:
        safe.append([neutralized(cell) for cell in row])
    return safe


class SafeCSV(base_formats.CSV):
    def create_dataset(self, in_stream, **kwargs):
        """Rows of a file in UTF-8, parted by commas or, as Excel often does, semicolons."""
        text = in_stream
        if isinstance(text, bytes):
            try:
                text = text.decode(self.encoding or "utf-8-sig")
            except UnicodeDecodeError as error:
                raise ValidationError(
                    _("The file is not in UTF-8. Save it as “CSV UTF-8”.")
                ) from error
        if "\x00" in text:
            raise ValidationError(_("The file is not text. Is it a workbook? Choose xlsx."))
        first_line = text.partition("\n")[0]
        delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
        dataset = super().create_dataset(text, delimiter=delimiter, **kwargs)
        if dataset.height > workbook.MOST_ROWS or dataset.width > workbook.MOST_COLUMNS:
            raise ValidationError(_too_large())
        return dataset

    def export_data(self, dataset, **kwargs):
        # Excel takes a file for UTF-8 only by this mark.
        return "\ufeff" + super().export_data(_safe(dataset), **kwargs)


class SafeXLSX(base_formats.XLSX):
    def create_dataset(self, in_stream):
        try:
            rows = workbook.read_rows(in_stream)
        except workbook.WorkbookError as error:
            if str(error) == "too_large":
                raise ValidationError(_too_large()) from error
            raise ValidationError(_("This is not a workbook that can be read.")) from error
        if not rows:
            raise ValidationError(_("The first sheet is empty."))
        headers, *rows = rows
        while headers and headers[-1] is None:
            headers.pop()
        dataset = tablib.Dataset(headers=[str(header or "") for header in headers])
        for row in rows:
            dataset.append((row + [None] * len(headers))[: len(headers)])
        return dataset

    def export_data(self, dataset, **kwargs):
        dataset = _safe(dataset)
        for row in dataset:
            if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row):
                # Excel would cut it without a word.
                raise ValueError(_("A text is too long for a workbook. Export as CSV."))
        return super().export_data(dataset, **kwargs)


def _too_large():
    return _("A sheet may have %(rows)s rows and %(columns)s columns. This file asks for more.") % {
        "rows": workbook.MOST_ROWS,
        "columns": workbook.MOST_COLUMNS,
    }
