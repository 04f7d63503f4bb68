"""Money in: who supports the meeting, what they promise and what has come."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import Party
from gfmd_meeting.models.meeting import CURRENCY_CODE

from .money import amount, by_whom, rate, value
from .plan import BudgetLine


class Contributor(models.Model):
    """A party of the meeting, or any other, that gives money, goods or services to it."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    party = models.OneToOneField(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributor",
        verbose_name=_("party of the meeting"),
    )

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def called(self) -> str:
        """Its name on papers; of a party of the meeting the party’s, in the reader’s language."""
        if self.party is None:
            return self.name
        return ", ".join(filter(None, [self.party.name, self.party.agency]))


class Form(models.TextChoices):
    """In what a contribution consists. Goods and services are never counted as cash."""

    CASH = "cash", _("Cash")
    GOODS = "goods", _("Goods, in kind")
    SERVICES = "services", _("Services, in kind")


class ContributionQuerySet(models.QuerySet):
    def in_cash(self):
        return self.filter(form=Form.CASH)

    def in_kind(self):
        return self.exclude(form=Form.CASH)


class Contribution(models.Model):
    """What a contributor pledged on a day. ``line``: what it is earmarked for, if anything."""

    contributor = models.ForeignKey(
        Contributor,
        models.PROTECT,
        related_name="contributions",
        verbose_name=_("contributor"),
    )
    form = models.CharField(_("form"), max_length=8, choices=Form, default=Form.CASH)
    pledged_on = models.DateField(_("date"))
    line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="earmarked",
        verbose_name=_("earmarked for"),
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    amount = amount(_("amount"))
    rate = rate()
    rate_source = models.CharField(_("source of the rate"), max_length=150, blank=True)
    value = value(_("value"), editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = by_whom(_("entered by"))

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["pledged_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, rate__gt=0),
                name="contribution_is_of_a_sum",
                violation_error_message=_("An amount and a rate are more than zero."),
            ),
            models.UniqueConstraint(
                fields=["contributor", "pledged_on", "form", "currency", "amount"],
                name="contribution_is_pledged_once",
                violation_error_message=_("This contribution is entered already."),
            ),
        ]

    def __str__(self):
        return f"{self.contributor}, {self.currency} {self.amount.normalize():f}"

    @property
    def is_in_kind(self) -> bool:
        return self.form != Form.CASH


class Receipt(models.Model):
    """What came of a contribution: cash in the account, or goods and services as delivered.

    It is of the contribution's currency. One that ``reverses`` another takes it back, with
    a negative amount: nothing that was entered is changed or deleted.
    """

    contribution = models.ForeignKey(
        Contribution,
        models.PROTECT,
        related_name="receipts",
        verbose_name=_("contribution"),
    )
    received_on = models.DateField(_("date"))
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    amount = amount(_("amount"))
    rate = rate()
    rate_source = models.CharField(_("source of the rate"), max_length=150, blank=True)
    value = value(_("value"), editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
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
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0, rate__gt=0)
                | Q(reverses__isnull=False, amount__lt=0, rate__gt=0),
                name="receipt_is_of_a_sum",
                violation_error_message=_(
                    "An amount and a rate are more than zero; only a reversal takes away."
                ),
            ),
        ]

    def __str__(self):
        return self.reference
