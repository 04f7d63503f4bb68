"""Exchange rates by the month, each with its source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models.meeting import CURRENCY_CODE

from .money import by_whom, rate


class ExchangeRate(models.Model):
    """What one unit of a currency is worth in the meeting's, throughout a month.

    ``month`` is its first day. An entry without a rate of its own takes the rate of the
    month of its day, and keeps it with its source: a later change changes no entry.
    """

    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    month = models.DateField(_("month"), help_text=_("Any day of it: the rate is the month’s."))
    rate = rate()
    source = models.CharField(_("source"), max_length=150)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = by_whom(_("changed by"))

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-month", "currency"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="exchangerate_is_more_than_zero",
                violation_error_message=_("An exchange rate is more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="exchangerate_is_of_a_month",
                violation_error_message=_("A month is kept as its first day."),
            ),
            models.UniqueConstraint(
                fields=["currency", "month"],
                name="exchangerate_is_one_a_month",
                violation_error_message=_("This currency has a rate for this month already."),
            ),
        ]

    def __str__(self):
        return f"{self.currency} {self.month:%Y-%m}"
