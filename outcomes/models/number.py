"""The numbers by which recommendations are cited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome


class GivenNumber(models.Model):
    """A number such as 3.2: a place under an expected outcome, given once and never again.

    An item that is moved to another outcome is given a number there too; the one it had
    stays its own, and is its number again when it comes back.
    """

    outcome = models.ForeignKey(ExpectedOutcome, models.PROTECT, related_name="given_numbers")
    place = models.PositiveIntegerField(_("place"))
    recommendation = models.ForeignKey(
        "outcomes.Recommendation", models.PROTECT, related_name="numbers"
    )
    given_at = models.DateTimeField(_("given"), auto_now_add=True)

    class Meta:
        verbose_name = _("number")
        verbose_name_plural = _("numbers")
        ordering = ["outcome", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "place"],
                name="givennumber_is_never_given_twice",
                violation_error_message=_("This number was given already."),
            ),
            models.UniqueConstraint(
                fields=["outcome", "recommendation"],
                name="givennumber_is_one_for_an_item_under_an_outcome",
                violation_error_message=_("It has a number under this outcome already."),
            ),
        ]

    def __str__(self):
        return f"{self.outcome.number}.{self.place}"
