"""The agenda as it was given out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AgendaRelease(models.Model):
    """The agenda as everybody reads it from a moment on, frozen.

    ``number`` is 0 for the first and that of the revision after it. ``snapshot`` is
    all that the agenda says, as plain values in the three languages (programme.py);
    ``changes`` is what differs from the release before, as data (revisions/).
    Neither is touched afterwards.
    """

    number = models.PositiveSmallIntegerField(_("revision"), unique=True)
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("released by"),
    )
    snapshot = models.JSONField(_("snapshot"))
    changes = models.JSONField(_("changes"), default=list)

    class Meta:
        verbose_name = _("release of the agenda")
        verbose_name_plural = _("releases of the agenda")
        ordering = ["-number"]

    def __str__(self):
        return str(self.name)

    @property
    def name(self):
        """How papers call it."""
        return _("Rev. %(number)s") % {"number": self.number} if self.number else _("First release")
