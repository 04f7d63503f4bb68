"""What a worker does with a sheet: tries every row for the preview, then takes the right ones.

The row of the import is the truth and the broker only a bell. A worker claims it for a
short while and renews the claim with each batch of rows; one that finds its claim gone
drops its batch. A batch of rows is stored in the same transaction as how far the import
is, so a worker that dies leaves nothing half done, and the next goes on behind the last
batch. No transaction is longer than a batch, and no more than a batch is in memory.
"""

import errno
import logging
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import islice

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting, SheetImport
from gfmd_meeting.models.sheet_import import Stage

from .files import open_rows
from .headings import LOOKED_AT, Headings, find_headings
from .trying import Trial
from .verdicts import Finding, read_verdicts, write_verdicts

log = logging.getLogger(__name__)

BATCH = 50
LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 3


class ClaimLost(Exception):
    """The import is in other hands, or cancelled."""


class Claim:
    """A worker's hold on an import. Each step renews it, and is refused once it is lost."""

    def __init__(self, import_id: int, until):
        self.import_id = import_id
        self.until = until

    def step(self, **changes) -> None:
        until = timezone.now() + LEASE
        held = SheetImport.objects.filter(pk=self.import_id, claimed_until=self.until)
        if not held.update(**{"claimed_until": until} | changes):
            raise ClaimLost(f"Import {self.import_id} is in other hands.")
        self.until = until

    def end(self, stage: Stage, **changes) -> None:
        self.step(stage=stage, claimed_until=None, attempts=0, **changes)


def work_on(import_id: int, *, most_rows: int | None = None) -> None:
    """Do what there is to do on an import, once, however often this is asked.

    Where ``most_rows`` is given, a sheet that has more of them is put back for a worker
    before any is tried.
    """
    claim = _claim(import_id)
    if claim is None:
        return
    sheet = SheetImport.objects.select_related("uploaded_by", "confirmed_by").get(pk=import_id)
    zone = Meeting.objects.get().zone
    with translation.override(sheet.language), timezone.override(zone):
        try:
            if sheet.stage == Stage.READING:
                _preview(sheet, claim, most_rows)
            else:
                _take(sheet, claim)
        except ClaimLost:
            log.info("Import %s was cancelled or handed on.", import_id)
        except ValidationError as refusal:
            _end(claim, Stage.REFUSED, " ".join(refusal.messages), ended_at=timezone.now())
        except (OperationalError, InterfaceError):
            # The database is away: nothing can be told to it. The sweeper hands the import on.
            raise
        except OSError as error:
            log.exception("Import %s could not keep its files.", import_id)
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            _end(claim, Stage.FAILED, _no_space() if full else _unforeseen())
        except Exception:
            log.exception("Import %s stopped.", import_id)
            _end(claim, Stage.FAILED, _unforeseen())


def hand_on_stale_imports() -> list[int]:
    """Give up those that stopped too often, and name those that wait for a worker."""
    waiting = SheetImport.objects.waiting()
    for sheet in waiting.filter(attempts__gte=MOST_ATTEMPTS):
        with translation.override(sheet.language):
            waiting.filter(pk=sheet.pk).update(
                stage=Stage.FAILED, claimed_until=None, fault=_stopped()
            )
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _claim(import_id):
    now = timezone.now()
    until = now + LEASE
    waiting = SheetImport.objects.waiting(now).filter(pk=import_id, attempts__lt=MOST_ATTEMPTS)
    claimed = waiting.update(claimed_until=until, attempts=F("attempts") + 1)
    return Claim(import_id, until) if claimed else None


def _end(claim, stage, fault, **changes):
    with suppress(ClaimLost):
        claim.end(stage, fault=fault, **changes)


# -- The preview --------------------------------------------------------------------------------


def _preview(sheet, claim, most_rows):
    """Try every row and take it back: what is kept is what was found."""
    resource = sheet.make_resource()
    with open_rows(sheet.file, sheet.form) as rows:
        headings = find_headings(rows, resource.names_of_columns(), resource.required_columns)
        above = [number for number, _row in islice(rows, LOOKED_AT) if number <= headings.number]
        count = rows.count - len(above)
        _refuse_count(count, resource.most_rows)
        columns = {str(place): column for place, column in headings.columns.items()}
        changes = {
            "rows": count,
            "headings": headings.texts,
            "columns": columns,
            "ignored": headings.ignored,
            "preview": _empty_file(sheet, "preview"),
        }
        if most_rows is not None and count > most_rows:
            claim.step(claimed_until=None, attempts=0, rows=count)
            return
        claim.step(done=0, kept=0, **changes)
        trial = Trial(resource, headings, by=sheet.uploaded_by)
        at_once = BATCH if resource.rows_stand_alone else count
        done, kept, counts = 0, 0, Counter()
        for batch in _batches(islice(rows, len(above), None), at_once):
            with _rehearsal():
                resource.rehearse_again()
                verdicts = [trial.try_row(number, row) for number, row in batch]
            trial.touched.clear()
            done += len(batch)
            counts.update(verdict.finding for verdict in verdicts)
            kept = write_verdicts(sheet.preview.path, verdicts, after=kept)
            claim.step(done=done, kept=kept, **_figures(counts))
    claim.end(Stage.PREVIEWED, **_figures(counts))


@contextmanager
def _rehearsal():
    """A transaction that leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _refuse_count(count, most):
    if count < 1:
        raise ValidationError(_("There are headings and no rows below them."), code="no_rows")
    if count > most:
        raise ValidationError(
            _("A list of this kind may have %(most)s rows, and this one has %(count)s. Part it."),
            code="too_many_rows",
            params={"most": most, "count": count},
        )


# -- The import ---------------------------------------------------------------------------------


def _take(sheet, claim):
    """Store the rows that the preview found right, by batches, behind those stored already."""
    resource = sheet.make_resource()
    columns = {int(place): column for place, column in sheet.columns.items()}
    headings = Headings(0, sheet.headings, columns, sheet.ignored, False)
    trial = Trial(resource, headings, by=sheet.confirmed_by)
    if not sheet.outcome:
        claim.step(outcome=_empty_file(sheet, "outcome"), done=0, kept=0, **_figures(Counter()))
        sheet.done = sheet.kept = 0
        counts = Counter()
    else:
        counts = Counter({finding: getattr(sheet, finding) for finding in Finding.values})
    found = read_verdicts(sheet.preview.path, start=sheet.done)
    for batch in _batches(found, BATCH):
        with transaction.atomic():
            verdicts = [
                verdict if verdict.is_refused else trial.store_row(verdict) for verdict in batch
            ]
            _log(sheet, verdicts, trial)
            counts.update(verdict.finding for verdict in verdicts)
            sheet.done += len(batch)
            sheet.kept = write_verdicts(sheet.outcome.path, verdicts, after=sheet.kept)
            claim.step(done=sheet.done, kept=sheet.kept, **_figures(counts))
    claim.end(Stage.DONE, ended_at=timezone.now())


def _log(sheet, verdicts, trial):
    """Say in the history of the desk what was added and changed, and by whom."""
    for finding, flag in ((Finding.NEW, ADDITION), (Finding.CHANGED, CHANGE)):
        stored = [
            trial.touched[verdict.number] for verdict in verdicts if verdict.finding == finding
        ]
        if stored:
            message = _("From the sheet %(name)s.") % {"name": sheet.name}
            LogEntry.objects.log_actions(sheet.confirmed_by_id, stored, flag, message)
    trial.touched.clear()


# -- What both need -----------------------------------------------------------------------------


def _batches(rows, size):
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def _empty_file(sheet, name):
    field = getattr(sheet, name)
    if field:
        field.delete(save=False)
    field.save("rows", ContentFile(b""), save=False)
    return field.name


def _figures(counts):
    return {finding: counts[finding] for finding in Finding.values}


def _no_space():
    return _("There is no space left to keep the file. Tell those who run the system.")


def _stopped():
    return _("The work stopped three times before it was done. Start it again.")


def _unforeseen():
    return _(
        "Something went wrong that was not foreseen. Those who run the system find the detail"
        " in its log."
    )
