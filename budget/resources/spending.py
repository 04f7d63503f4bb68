"""The sheet of entries: commitments and payments, and what takes them back."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field

from budget.columns import CurrencyCell, DayCell, LineCell, NumberCell, RateCell, TextCell
from budget.entries import reword_entry
from budget.ledger import (
    cancel_commitment,
    enter_commitment,
    enter_disbursement,
    reverse_disbursement,
)
from budget.models import Commitment, Disbursement

from .cancellation import Cancellation
from .entry_columns import (
    KINDS,
    DayField,
    KindField,
    OverrideField,
    ReferenceField,
    commitment_of,
    kind_of,
    split_reference,
)
from .money import AmountField, FilledField, MoneySheet

# What a row that takes an entry back says just as the entry does.
SAME = ("line", "currency", "amount", "rate")


class LedgerResource(MoneySheet):
    """``budget_entries.csv``: each entry by its reference, below those that it rests on.

    A reversal and a cancellation have the amount that they take back, with a minus, and
    their reason as the description.
    """

    required_columns = ["date", "line", "kind", "reference", "payee", "currency", "amount"]
    named_for_currency = {"rate": "{currency}_per_unit"}

    date = DayField("date", "date", DayCell())
    line = Field("line", "line", LineCell())
    kind = KindField("kind", "kind", TextCell())
    reference = ReferenceField("reference", "reference", TextCell())
    payee = Field("payee", "payee", TextCell())
    description = Field("description", "description", TextCell())
    currency = Field("currency", "currency", CurrencyCell())
    amount = AmountField("amount", "amount", NumberCell())
    rate = FilledField("rate", "rate", RateCell())
    rate_source = FilledField("rate_source", "rate_source", TextCell())
    override_reason = OverrideField("override_reason", "override_reason", TextCell())

    class Meta(MoneySheet.Meta):
        name = gettext_lazy("All commitments and payments")
        model = Commitment
        fields = [
            "date",
            "line",
            "kind",
            "reference",
            "payee",
            "description",
            "currency",
            "amount",
            "rate",
            "rate_source",
            "override_reason",
        ]
        import_id_fields = []

    # -- In -------------------------------------------------------------------------------------

    def get_instance(self, instance_loader, row):
        kind = kind_of(row)
        if kind == "cancellation":
            commitment = commitment_of(row)
            return Cancellation(commitment) if commitment.cancelled_on else None
        own, _other = split_reference(row)
        entries = KINDS[kind].objects.select_related("line")
        return entries.filter(reference=own).first()

    def init_instance(self, row=None):
        kind = kind_of(row)
        return Cancellation(commitment_of(row)) if kind == "cancellation" else KINDS[kind]()

    def store(self, instance, is_new):
        if isinstance(instance, Cancellation):
            self._cancel(instance)
        elif not is_new:
            reword_entry(instance, by=self.by)
        elif isinstance(instance, Commitment):
            enter_commitment(instance, by=self.by)
        elif instance.reverses_id:
            self._reverse(instance)
        else:
            enter_disbursement(instance, by=self.by)

    def _cancel(self, told):
        self._refuse_another(told, Cancellation(told.commitment))
        cancel_commitment(
            told.commitment, on=told.cancelled_on, reason=told.description, by=self.by
        )

    def _reverse(self, told):
        made = reverse_disbursement(
            told.reverses,
            on=told.paid_on,
            reference=told.reference,
            reason=told.description,
            override=told.override_reason,
            by=self.by,
        )
        self._refuse_another(told, made)
        told.pk = made.pk

    def _refuse_another(self, told, stands):
        for name in SAME:
            said, is_so = getattr(told, name), getattr(stands, name)
            if said is not None and said != is_so:
                refusal = ValidationError(
                    _("What this row takes back stands with %(value)s."),
                    code="another_entry",
                    params={"value": self.fields[name].export(stands)},
                )
                raise ValidationError({name: refusal})

    # -- Out ------------------------------------------------------------------------------------

    def filter_export(self, queryset, **kwargs):
        """Every entry in the order in which it was entered, so that the sheet can come in again."""
        commitments = Commitment.objects.select_related("line").order_by("pk")
        payments = Disbursement.objects.select_related("line", "commitment", "reverses")
        entries = [
            *commitments.prefetch_related("disbursements"),
            *payments.order_by("pk"),
        ]
        told = [(entry.entered_at, entry) for entry in entries]
        told += [(entry.commitment.cancelled_at, entry) for entry in _cancellations(entries)]
        return [entry for _moment, entry in sorted(told, key=lambda pair: pair[0])]


def _cancellations(entries) -> list[Cancellation]:
    return [Cancellation(entry) for entry in entries if getattr(entry, "cancelled_on", None)]


class CommitmentResource(LedgerResource):
    class Meta(LedgerResource.Meta):
        name = gettext_lazy("The commitments of this list")

    def filter_export(self, queryset, **kwargs):
        commitments = list(queryset.select_related("line").prefetch_related("disbursements"))
        return [*commitments, *_cancellations(commitments)]


class DisbursementResource(LedgerResource):
    class Meta(LedgerResource.Meta):
        name = gettext_lazy("The payments of this list")
        model = Disbursement

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("line", "commitment", "reverses").order_by("pk")
