"""The report that tells of the meeting."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.roles import is_co_chair, is_organiser


class Stage(models.TextChoices):
    """How far a report is."""

    QUEUED = "queued", _("Waiting for its turn")
    COLLECTING = "collecting", _("Collecting what it says")
    LAYING_OUT = "laying_out", _("Laying out the pages")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


# A report that nobody has touched for so long stands still: it is not hurried, but stuck.
STANDSTILL = timedelta(minutes=3)

ENDED = (Stage.READY, Stage.FAILED, Stage.CANCELLED)


class Failure(models.TextChoices):
    """Why a report could not be made, and what to do about it, told to those who wait for it."""

    TOO_LONG = (
        "too_long",
        _(
            "Laying out the pages took too long. An entry may hold a very long or unusual text: "
            "shorten it, then ask for a new report."
        ),
    )
    TOO_LARGE = (
        "too_large",
        _(
            "Laying out the pages needed more memory than there is for it. An entry may hold a "
            "very long or unusual text: shorten it, then ask for a new report."
        ),
    )
    NO_SPACE = (
        "no_space",
        _(
            "There is no space left to store the file. Tell those who run the system; when there "
            "is space again, try again."
        ),
    )
    STOPPED = (
        "stopped",
        _(
            "The work stopped three times before it was done. Tell those who run the system, then "
            "try again."
        ),
    )
    UNEXPECTED = (
        "unexpected",
        _(
            "Something went wrong that was not foreseen. Those who run the system find the detail "
            "in its log under the number of this report."
        ),
    )


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisers and co-chairs."""
        may = user.is_authenticated and (is_organiser(user) or is_co_chair(user))
        return self if may else self.none()

    def waiting(self, at=None):
        """Asked for, not ended, and in no worker's hands."""
        at = at or timezone.now()
        return self.exclude(stage__in=ENDED).filter(Q(claimed_until=None) | Q(claimed_until__lt=at))


class Report(models.Model):
    """An outcome report that was asked for, in one language, and its file once it is made.

    ``snapshot`` is everything the report says, frozen as plain values at the first
    attempt; nothing after it reads a live table. ``progress`` is in per cent, ``size``
    in bytes. ``claimed_until`` is how long a worker holds it; the worker that cannot
    name its claim any more has lost it.
    """

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.CharField(_("why it failed"), max_length=12, choices=Failure, blank=True)
    snapshot = models.JSONField(_("snapshot"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to="reports/", blank=True)
    size = models.PositiveIntegerField(_("size"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=Stage.READY) ^ (~Q(file="") & ~Q(sha256="")),
                name="report_has_its_file_once_ready",
                violation_error_message=_("A report that is ready, and only that, has a file."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.FAILED) ^ ~Q(failure=""),
                name="report_says_why_it_failed",
                violation_error_message=_("A report that failed, and only that, says why."),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=ENDED) ^ Q(ended_at__isnull=False),
                name="report_is_dated_once_ended",
                violation_error_message=_("A report that has ended, and only that, is dated."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CANCELLED) ^ Q(cancelled_by__isnull=False),
                name="report_names_who_cancelled_it",
                violation_error_message=_("A cancelled report, and only that, names who did it."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="report_progress_is_in_per_cent",
                violation_error_message=_("Progress is at most 100 per cent."),
            ),
        ]

    def __str__(self):
        return _("Report %(number)s, %(language)s") % {
            "number": self.pk,
            "language": self.get_language_display(),
        }

    @property
    def has_ended(self):
        return self.stage in ENDED

    @property
    def stands_still(self):
        """Whether it waits without anybody working on it, longer than it should."""
        return not self.has_ended and (
            (self.claimed_until or self.requested_at) < timezone.now() - STANDSTILL
        )

    @property
    def can_be_retried(self):
        return self.stage in (Stage.FAILED, Stage.CANCELLED) or self.stands_still
