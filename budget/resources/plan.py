"""The sheet of the plan."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field

from budget.columns import OptionalNumberCell, TextCell
from budget.currencies import write_amount
from budget.ledger import plan_line
from budget.models import BudgetLine

from .money import FilledField, MoneySheet


class BudgetLineResource(MoneySheet):
    """``budget_lines.csv``. A line is known by its code; its title is the English one.

    Its sum may be left empty where it has a quantity and a unit cost.
    """

    required_columns = ["code", "title"]
    named_for_currency = {"planned": "planned_{currency}"}

    code = Field("code", "code", TextCell())
    title = Field("title_en", "title", TextCell())
    planned = FilledField("planned", "planned", OptionalNumberCell())
    quantity = Field("quantity", "quantity", OptionalNumberCell())
    unit_cost = Field("unit_cost", "unit_cost", OptionalNumberCell())
    days = Field("days", "days", OptionalNumberCell())
    title_es = Field("title_es", "title_es", TextCell(), default=None)
    title_fr = Field("title_fr", "title_fr", TextCell(), default=None)

    class Meta(MoneySheet.Meta):
        model = BudgetLine
        fields = [
            "code",
            "title",
            "planned",
            "quantity",
            "unit_cost",
            "days",
            "title_es",
            "title_fr",
        ]
        import_id_fields = ["code"]

    def import_instance(self, instance, row, **kwargs):
        """A sum that is not told follows from the quantity, and is no sum of the sheet."""
        super().import_instance(instance, row, **kwargs)
        column = self.fields["planned"].column_name
        instance.told = instance.planned if row.get(column) not in ("", None) else None

    def store(self, instance, is_new):
        told: Decimal | None = instance.told
        plan_line(instance, by=self.by)
        if told is not None and instance.planned != told:
            raise ValidationError(
                {
                    "planned": ValidationError(
                        _("Quantity, unit cost and days make %(sum)s: write that, or nothing."),
                        code="another_sum",
                        params={"sum": write_amount(instance.planned)},
                    )
                }
            )
