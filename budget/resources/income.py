"""The sheet of contributions."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field

from budget.columns import (
    ContributorCell,
    CurrencyCell,
    DayCell,
    EarmarkCell,
    FormCell,
    NumberCell,
    RateCell,
    ReceivedCell,
    TextCell,
)
from budget.entries import reword_entry
from budget.income import pledge_contribution, record_contribution
from budget.models import Contribution, Form

from .money import AmountField, FilledField, MoneySheet


class ReceivedField(Field):
    """Whether all of it came on the day of its pledge, at the same rate; it did unless denied."""

    def get_value(self, instance):
        if hasattr(instance, self.attribute):
            return getattr(instance, self.attribute)
        return instance.pk is None or _came_at_once(instance)


def _came_at_once(contribution: Contribution) -> bool:
    receipts = list(contribution.receipts.all())
    reversed_ = {receipt.reverses_id for receipt in receipts}
    whole = (contribution.pledged_on, contribution.amount, contribution.rate)
    return any(
        (receipt.received_on, receipt.amount, receipt.rate) == whole and receipt.pk not in reversed_
        for receipt in receipts
    )


class ContributionResource(MoneySheet):
    """``contributions.csv``. One is known by its contributor, day, currency, amount and form.

    A row pledges and receives at once; with ``no`` under ``received`` it only pledges,
    and what came of it is recorded at the desk.
    """

    required_columns = ["contributor", "date", "currency", "amount"]
    named_for_currency = {"rate": "{currency}_per_unit"}

    contributor = Field("contributor", "contributor", ContributorCell())
    date = Field("pledged_on", "date", DayCell())
    currency = Field("currency", "currency", CurrencyCell())
    amount = AmountField("amount", "amount", NumberCell())
    note = Field("note", "note", TextCell())
    rate = FilledField("rate", "rate", RateCell())
    form = Field("form", "form", FormCell(), default=Form.CASH)
    line = Field("line", "line", EarmarkCell())
    rate_source = FilledField("rate_source", "rate_source", TextCell())
    received = ReceivedField("received_at_once", "received", ReceivedCell())

    class Meta(MoneySheet.Meta):
        model = Contribution
        fields = [
            "contributor",
            "date",
            "currency",
            "amount",
            "note",
            "rate",
            "form",
            "line",
            "rate_source",
            "received",
        ]
        import_id_fields = []

    def get_instance(self, instance_loader, row):
        known_by = ["contributor", "date", "currency", "amount"]
        known_by += ["form"] if "form" in row else []
        try:
            found = {self.fields[n].attribute: self.fields[n].clean(row) for n in known_by}
        except ValueError:
            # No contribution is known by this; the row says what is wrong with it.
            return None
        return Contribution.objects.filter(**found).first()

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("contributor", "line").prefetch_related("receipts")

    def store(self, instance, is_new):
        received = self.fields["received"].get_value(instance)
        if is_new:
            act = record_contribution if received else pledge_contribution
            act(instance, by=self.by)
            return
        if received != _came_at_once(instance):
            raise ValidationError(
                {
                    "received_at_once": ValidationError(
                        _("It stands already: what came of it is recorded on its own page."),
                        code="pledge_stands",
                    )
                }
            )
        reword_entry(instance, by=self.by)
