"""Who answers for a delegation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Place(models.TextChoices):
    """Where a focal point sits."""

    CAPITAL = "capital", _("Capital or headquarters")
    MISSION = "mission", _("Mission or embassy")


class FocalPointQuerySet(models.QuerySet):
    def current(self, day=None):
        """Those who answer on this day, which is today in the zone of the meeting's pages."""
        day = day or timezone.localdate()
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gte=day),
        )


class FocalPoint(models.Model):
    """A person who answers for a delegation: nominates its people and sees where they stand.

    From ``valid_from`` through ``valid_until``, both days included; none is no bound.
    """

    delegation = models.ForeignKey(
        "registrations.Delegation",
        models.CASCADE,
        related_name="focal_points",
        verbose_name=_("delegation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user")
    )
    place = models.CharField(_("place"), max_length=8, choices=Place, default=Place.CAPITAL)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["delegation", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "user"],
                name="focalpoint_is_named_once_per_delegation",
                violation_error_message=_("This person is its focal point already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from"))
                | Q(valid_from=None)
                | Q(valid_until=None),
                name="focalpoint_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.delegation}"

    @property
    def is_current(self):
        today = timezone.localdate()
        begun = self.valid_from is None or self.valid_from <= today
        return begun and (self.valid_until is None or self.valid_until >= today)
