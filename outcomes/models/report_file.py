"""The files of a report: how each is made, why one was not, and who took a draft home."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .report import Report


class Format(models.TextChoices):
    """In what form a report is made."""

    PDF = "pdf", _("PDF")
    ARCHIVE = "archive", _("PDF for the archive, with its data")
    DOCX = "docx", _("Document to edit (DOCX)")
    PACK = "pack", _("Hand-over pack (ZIP)")

    @property
    def suffix(self):
        return {"archive": "pdf", "pack": "zip"}.get(self.value, self.value)

    @property
    def media_type(self):
        return {
            "pdf": "application/pdf",
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "zip": "application/zip",
        }[self.suffix]


class Stage(models.TextChoices):
    """How far a file of a report is."""

    QUEUED = "queued", _("Waiting for its turn")
    WRITING = "writing", _("Writing what it says")
    LAYING_OUT = "laying_out", _("Laying out the pages")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


# A file that nobody has touched for so long stands still: it is not hurried, but stuck.
STANDSTILL = timedelta(minutes=3)

ENDED = (Stage.READY, Stage.FAILED, Stage.CANCELLED)


class Failure(models.TextChoices):
    """Why a file could not be made, and what to do about it, told to those who wait for it."""

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


class ReportFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(report__in=Report.objects.visible_to(user))

    def in_order(self):
        """As the formats are listed: what everybody reads comes first."""
        place = Case(*(When(format=code, then=n) for n, code in enumerate(Format.values)))
        return self.order_by(place, "language")

    def waiting(self, at=None):
        """Asked for, not ended, and in no worker's hands."""
        at = at or timezone.now()
        return self.exclude(stage__in=ENDED).filter(Q(claimed_until=None) | Q(claimed_until__lt=at))


class ReportFile(models.Model):
    """A file of a report: in one language and format, made once however often it is asked for.

    A pack is of all languages and names none. ``progress`` is in per cent, ``size`` in bytes.
    ``claimed_until`` is how long a worker holds it; the worker that cannot name its claim any
    more has lost it.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    format = models.CharField(_("format"), max_length=8, choices=Format, default=Format.PDF)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.CharField(_("why it failed"), max_length=12, choices=Failure, blank=True)
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

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        ordering = ["-report__number", "format", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "format", "language"],
                name="reportfile_is_made_once",
                violation_error_message=_("This file of the report was asked for already."),
            ),
            models.CheckConstraint(
                condition=Q(format=Format.PACK) ^ ~Q(language=""),
                name="reportfile_is_of_a_language_unless_it_packs_all",
                violation_error_message=_("A file is of one language, a pack of all."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.READY) ^ (~Q(file="") & ~Q(sha256="")),
                name="reportfile_is_stored_once_ready",
                violation_error_message=_("A file that is ready, and only that, is stored."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.FAILED) ^ ~Q(failure=""),
                name="reportfile_says_why_it_failed",
                violation_error_message=_("A file that failed, and only that, says why."),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=ENDED) ^ Q(ended_at__isnull=False),
                name="reportfile_is_dated_once_ended",
                violation_error_message=_("A file that has ended, and only that, is dated."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CANCELLED) ^ Q(cancelled_by__isnull=False),
                name="reportfile_names_who_cancelled_it",
                violation_error_message=_("A cancelled file, and only that, names who did it."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="reportfile_progress_is_in_per_cent",
                violation_error_message=_("Progress is at most 100 per cent."),
            ),
        ]

    def __str__(self):
        return ", ".join(
            str(word)
            for word in (self.report, self.get_format_display(), self.get_language_display())
            if word
        )

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


class ReportDownload(models.Model):
    """Who took a draft home, when and from where."""

    file = models.ForeignKey(ReportFile, models.CASCADE, related_name="downloads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("downloaded"), auto_now_add=True)
    from_address = models.GenericIPAddressField(_("from"), null=True)

    class Meta:
        verbose_name = _("download of a draft")
        verbose_name_plural = _("downloads of drafts")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.by}: {self.file}"
