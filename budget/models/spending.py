"""Money out: what is committed to payees, and what is paid to them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models.meeting import CURRENCY_CODE

from .money import amount, by_whom, rate, value
from .plan import BudgetLine

_OVERRIDE_HELP = _(
    "Only to go past what the line has left; the ceiling holds. It stands in the statement:"
    " name no person."
)


class Commitment(models.Model):
    """Money promised to a payee by a contract or an order, against a budget line (IATI).

    A commitment that is cancelled frees what of it is not paid, from that day on.
    ``override_reason``: why it goes past what its line had left.
    """

    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="commitments", verbose_name=_("line")
    )
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    committed_on = models.DateField(_("date"))
    payee = models.CharField(_("payee"), max_length=150)
    description = models.CharField(_("description"), max_length=300, blank=True)
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    amount = amount(_("amount"))
    rate = rate()
    rate_source = models.CharField(_("source of the rate"), max_length=150, blank=True)
    value = value(_("value"), editable=False)
    override_reason = models.CharField(
        _("reason to override the line"), max_length=300, blank=True, help_text=_OVERRIDE_HELP
    )
    cancelled_on = models.DateField(_("cancelled"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(
        _("why it was cancelled"), max_length=300, blank=True, editable=False
    )
    cancelled_at = models.DateTimeField(
        _("cancellation entered"), null=True, blank=True, editable=False
    )
    cancelled_by = by_whom(_("cancelled by"), blank=True)
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = by_whom(_("entered by"))

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["committed_on", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, rate__gt=0),
                name="commitment_is_of_a_sum",
                violation_error_message=_("An amount and a rate are more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancelled_at=None, cancel_reason="")
                | (
                    Q(cancelled_on__isnull=False, cancelled_at__isnull=False) & ~Q(cancel_reason="")
                ),
                name="commitment_says_why_it_was_cancelled",
                violation_error_message=_(
                    "A cancelled commitment, and only that, has a day and a reason."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.payee}"


class Disbursement(models.Model):
    """Money paid, against a commitment that it settles, or directly from a line (IATI).

    One that ``reverses`` another takes it back, with a negative amount: nothing that was
    entered is changed or deleted. ``override_reason``: why it goes past what its line had
    left.
    """

    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="disbursements", verbose_name=_("line")
    )
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disbursements",
        verbose_name=_("commitment"),
    )
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    paid_on = models.DateField(_("date"))
    payee = models.CharField(_("payee"), max_length=150)
    description = models.CharField(_("description"), max_length=300, blank=True)
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    amount = amount(_("amount"))
    rate = rate()
    rate_source = models.CharField(_("source of the rate"), max_length=150, blank=True)
    value = value(_("value"), editable=False)
    override_reason = models.CharField(
        _("reason to override the line"), max_length=300, blank=True, help_text=_OVERRIDE_HELP
    )
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reversal",
        verbose_name=_("reverses"),
    )
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = by_whom(_("entered by"))

    class Meta:
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        ordering = ["paid_on", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0, rate__gt=0)
                | Q(reverses__isnull=False, amount__lt=0, rate__gt=0),
                name="disbursement_is_of_a_sum",
                violation_error_message=_(
                    "An amount and a rate are more than zero; only a reversal takes away."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.payee}"
