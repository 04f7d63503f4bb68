"""A release of the agenda on paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.paper.press import Fault

from .release import AgendaRelease


class AgendaPaper(models.Model):
    """The PDF of a release in one language: made by a task once it is asked for.

    ``claimed_until`` is how long a worker holds it (gfmd_meeting/paper/making.py).
    """

    release = models.ForeignKey(
        AgendaRelease, models.CASCADE, related_name="papers", verbose_name=_("release")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.CharField(_("why it failed"), max_length=12, choices=Fault, blank=True)
    file = models.FileField(_("file"), upload_to="agenda/", blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda on paper")
        verbose_name_plural = _("agendas on paper")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "language"],
                name="agendapaper_is_made_once_per_language",
                violation_error_message=_("This release is on paper in this language already."),
            ),
            models.CheckConstraint(
                condition=Q(file="") ^ Q(made_at__isnull=False),
                name="agendapaper_is_dated_once_made",
                violation_error_message=_("A paper that is made, and only that, is dated."),
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(failure=""),
                name="agendapaper_is_made_or_failed",
                violation_error_message=_("A paper that is made has not failed."),
            ),
        ]

    def __str__(self):
        return f"{self.release} · {self.get_language_display()}"
