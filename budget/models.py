"""What it costs: the plan, money in, money promised and money paid.

Amounts are Decimal. ``amount`` is in the entry's own ``currency``; ``value`` is the
same in the meeting's currency, rounded once, at the entry, half to even (ledger.py).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome, Party
from gfmd_meeting.models.meeting import CURRENCY_CODE
from gfmd_meeting.roles import is_co_chair, is_organiser, is_supporter


def money(verbose_name, **options):
    return models.DecimalField(verbose_name, max_digits=14, decimal_places=2, **options)


def rate(**options):
    """Units of the meeting's currency for one unit of the entry's."""
    return models.DecimalField(
        _("exchange rate"), max_digits=14, decimal_places=6, default=1, **options
    )


def by_whom(verbose_name):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=verbose_name,
    )


class BudgetLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisers, co-chairs and supporters read the budget."""
        may = is_organiser(user) or is_co_chair(user) or is_supporter(user)
        return self if may else self.none()


class BudgetLine(models.Model):
    """A line of the plan. All lines together are within the meeting's ceiling (ledger.py)."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    title = models.CharField(_("title"), max_length=150)
    planned = money(_("planned"))
    outcome = models.ForeignKey(
        ExpectedOutcome,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("expected outcome"),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = by_whom(_("changed by"))

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned__gte=0),
                name="budgetline_is_not_negative",
                violation_error_message=_("A planned amount is not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class Contribution(models.Model):
    """Money that a contributor gave to the meeting."""

    contributor = models.CharField(_("contributor"), max_length=200)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, verbose_name=_("party of the meeting")
    )
    received_on = models.DateField(_("date"))
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    amount = money(_("amount"))
    rate = rate()
    value = money(_("value"), editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = by_whom(_("entered by"))

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, rate__gt=0),
                name="contribution_is_of_a_sum",
                violation_error_message=_("An amount and a rate are more than zero."),
            ),
            models.UniqueConstraint(
                fields=["contributor", "received_on", "currency", "amount"],
                name="contribution_is_entered_once",
                violation_error_message=_("This contribution is entered already."),
            ),
        ]

    def __str__(self):
        return f"{self.contributor}, {self.currency} {self.amount}"


class Commitment(models.Model):
    """Money promised to a payee by a contract or an order, against a budget line (IATI)."""

    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="commitments", verbose_name=_("line")
    )
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    committed_on = models.DateField(_("date"))
    payee = models.CharField(_("payee"), max_length=150)
    description = models.CharField(_("description"), max_length=300, blank=True)
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    amount = money(_("amount"))
    rate = rate()
    value = money(_("value"), editable=False)
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
        ]

    def __str__(self):
        return f"{self.reference} {self.payee}"


class Disbursement(models.Model):
    """Money paid, against a commitment that it settles, or directly from a line (IATI)."""

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
    amount = money(_("amount"))
    rate = rate()
    value = money(_("value"), editable=False)
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = by_whom(_("entered by"))

    class Meta:
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        ordering = ["paid_on", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, rate__gt=0),
                name="disbursement_is_of_a_sum",
                violation_error_message=_("An amount and a rate are more than zero."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.payee}"
