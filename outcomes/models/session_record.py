"""How a session went."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models import Session

from .wording import TEXT_RULES


class SessionRecord(models.Model):
    """What a rapporteur notes of a session as a whole, one for each session.

    ``attendance`` is a head count. When the session was actually held stands with the
    session itself (``held_from``, ``held_until``). ``notes`` are the rapporteurs' own
    working notes: nobody else reads them, and nothing exports them.
    """

    session = models.OneToOneField(
        Session, models.PROTECT, related_name="record", verbose_name=_("session")
    )
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES)
    attendance = models.PositiveSmallIntegerField(_("attendance"), null=True, blank=True)
    key_points = models.TextField(
        _("key points of the discussion"), blank=True, validators=TEXT_RULES
    )
    notes = models.TextField(_("working notes"), blank=True, validators=TEXT_RULES)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last change"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("session record")
        verbose_name_plural = _("session records")
        ordering = ["session__starts_at", "session"]

    def __str__(self):
        return str(self.session)
