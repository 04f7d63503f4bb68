"""The outbox: letters that were written and have yet to leave."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """A message, written in the transaction of the act that it tells of.

    It is sent by a task; the row is the truth and the broker only a bell. A claim keeps
    two workers off one message, and a later try off its turn; after the last it has
    failed and is left to a person. ``link`` is put into the text only as it leaves: who
    reads the outbox cannot use it.
    """

    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    link = models.ForeignKey(
        "gfmd_meeting.PersonalLink",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("personal link"),
    )
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(
                fields=["claimed_until"],
                condition=Q(sent_at=None, failed_at=None),
                name="mail_unsent",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None),
                name="outgoingmail_is_sent_or_failed",
                violation_error_message=_("A message that was sent has not failed."),
            ),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to}"

    @property
    def stage(self):
        """Where it stands: sent, failed or waiting."""
        if self.sent_at:
            return _("Sent")
        return _("Failed") if self.failed_at else _("Waiting")
