"""What is said about a draft before it is adopted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import Party
from registrations.models import Delegation

from .wording import TEXT_RULES


class Comment(models.Model):
    """A comment on a recommendation, or another wording proposed for it, or both.

    It speaks for a co-chairing State (``party``) or for a delegation; for neither where the
    rapporteur-general or an organiser writes. ``settled`` says that it was dealt with.
    """

    recommendation = models.ForeignKey(
        "outcomes.Recommendation", models.CASCADE, related_name="comments"
    )
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.TextField(_("comment"), blank=True, validators=TEXT_RULES)
    proposed_wording = models.TextField(_("proposed wording"), blank=True, validators=TEXT_RULES)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(proposed_wording=""),
                name="comment_says_something",
                violation_error_message=_("Write a comment, propose another wording, or both."),
            ),
            models.CheckConstraint(
                condition=Q(party=None) | Q(delegation=None),
                name="comment_speaks_for_one",
                violation_error_message=_("A comment speaks for one State or delegation."),
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | Q(settled_at__isnull=False),
                name="comment_is_dated_once_settled",
                violation_error_message=_("A settled comment is dated."),
            ),
        ]

    def __str__(self):
        return (self.body or self.proposed_wording)[:80]
