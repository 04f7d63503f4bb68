"""Asking for a report, thinking better of it, and asking again."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.bell import ring
from gfmd_meeting.models import Meeting, User

from .models import Report, Stage


@transaction.atomic
def request_report(*, language: str, by: User) -> Report:
    """Have a report made in this language; it is stored now and made after the commit.

    One that was asked for and has not begun to collect what it says is as good as a new
    one, so it is given back instead: a button that is pressed twice makes one report.
    """
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(
            _("A report is made in one of the languages of the meeting. Choose one of them."),
            code="no_such_language",
        )
    Meeting.objects.select_for_update().get()
    asked = Report.objects.filter(language=language, stage=Stage.QUEUED, snapshot__isnull=True)
    report = asked.first() or Report.objects.create(language=language, requested_by=by)
    ring("outcomes.tasks.build_report", report.pk)
    return report


@transaction.atomic
def cancel_report(report: Report, *, by: User) -> Report:
    """Stop a report that is not made yet. Its worker finds its claim gone and drops it."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.has_ended:
        raise ValidationError(
            _("This report has ended already; there is nothing to cancel."), code="report_ended"
        )
    report.stage = Stage.CANCELLED
    report.cancelled_by = by
    report.ended_at = timezone.now()
    report.claimed_until = None
    report.save()
    return report


@transaction.atomic
def retry_report(report: Report, *, by: User) -> Report:
    """Start again one that failed, was cancelled or stands still. It says what it said before."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not report.can_be_retried:
        raise ValidationError(
            _("This report is ready or being made; there is no need to start it again."),
            code="report_not_stopped",
        )
    report.stage = Stage.QUEUED
    report.requested_by = by
    report.requested_at = timezone.now()
    report.progress = report.attempts = 0
    report.failure = ""
    report.cancelled_by = report.ended_at = report.claimed_until = None
    report.save()
    ring("outcomes.tasks.build_report", report.pk)
    return report
