"""Handing in a sheet, having its right rows taken, and thinking better of it."""

import logging
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gfmd_meeting.bell import ring_for_each
from gfmd_meeting.models import SheetImport
from gfmd_meeting.models.sheet_import import Stage
from gfmd_meeting.uploads import clean_name

from .files import tell_form
from .work import work_on

log = logging.getLogger(__name__)

TASK = "gfmd_meeting.tasks.work_on_import"
# A sheet as small as this is tried while its organiser waits: no longer than a page may take.
SMALL_ROWS = 200
SMALL_BYTES = 200_000
KEPT_FOR = timedelta(days=14)


def hand_in(*, file, resource: type, by) -> SheetImport:
    """Keep an uploaded sheet and have its rows tried. Refuses what can be no sheet.

    ``resource`` is the class that knows its columns.
    """
    form = tell_form(file)
    with transaction.atomic():
        sheet = SheetImport(
            model=resource._meta.model._meta.label_lower,
            resource=f"{resource.__module__}.{resource.__qualname__}",
            name=clean_name(file.name) or "sheet",
            form=form,
            language=(get_language() or "en")[:2],
            uploaded_by=by,
        )
        sheet.file.save("sheet", file, save=False)
        sheet.full_clean()
        sheet.save()
    if file.size <= SMALL_BYTES:
        _work_now(sheet, most_rows=SMALL_ROWS)
        sheet.refresh_from_db()
    if sheet.is_working:
        ring_for_each(TASK, [sheet.pk])
    return sheet


def confirm(sheet: SheetImport, *, by) -> None:
    """Have the rows taken that the preview found right. Asked twice, it does so once."""
    with transaction.atomic():
        sheet = _lock(sheet)
        if sheet.stage in (Stage.IMPORTING, Stage.DONE):
            return
        if sheet.stage != Stage.PREVIEWED:
            raise ValidationError(
                _("This preview does not stand any more. Choose the file again."),
                code="no_preview",
            )
        if not sheet.right:
            raise ValidationError(_("There is no row to take."), code="nothing_to_take")
        sheet.stage = Stage.IMPORTING
        sheet.confirmed_at = timezone.now()
        sheet.confirmed_by = by
        sheet.done = sheet.attempts = 0
        sheet.save()
    if sheet.rows <= SMALL_ROWS:
        _work_now(sheet)
    else:
        ring_for_each(TASK, [sheet.pk])


@transaction.atomic
def cancel(sheet: SheetImport) -> None:
    """Stop an import, or drop its preview. The rows that are taken already stay."""
    sheet = _lock(sheet)
    if sheet.ended_at:
        raise ValidationError(_("This import has ended already."), code="import_ended")
    sheet.stage = Stage.CANCELLED
    sheet.fault = ""
    sheet.ended_at = timezone.now()
    sheet.claimed_until = None
    sheet.save()


@transaction.atomic
def retry(sheet: SheetImport) -> None:
    """Start again one that stopped: it goes on behind the rows that are settled."""
    sheet = _lock(sheet)
    if not sheet.can_be_retried:
        raise ValidationError(
            _("This import is done or being worked on; there is no need to start it again."),
            code="import_not_stopped",
        )
    sheet.stage = Stage.IMPORTING if sheet.confirmed_at else Stage.READING
    sheet.fault = ""
    sheet.attempts = 0
    sheet.claimed_until = None
    sheet.save()
    ring_for_each(TASK, [sheet.pk])


def forget_old_sheets(now=None) -> int:
    """Drop the files of imports that are some days old: they say what is known about people."""
    old = SheetImport.objects.filter(uploaded_at__lt=(now or timezone.now()) - KEPT_FOR)
    count = 0
    for sheet in old.exclude(file="").exclude(stage__in=[Stage.READING, Stage.IMPORTING]):
        if not sheet.ended_at:
            cancel(sheet)
            sheet.refresh_from_db()
        for name in ("file", "preview", "outcome"):
            getattr(sheet, name).delete(save=False)
        SheetImport.objects.filter(pk=sheet.pk).update(file="", preview="", outcome="")
        count += 1
    return count


def _work_now(sheet, **options):
    """Work on a small sheet at once. Where the database is busy, the sweeper hands it on."""
    try:
        work_on(sheet.pk, **options)
    except OperationalError:
        log.warning("Import %s was not worked on at once.", sheet.pk, exc_info=True)


def _lock(sheet):
    return SheetImport.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
