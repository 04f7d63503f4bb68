"""What the sheets of money share: their headings, and the columns that the ledger fills in."""

from decimal import Decimal

from import_export.fields import Field

from budget.currencies import decimals_of
from gfmd_meeting.models import Meeting
from gfmd_meeting.spreadsheets import SheetResource

HEADINGS = {
    "code": ("código", "codigo", "rubro"),
    "title": ("título", "titre", "intitulé"),
    "title_es": ("título en español", "titre en espagnol"),
    "title_fr": ("título en francés", "titre en français"),
    "quantity": ("cantidad", "quantité"),
    "unit_cost": ("unit cost", "costo unitario", "coste unitario", "coût unitaire"),
    "days": ("días", "jours"),
    "date": ("fecha", "día", "jour"),
    "line": ("budget line", "línea", "línea presupuestaria", "ligne", "ligne budgétaire"),
    "kind": ("tipo", "type", "clase", "nature"),
    "reference": ("referencia", "référence"),
    "payee": ("beneficiario", "bénéficiaire"),
    "description": ("descripción", "concepto", "objet"),
    "currency": ("moneda", "devise", "monnaie"),
    "amount": ("importe", "monto", "montant"),
    "rate_source": ("source of the rate", "fuente del tipo de cambio", "source du taux"),
    "override_reason": (
        "reason to override the line",
        "motivo de excepción",
        "motif de dérogation",
    ),
    "form": ("forma", "forme"),
    "received": ("recibido", "reçu"),
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


class AmountField(Field):
    """An amount in the decimals of its entry's currency, however many the database keeps."""

    def get_value(self, instance):
        if instance.amount is None:
            return None
        return instance.amount.quantize(Decimal(1).scaleb(-decimals_of(instance.currency)))


class FilledField(Field):
    """What the ledger fills in where a cell is empty: an empty cell changes nothing that stands."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        if instance.pk is None or row[self.column_name] not in ("", None):
            super().save(instance, row, is_m2m, **kwargs)
