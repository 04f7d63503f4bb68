"""What the hall sees in the closing session."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome


class ClosingScreen(models.Model):
    """Where the large screen stands: under an expected outcome, at one item or at none.

    ``turn`` counts the moves, so that a screen elsewhere knows whether it shows the present one.
    """

    outcome = models.ForeignKey(ExpectedOutcome, models.SET_NULL, null=True, related_name="+")
    recommendation = models.ForeignKey(
        "outcomes.Recommendation", models.SET_NULL, null=True, related_name="+"
    )
    turn = models.PositiveIntegerField(_("turn"), default=0)
    moved_at = models.DateTimeField(_("moved"), auto_now=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("moved by"),
    )

    class Meta:
        verbose_name = _("closing screen")
        verbose_name_plural = _("closing screen")
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="closingscreen_is_the_only_one",
                violation_error_message=_("One hall has one screen."),
            ),
        ]

    def __str__(self):
        return str(self.outcome or "")
