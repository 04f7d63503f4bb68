"""Delegates whose coming the meeting pays for."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models.meeting import CURRENCY_CODE
from registrations.models import Participant

from .money import amount, by_whom, rate, value
from .plan import BudgetLine
from .spending import Commitment, Disbursement


class Sponsorship(models.Model):
    """A participant whose ticket and allowances the meeting pays, with each cost of it."""

    participant = models.OneToOneField(
        Participant, models.PROTECT, related_name="sponsorship", verbose_name=_("participant")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = by_whom(_("entered by"))

    class Meta:
        verbose_name = _("sponsored participant")
        verbose_name_plural = _("sponsored participants")
        ordering = ["participant__family_name", "pk"]

    def __str__(self):
        return str(self.participant)


class CostKind(models.TextChoices):
    TICKET = "ticket", _("Ticket")
    ALLOWANCE = "allowance", _("Daily allowance")
    TERMINAL = "terminal", _("Terminal allowance")


class SponsoredCost(models.Model):
    """One cost of a sponsored participant, as estimated: ``quantity`` x ``unit_amount``.

    The quantity of a daily allowance is nights. ``value`` is the estimate in the
    meeting's currency. ``commitment`` and ``disbursement`` are the contract and the
    payment that cover it, beside the costs of others perhaps (sponsored.py).
    """

    sponsorship = models.ForeignKey(
        Sponsorship, models.CASCADE, related_name="costs", verbose_name=_("sponsored participant")
    )
    kind = models.CharField(_("cost"), max_length=9, choices=CostKind)
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="sponsored_costs", verbose_name=_("line")
    )
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=5,
        decimal_places=1,
        default=Decimal(1),
        help_text=_("Nights, for a daily allowance."),
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    unit_amount = amount(_("unit amount"))
    rate = rate()
    rate_source = models.CharField(_("source of the rate"), max_length=150, blank=True)
    value = value(_("estimate"), editable=False)
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsored_costs",
        verbose_name=_("commitment"),
    )
    disbursement = models.ForeignKey(
        Disbursement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsored_costs",
        verbose_name=_("disbursement"),
    )

    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = by_whom(_("changed by"))

    class Meta:
        verbose_name = _("cost of a sponsored participant")
        verbose_name_plural = _("costs of sponsored participants")
        ordering = ["sponsorship", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_amount__gt=0, rate__gt=0),
                name="sponsoredcost_is_of_a_sum",
                violation_error_message=_("A quantity, an amount and a rate are more than zero."),
            ),
            models.UniqueConstraint(
                fields=["sponsorship", "kind"],
                name="sponsoredcost_stands_once",
                violation_error_message=_("This cost of the participant is entered already."),
            ),
        ]

    def __str__(self):
        return f"{self.sponsorship}, {self.get_kind_display()}"

    @property
    def is_covered(self) -> bool:
        """Whether it is in a contract or paid."""
        return self.commitment_id is not None or self.disbursement_id is not None
