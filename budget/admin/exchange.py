"""The table of exchange rates."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from budget.exchange import set_rate
from budget.models import ExchangeRate

from .entering import LedgerForm


class ExchangeRateForm(LedgerForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rate"].required = True
        self.fields["rate"].help_text = _("What one unit is worth in the meeting's currency.")

    def _get_validation_exclusions(self):
        """A month is kept as its first day, which set_rate makes of any day of it."""
        return super()._get_validation_exclusions() | {"month"}


@admin.register(ExchangeRate)
class ExchangeRateAdmin(admin.ModelAdmin):
    form = ExchangeRateForm
    list_display = ["currency", "of_month", "written_rate", "source", "changed_at", "changed_by"]
    list_select_related = ["changed_by"]
    list_filter = ["currency"]
    readonly_fields = ["changed_at", "changed_by"]
    fields = ["currency", "month", "rate", "source", ("changed_at", "changed_by")]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user, "act": staticmethod(set_rate)})

    def save_model(self, request, obj, form, change):
        """The form has stored it."""

    @admin.display(description=_("month"), ordering="month")
    def of_month(self, row):
        return f"{row.month:%Y-%m}"

    @admin.display(description=_("exchange rate"), ordering="rate")
    def written_rate(self, row):
        return f"{row.rate.normalize():f}"
