"""Personal links: addresses of a page that only the person they were mailed to has."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PersonalLinkQuerySet(models.QuerySet):
    def alive(self):
        """Neither expired nor revoked."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PersonalLink(models.Model):
    """A way in for one person and one purpose, sent to their address (see links.py).

    ``subject`` is the primary key of what it is for, in the table that its purpose
    goes with. The secret part of the link is not stored: it is a signature of this row.
    """

    purpose = models.SlugField(_("purpose"), max_length=30)
    subject = models.PositiveBigIntegerField(_("subject"))
    address = models.CharField(_("address"), max_length=254)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["purpose", "subject"], name="link_of_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="personallink_expires_after_it_is_made",
                violation_error_message=_("A link expires after it is made."),
            ),
        ]

    def __str__(self):
        return f"{self.purpose} → {self.address}"
