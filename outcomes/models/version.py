"""Every version of what was recorded."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Version(models.Model):
    """What was said of one item at one moment; none is changed or deleted.

    ``details`` are plain values as the acts take them, without who proposed it:
    ``proposed_by`` stands apart here too. ``token`` is given by the device that sent it, so
    that the same save arriving twice is one version.
    """

    recommendation = models.ForeignKey(
        "outcomes.Recommendation", models.CASCADE, null=True, related_name="versions"
    )
    practice = models.ForeignKey(
        "outcomes.Practice", models.CASCADE, null=True, related_name="versions"
    )
    record = models.ForeignKey(
        "outcomes.SessionRecord", models.CASCADE, null=True, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    details = models.JSONField(_("details"))
    proposed_by = models.CharField(_("proposed by"), max_length=150, blank=True)
    token = models.UUIDField(_("token"), null=True, unique=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(recommendation__isnull=False) & Q(practice=None) & Q(record=None))
                | (Q(recommendation=None) & Q(practice__isnull=False) & Q(record=None))
                | (Q(recommendation=None) & Q(practice=None) & Q(record__isnull=False)),
                name="version_is_of_one_item",
                violation_error_message=_("A version is of one item."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[kind, "number"],
                    name=f"version_is_numbered_once_for_its_{kind}",
                    violation_error_message=_("This version is kept already."),
                )
                for kind in ("recommendation", "practice", "record")
            ),
        ]

    def __str__(self):
        return str(self.number)
