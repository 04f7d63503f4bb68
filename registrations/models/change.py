"""What people ask to be changed once the list is closed."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ChangeRequestQuerySet(models.QuerySet):
    def open(self):
        """Those that the organisers have not decided."""
        return self.filter(accepted=None)


class ChangeRequest(models.Model):
    """A change asked for after the deadline, kept beside what it would replace.

    ``values`` maps a field of the participant to its new value as JSON; ``replaced``
    to the value that it had when the change was asked for. ``participant`` is empty
    where a delegation asks to add a person: then ``values`` is all that is said of them.
    """

    delegation = models.ForeignKey(
        "registrations.Delegation",
        models.CASCADE,
        related_name="change_requests",
        verbose_name=_("delegation"),
    )
    participant = models.ForeignKey(
        "registrations.Participant",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="change_requests",
        verbose_name=_("participant"),
    )
    values = models.JSONField(_("new"), encoder=DjangoJSONEncoder)
    replaced = models.JSONField(_("old"), default=dict, encoder=DjangoJSONEncoder)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    accepted = models.BooleanField(_("accepted"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(accepted=None),
                name="changerequest_is_the_only_open_one",
                violation_error_message=_("A change for this person is waiting already."),
            ),
            models.CheckConstraint(
                condition=Q(accepted=None) ^ Q(decided_at__isnull=False),
                name="changerequest_is_dated_once_decided",
                violation_error_message=_("A decision, and only that, is dated."),
            ),
        ]

    def __str__(self):
        return f"{self.participant or self.values.get('family_name', '')} · {self.delegation}"
