"""Trying one row of a sheet: what it says, whether it may, and what it changes."""

import logging

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from import_export.results import RowResult

from . import cells
from .headings import Headings
from .sheet import same_row_as
from .verdicts import Finding, Verdict

log = logging.getLogger(__name__)

FINDINGS = {
    RowResult.IMPORT_TYPE_NEW: Finding.NEW,
    RowResult.IMPORT_TYPE_UPDATE: Finding.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: Finding.UNCHANGED,
}


class _Refused(Exception):
    """Takes back whatever a row has written before it was refused."""


class Trial:
    """Tries the rows of one sheet in turn, and remembers by what they are known."""

    def __init__(self, resource, headings: Headings, *, by):
        self.resource = resource
        self.headings = headings
        self.resource.by = by
        self.resource.prepare()
        self._loader = resource._meta.instance_loader_class(resource, None)
        self._seen = {}
        self.touched = {}

    def try_row(self, number: int, row: list) -> Verdict:
        """What becomes of a row that nobody has looked at yet."""
        verdict = Verdict(number, row)
        self._refuse_cells(verdict)
        said = self.headings.row_of(row)
        twin = self._twin_of(number, self.resource.keys_of(said))
        if verdict.reasons:
            return verdict
        if twin:
            verdict.of_row.append(same_row_as(twin))
            return verdict
        return self._store(verdict, said)

    def store_row(self, verdict: Verdict) -> Verdict:
        """Take a row that the preview found right; what it says may be refused by now."""
        again = Verdict(verdict.number, verdict.cells)
        return self._store(again, self.headings.row_of(verdict.cells))

    def _refuse_cells(self, verdict):
        for place in self.headings.columns:
            cell = verdict.cells[place] if place < len(verdict.cells) else None
            fault = cells.fault_of(cell, was_handed_back=self.headings.was_handed_back)
            if fault:
                verdict.reasons[str(place)] = [fault]

    def _twin_of(self, number, keys):
        """The number of the row above that is known by one of these, if there is one."""
        twin = next((self._seen[key] for key in keys if key in self._seen), None)
        for key in keys:
            self._seen.setdefault(key, number)
        return twin

    def _store(self, verdict, said):
        try:
            with transaction.atomic():
                self._try(verdict, said)
                if verdict.is_refused:
                    raise _Refused
        except _Refused:
            self.touched.pop(verdict.number, None)
        return verdict

    def _try(self, verdict, said):
        result = self.resource.import_row(
            said,
            self._loader,
            user=self.resource.by,
            row_number=verdict.number,
            using_transactions=True,
            dry_run=False,
        )
        if result.validation_error:
            verdict.refuse(result.validation_error, self.resource, self.headings.columns)
            return
        if result.errors:
            self._tell_unforeseen(verdict, result.errors[0].error)
            return
        if twin := self._same_record(verdict.number, result):
            verdict.of_row.append(same_row_as(twin))
            return
        verdict.finding = FINDINGS[result.import_type].value
        is_new = verdict.finding == Finding.NEW
        if verdict.finding != Finding.UNCHANGED:
            self.touched[verdict.number] = result.instance
            verdict.notes = self.resource.notes_on(result.instance, is_new)
        self._tell_changes(verdict, result.diff)

    def _same_record(self, number, result):
        """The number of the row above that has found or made the same record, if one has.

        A record that is made for a preview is taken back, and its key given to another.
        """
        record = result.instance
        if result.import_type == RowResult.IMPORT_TYPE_NEW:
            record.told_in_row = number
            if self.resource.rows_stand_alone:
                return None
        return self._twin_of(number, [("record", type(record), record.pk)])

    def _tell_unforeseen(self, verdict, error):
        if isinstance(error, (OperationalError, InterfaceError)):
            # The database is away, which is no fault of the row.
            raise error
        log.error("Row %s of an import was not understood.", verdict.number, exc_info=error)
        verdict.of_row.append(
            _("This row could not be understood. Those who run the system find why in its log.")
        )

    def _tell_changes(self, verdict, changes):
        for place, column in self.headings.columns.items():
            if column in changes:
                old, now = changes[column]
                verdict.old[str(place)] = cells.shown(old)
                verdict.now[str(place)] = cells.shown(now)
