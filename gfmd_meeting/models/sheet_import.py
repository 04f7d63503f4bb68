"""Sheets that organisers hand in, and what became of each row."""

from datetime import timedelta
from secrets import token_hex

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.roles import is_organiser


class Stage(models.TextChoices):
    """How far an import is."""

    READING = "reading", _("Being read")
    PREVIEWED = "previewed", _("Waits for your word")
    IMPORTING = "importing", _("Being taken over")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Cannot be used")
    FAILED = "failed", _("Stopped")
    CANCELLED = "cancelled", _("Cancelled")


WORKING = (Stage.READING, Stage.IMPORTING)
ENDED = (Stage.DONE, Stage.REFUSED, Stage.CANCELLED)
# An import that nobody has touched for so long stands still: it is not hurried, but stuck.
STANDSTILL = timedelta(minutes=5)


def random_name(sheet, name):
    """Files have names that nobody can guess: they hold what is known about people."""
    return f"imports/{token_hex(16)}"


class SheetImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisers."""
        return self if user.is_authenticated and is_organiser(user) else self.none()

    def waiting(self, at=None):
        """There is work to do on it, and no worker does it."""
        at = at or timezone.now()
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, stage__in=WORKING)


class SheetImport(models.Model):
    """A sheet that was handed in, its preview, and what was taken of it.

    ``model`` and ``resource`` say what its rows are. ``preview`` holds each row with its
    cells and the verdict on it, ``outcome`` the same once the right rows are taken;
    ``kept`` is how many bytes of the file that is being written are of rows that are
    settled, and ``done`` how many rows of all the ``rows``. The worker that cannot name its claim
    any more has lost it. The files go after some days; the figures stay.
    """

    model = models.CharField(_("rows are"), max_length=80)
    resource = models.CharField(max_length=120)
    name = models.CharField(_("file"), max_length=120)
    form = models.CharField(_("format"), max_length=4)
    file = models.FileField(upload_to=random_name)
    preview = models.FileField(upload_to=random_name, blank=True)
    outcome = models.FileField(upload_to=random_name, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    uploaded_at = models.DateTimeField(_("handed in"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.READING)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    headings = models.JSONField(default=list, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    ignored = models.JSONField(default=list, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    fault = models.TextField(_("why not"), blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a sheet")
        verbose_name_plural = _("imports of sheets")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage__in=[Stage.REFUSED, Stage.FAILED]) ^ ~Q(fault=""),
                name="sheetimport_says_why_not",
                violation_error_message=_(
                    "An import that was refused or stopped, and only that, says why."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=ENDED) ^ Q(ended_at__isnull=False),
                name="sheetimport_is_dated_once_ended",
                violation_error_message=_("An import that has ended, and only that, is dated."),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=[Stage.IMPORTING, Stage.DONE])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="sheetimport_names_who_confirmed_it",
                violation_error_message=_("Rows are taken on somebody's word, and it is named."),
            ),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("rows")),
                name="sheetimport_does_no_more_than_its_rows",
                violation_error_message=_("No more rows are done than there are."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_working(self):
        return self.stage in WORKING

    @property
    def progress(self):
        """How far it is, in per cent of its rows."""
        return self.done * 100 // self.rows if self.rows else 0

    @property
    def right(self):
        """How many rows a confirmation would store."""
        return self.new + self.changed

    @property
    def verdicts(self):
        """The file of what was found of each row, the latest there is."""
        return self.outcome if self.stage == Stage.DONE else self.preview

    @property
    def stands_still(self):
        """Whether there is work to do that nobody does, longer than it should."""
        return self.is_working and (
            (self.claimed_until or self.confirmed_at or self.uploaded_at)
            < timezone.now() - STANDSTILL
        )

    @property
    def can_be_retried(self):
        return self.stage == Stage.FAILED or self.stands_still

    def make_resource(self):
        """What reads and stores its rows."""
        return import_string(self.resource)()
