"""The statement that a funder signs for, as it was made."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.paper.press import Fault
from gfmd_meeting.roles import is_co_chair, is_organiser, is_supporter

from .money import by_whom


class StatementKind(models.TextChoices):
    INTERIM = "interim", _("Interim")
    FINAL = "final", _("Final")


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisers, co-chairs and supporters; no statement names a delegate."""
        may = is_organiser(user) or is_co_chair(user) or is_supporter(user)
        return self if may else self.none()


class Statement(models.Model):
    """The account of the meeting's money at the end of a day, frozen when it was asked for.

    ``content`` is everything it says, as plain values; ``sha256`` is of that. The row is
    the truth and a task makes the PDF; ``claimed_until`` is how long a worker holds it.
    """

    kind = models.CharField(_("kind"), max_length=7, choices=StatementKind)
    as_of = models.DateField(_("at the end of"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    entered_at = models.DateTimeField(_("made"), auto_now_add=True)
    entered_by = by_whom(_("made by"))
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.CharField(_("why it failed"), max_length=12, choices=Fault, blank=True)
    file = models.FileField(_("file"), upload_to="statements/", blank=True)
    made_at = models.DateTimeField(_("PDF made"), null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") ^ Q(made_at__isnull=False),
                name="statement_is_dated_once_made",
                violation_error_message=_("A statement that is made, and only that, is dated."),
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(failure=""),
                name="statement_is_made_or_failed",
                violation_error_message=_("A statement that is made has not failed."),
            ),
        ]

    def __str__(self):
        return _("Statement %(number)s") % {"number": self.pk}
