"""The plan: its lines as they are worked on, and as they were approved and revised."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome
from gfmd_meeting.roles import is_co_chair, is_organiser, is_supporter

from .money import by_whom, value


class BudgetLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisers, co-chairs and supporters read the budget."""
        may = is_organiser(user) or is_co_chair(user) or is_supporter(user)
        return self if may else self.none()


class BudgetLine(models.Model):
    """A line of the working plan, in the meeting's currency.

    It is planned as a sum, or as ``quantity`` x ``unit_cost`` x ``days``. All lines
    together are within the meeting's ceiling (ledger.py); what may be spent is what the
    last revision gives the line, once a plan is approved (revisions.py).
    """

    code = models.CharField(_("code"), max_length=10, unique=True)
    title = models.CharField(_("title"), max_length=150)
    quantity = models.DecimalField(
        _("quantity"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    unit_cost = value(_("unit cost"), null=True, blank=True)
    days = models.DecimalField(_("days"), max_digits=5, decimal_places=1, null=True, blank=True)
    planned = value(_("planned"))
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
            models.CheckConstraint(
                # A comparison with nothing is neither true nor false, and would pass.
                condition=Q(quantity=None, unit_cost=None, days=None)
                | (
                    Q(quantity__isnull=False, unit_cost__isnull=False)
                    & Q(quantity__gt=0, unit_cost__gte=0)
                    & (Q(days=None) | Q(days__gt=0))
                ),
                name="budgetline_is_reckoned_whole",
                violation_error_message=_(
                    "A reckoned line has a quantity and a unit cost; days are more than zero."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def is_reckoned(self) -> bool:
        """Whether its sum comes of a quantity and a unit cost."""
        return self.quantity is not None


class BudgetRevision(models.Model):
    """The plan as it was frozen on a day: 0 is the approved budget, each later one a revision."""

    number = models.PositiveSmallIntegerField(_("revision"), unique=True)
    decided_on = models.DateField(_("date"))
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = by_whom(_("entered by"))

    class Meta:
        verbose_name = _("budget revision")
        verbose_name_plural = _("budget revisions")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number=0) | ~Q(reason=""),
                name="budgetrevision_says_why",
                violation_error_message=_("A revision of the approved budget says why."),
            ),
        ]

    def __str__(self):
        if self.number == 0:
            return str(_("Approved budget"))
        return _("Revision %(number)s") % {"number": self.number}


class RevisedLine(models.Model):
    """A line as a revision froze it. ``code`` stays the line's for ever."""

    revision = models.ForeignKey(
        BudgetRevision, models.CASCADE, related_name="lines", verbose_name=_("revision")
    )
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="revisions", verbose_name=_("line")
    )
    title = models.CharField(_("title"), max_length=150)
    quantity = models.DecimalField(_("quantity"), max_digits=9, decimal_places=2, null=True)
    unit_cost = value(_("unit cost"), null=True)
    days = models.DecimalField(_("days"), max_digits=5, decimal_places=1, null=True)
    planned = value(_("planned"))

    class Meta:
        verbose_name = _("revised line")
        verbose_name_plural = _("revised lines")
        ordering = ["revision", "line__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "line"],
                name="revisedline_stands_once_in_its_revision",
                violation_error_message=_("A line stands once in a revision."),
            ),
        ]

    def __str__(self):
        return f"{self.line.code} {self.title}"


class LineAlert(models.Model):
    """A line has reached a share of what it may spend; organisers are told of it once."""

    line = models.ForeignKey(
        BudgetLine, models.CASCADE, related_name="alerts", verbose_name=_("line")
    )
    percentage = models.PositiveSmallIntegerField(_("per cent"))
    raised_at = models.DateTimeField(_("raised"), auto_now_add=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "percentage"],
                name="linealert_is_raised_once",
                violation_error_message=_("This has been told already."),
            ),
        ]

    def __str__(self):
        return f"{self.line.code} {self.percentage} %"
