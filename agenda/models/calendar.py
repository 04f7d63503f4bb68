"""What people keep of the agenda for themselves."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_secret():
    return secrets.token_urlsafe(24)


class ChosenSession(models.Model):
    """A session that a person wants to see in their own agenda.

    It outlives the session: who chose one that goes is written to, and their calendar is
    told that it is cancelled.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="chosen_sessions",
        verbose_name=_("user"),
    )
    session = models.ForeignKey(
        "agenda.Session",
        models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        verbose_name=_("session"),
    )
    chosen_at = models.DateTimeField(_("chosen"), auto_now_add=True)

    class Meta:
        verbose_name = _("chosen session")
        verbose_name_plural = _("chosen sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "session"],
                name="chosensession_is_chosen_once",
                violation_error_message=_("This session is in your agenda already."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.session_id}"


class CalendarFeed(models.Model):
    """The secret address at which a person's calendar reads their own agenda.

    A renewed one has another secret, and the old address is dead.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feed",
        verbose_name=_("user"),
    )
    secret = models.CharField(_("secret"), max_length=40, unique=True, default=new_secret)
    renewed_at = models.DateTimeField(_("renewed"), auto_now=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self):
        return str(self.user)
