"""The two forms in which sheets go out."""

import tablib
from django.utils.translation import gettext as _
from import_export.formats import base_formats

from .cells import LONGEST_CELL, neutralized


def _safe(dataset):
    safe = tablib.Dataset(headers=[neutralized(header) for header in dataset.headers])
    for row in dataset:
        safe.append([neutralized(cell) for cell in row])
    return safe


class SafeCSV(base_formats.CSV):
    def export_data(self, dataset, **kwargs):
        # Excel takes a file for UTF-8 only by this mark.
        return "\ufeff" + super().export_data(_safe(dataset), **kwargs)


class SafeXLSX(base_formats.XLSX):
    def export_data(self, dataset, **kwargs):
        dataset = _safe(dataset)
        for row in dataset:
            if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row):
                # Excel would cut it without a word.
                raise ValueError(_("A text is too long for a workbook. Export as CSV."))
        return super().export_data(dataset, **kwargs)
