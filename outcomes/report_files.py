"""Files of a report: asked for, thought better of, and asked for again."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.bell import ring
from gfmd_meeting.models import User

from .models import Format, Report, ReportFile, Stage


@transaction.atomic
def request_file(report: Report, *, format: str, language: str, by: User) -> ReportFile:
    """Have a file of a report made, once however often this is asked; after the commit.

    One that failed or was cancelled is started again.
    """
    if format not in Format.values:
        raise ValidationError(_("A report is not made in this format."), code="no_such_format")
    if format == Format.PACK:
        language = ""
    elif language not in dict(settings.LANGUAGES):
        raise ValidationError(
            _("A report is made in one of the languages of the meeting. Choose one of them."),
            code="no_such_language",
        )
    Report.objects.select_for_update().defer("snapshot").get(pk=report.pk)
    file, is_new = ReportFile.objects.get_or_create(
        report=report, format=format, language=language, defaults={"requested_by": by}
    )
    if is_new:
        ring("outcomes.tasks.build_report", file.pk)
    elif file.stage in (Stage.FAILED, Stage.CANCELLED):
        return retry_file(file, by=by)
    return file


@transaction.atomic
def cancel_file(file: ReportFile, *, by: User) -> ReportFile:
    """Stop a file that is not made yet. Its worker finds its claim gone and drops it."""
    file = ReportFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if file.has_ended:
        raise ValidationError(
            _("This report has ended already; there is nothing to cancel."), code="report_ended"
        )
    file.stage = Stage.CANCELLED
    file.cancelled_by = by
    file.ended_at = timezone.now()
    file.claimed_until = None
    file.save()
    return file


@transaction.atomic
def retry_file(file: ReportFile, *, by: User) -> ReportFile:
    """Start again one that failed, was cancelled or stands still. It says what it said before."""
    file = ReportFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if not file.can_be_retried:
        raise ValidationError(
            _("This report is ready or being made; there is no need to start it again."),
            code="report_not_stopped",
        )
    file.stage = Stage.QUEUED
    file.requested_by = by
    file.requested_at = timezone.now()
    file.progress = file.attempts = 0
    file.failure = ""
    file.cancelled_by = file.ended_at = file.claimed_until = None
    file.save()
    ring("outcomes.tasks.build_report", file.pk)
    return file
