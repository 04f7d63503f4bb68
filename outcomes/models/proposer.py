"""Who proposed what: kept apart, because the meeting does not attribute what is said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.models import ONE_LINE


class Proposer(models.Model):
    """Who put a recommendation or a practice forward, in the rapporteur's words.

    Only the rapporteurs of its session and the organisers read it; no report, public page
    or export for others joins this table.
    """

    recommendation = models.OneToOneField(
        "outcomes.Recommendation", models.CASCADE, null=True, blank=True, related_name="proposer"
    )
    practice = models.OneToOneField(
        "outcomes.Practice", models.CASCADE, null=True, blank=True, related_name="proposer"
    )
    names = models.CharField(_("proposed by"), max_length=150, validators=[ONE_LINE])

    class Meta:
        verbose_name = _("proposer")
        verbose_name_plural = _("proposers")
        constraints = [
            models.CheckConstraint(
                condition=Q(recommendation=None) ^ Q(practice=None),
                name="proposer_is_of_one_item",
                violation_error_message=_("A proposer is of one recommendation or practice."),
            ),
        ]

    def __str__(self):
        return self.names
