"""The outbox: letters that were written and have yet to leave."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """A message, written in the transaction of the act that it tells of.

    It is sent by a task; the row is the truth and the broker only a bell. A claim
    keeps two workers off one message; after three attempts it is left to a person.
    """

    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["claimed_until"], condition=Q(sent_at=None), name="mail_unsent"),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to}"
