"""The sheets of the budget: its lines, its entries and its contributions, in and out."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field

from gfmd_meeting.models import Meeting
from gfmd_meeting.spreadsheets import SheetResource, in_cell

from .columns import (
    ContributorCell,
    CurrencyCell,
    DayCell,
    EarmarkCell,
    FormCell,
    LineCell,
    NumberCell,
    RateCell,
    TextCell,
)
from .currencies import decimals_of
from .entries import reword_entry
from .income import record_contribution
from .ledger import enter_commitment, enter_disbursement, plan_line
from .models import BudgetLine, Commitment, Contribution, Disbursement, Form

DAYS = {Commitment: "committed_on", Disbursement: "paid_on"}

KINDS = {"commitment": Commitment, "payment": Disbursement}
HEADINGS = {
    "code": ("código", "codigo", "rubro"),
    "title": ("título", "titre", "intitulé"),
    "date": ("fecha", "día", "jour"),
    "line": ("budget line", "línea", "línea presupuestaria", "ligne", "ligne budgétaire"),
    "kind": ("tipo", "type", "clase", "nature"),
    "reference": ("referencia", "référence"),
    "payee": ("beneficiario", "bénéficiaire"),
    "description": ("descripción", "concepto", "objet"),
    "currency": ("moneda", "devise", "monnaie"),
    "amount": ("importe", "monto", "montant"),
    "form": ("forma", "forme"),
    "contributor": ("contribuyente", "donante", "contributeur", "donateur"),
    "note": ("nota", "remarque"),
}
OF_MONEY = {
    "planned": ("planned", "previsto", "presupuesto", "prévu"),
    "rate": ("rate", "exchange rate", "tipo de cambio", "taux de change"),
}


class MoneySheet(SheetResource):
    """A sheet with a column named for the meeting's currency: planned_usd, usd_per_unit.

    The acts of the ledger check each row; a value that they have not set yet is no fault.
    """

    named_for_currency: dict[str, str] = {}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        currency = Meeting.objects.values_list("currency", flat=True).first() or "USD"
        for name, column in self.named_for_currency.items():
            self.fields[name].column_name = column.format(currency=currency.lower())
        self.also_called = HEADINGS | {
            self.fields[name].column_name: OF_MONEY[name] for name in self.named_for_currency
        }
        self.required_columns = [
            *self.required_columns,
            *(self.fields[name].column_name for name in self.named_for_currency),
        ]

    class Meta(SheetResource.Meta):
        clean_model_instances = False


class BudgetLineResource(MoneySheet):
    """``budget_lines.csv``. A line is known by its code; its title is the English one."""

    required_columns = ["code", "title"]
    named_for_currency = {"planned": "planned_{currency}"}

    code = Field("code", "code", TextCell())
    title = Field("title_en", "title", TextCell())
    planned = Field("planned", "planned", NumberCell())

    class Meta(MoneySheet.Meta):
        model = BudgetLine
        fields = ["code", "title", "planned"]
        import_id_fields = ["code"]

    def store(self, instance, is_new):
        plan_line(instance, by=self.by)


class DayField(Field):
    """The day of an entry, which each kind of entry has under a name of its own."""

    def get_value(self, instance):
        return getattr(instance, DAYS[type(instance)])

    def save(self, instance, row, is_m2m=False, **kwargs):
        setattr(instance, DAYS[type(instance)], self.clean(row))


class AmountField(Field):
    """An amount in the decimals of its entry's currency, however many the database keeps."""

    def get_value(self, instance):
        if instance.amount is None:
            return None
        return instance.amount.quantize(Decimal(1).scaleb(-decimals_of(instance.currency)))


class KindField(Field):
    """Commitment or payment. What the row is, its entry has been from the start."""

    def get_value(self, instance):
        return next(kind for kind, model in KINDS.items() if isinstance(instance, model))

    def save(self, instance, row, is_m2m=False, **kwargs):
        pass


class ReferenceField(Field):
    """An entry's reference; a payment names after a stroke what it settles: PAY-1 / CON-2."""

    def get_value(self, instance):
        settled = getattr(instance, "commitment", None)
        return f"{instance.reference} / {settled.reference}" if settled else instance.reference

    def save(self, instance, row, is_m2m=False, **kwargs):
        instance.reference, settled = split_reference(row)
        if not settled:
            return
        if not isinstance(instance, Disbursement):
            raise ValueError(_("Only a payment names the commitment that it settles."))
        instance.commitment = Commitment.objects.filter(reference=settled).first()
        if instance.commitment is None:
            raise ValueError(
                _("There is no commitment “%(reference)s”. It stands above its payments.")
                % {"reference": settled}
            )


def split_reference(row) -> tuple[str, str]:
    own, _stroke, settled = str(row["reference"]).partition(" / ")
    return own.strip(), settled.strip()


class LedgerResource(MoneySheet):
    """``budget_entries.csv``: commitments and payments in one sheet, each by its reference."""

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
    rate = Field("rate", "rate", RateCell())

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
        ]
        import_id_fields = []

    def get_instance(self, instance_loader, row):
        own, _settled = split_reference(row)
        entries = _model_of(row).objects.select_related("line")
        return entries.filter(reference=own).first()

    def init_instance(self, row=None):
        return _model_of(row)()

    def store(self, instance, is_new):
        if not is_new:
            reword_entry(instance, by=self.by)
        elif isinstance(instance, Commitment):
            enter_commitment(instance, by=self.by)
        else:
            enter_disbursement(instance, by=self.by)

    def filter_export(self, queryset, **kwargs):
        """Every entry in the order of its day, so that the sheet can come in again."""
        entries = [
            *Commitment.objects.select_related("line"),
            *Disbursement.objects.select_related("line", "commitment"),
        ]
        return sorted(entries, key=lambda entry: getattr(entry, DAYS[type(entry)]))


def _model_of(row):
    kind = str(row["kind"]).lower()
    if kind not in KINDS:
        raise in_cell(
            "kind",
            _("“%(kind)s” is neither “commitment” nor “payment”.") % {"kind": row["kind"]},
        )
    return KINDS[kind]


class CommitmentResource(LedgerResource):
    class Meta(LedgerResource.Meta):
        name = gettext_lazy("The commitments of this list")

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("line")


class DisbursementResource(LedgerResource):
    class Meta(LedgerResource.Meta):
        name = gettext_lazy("The payments of this list")
        model = Disbursement

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("line", "commitment")


class ContributionResource(MoneySheet):
    """``contributions.csv``. One is known by its contributor, day, currency and amount."""

    required_columns = ["contributor", "date", "currency", "amount"]
    named_for_currency = {"rate": "{currency}_per_unit"}

    contributor = Field("contributor", "contributor", ContributorCell())
    date = Field("pledged_on", "date", DayCell())
    currency = Field("currency", "currency", CurrencyCell())
    amount = AmountField("amount", "amount", NumberCell())
    note = Field("note", "note", TextCell())
    rate = Field("rate", "rate", RateCell())
    form = Field("form", "form", FormCell(), default=Form.CASH)
    line = Field("line", "line", EarmarkCell())

    class Meta(MoneySheet.Meta):
        model = Contribution
        fields = ["contributor", "date", "currency", "amount", "note", "rate", "form", "line"]
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
        return queryset.select_related("contributor", "line")

    def store(self, instance, is_new):
        if is_new:
            record_contribution(instance, by=self.by)
        else:
            reword_entry(instance, by=self.by)
