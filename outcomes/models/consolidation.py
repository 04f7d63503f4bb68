"""What was done to bring the conclusions of all sessions together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ConsolidationAct(models.TextChoices):
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")
    MOVE = "move", _("Moved to another expected outcome")
    REORDER = "reorder", _("Put in another order")


class Consolidation(models.Model):
    """One act at the consolidation desk; it can be undone while nothing rests on it.

    A merger replaces several items (``replaced``) by one (``made``), a split one by several:
    so an item's provenance is what its ``made_in`` replaced, back to what the sessions
    recorded. ``details`` are plain values: what a move or a new order found and left.
    """

    act = models.CharField(_("act"), max_length=10, choices=ConsolidationAct)
    details = models.JSONField(_("details"), default=dict)
    done_at = models.DateTimeField(_("done"), auto_now_add=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("consolidation")
        verbose_name_plural = _("consolidations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False),
                name="consolidation_is_dated_once_undone",
                violation_error_message=_("What is undone is dated."),
            ),
        ]

    def __str__(self):
        return self.get_act_display()
