"""The plan, with what stands against each line."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from budget.currencies import write_amount
from budget.figures import Figures, limits_in_force, measure_lines
from budget.ledger import plan_line
from budget.models import BudgetLine
from budget.resources import BudgetLineResource
from gfmd_meeting.models import Meeting
from gfmd_meeting.spreadsheets import SheetAdmin

from .entering import LedgerForm


class BudgetLineForm(LedgerForm):
    """A sum, or what it is reckoned from."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["planned"].required = False
        self.fields["planned"].help_text = _(
            "A sum; or leave it empty and write a quantity and a unit cost."
        )

    def clean(self):
        cleaned = super().clean()
        reckoned = cleaned.get("quantity") is not None and cleaned.get("unit_cost") is not None
        if not reckoned and cleaned.get("planned") is None and "planned" not in self.errors:
            self.add_error("planned", _("Write a sum, or a quantity and a unit cost."))
        return cleaned


@admin.register(BudgetLine)
class BudgetLineAdmin(SheetAdmin, TranslationAdmin):
    form = BudgetLineForm
    resource_classes = [BudgetLineResource]
    list_display = [
        "code",
        "title",
        "plan",
        "in_force",
        "committed",
        "paid",
        "open",
        "left",
        "used",
        "outcome",
    ]
    list_display_links = ["code", "title"]
    list_filter = [("outcome", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["outcome"]
    search_fields = ["code", "title_en", "title_es", "title_fr"]
    autocomplete_fields = ["outcome"]
    readonly_fields = ["in_force", "committed", "paid", "open", "left", "changed_at", "changed_by"]
    fieldsets = [
        (None, {"fields": ["code", "title", "outcome"]}),
        (_("Plan"), {"fields": [("quantity", "unit_cost", "days"), "planned"]}),
        (
            _("What stands against it"),
            {"fields": ["in_force", "committed", "paid", "open", "left"]},
        ),
        (_("History"), {"fields": [("changed_at", "changed_by")]}),
    ]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"by": request.user, "act": staticmethod(plan_line)})

    def save_model(self, request, obj, form, change):
        """The form has stored it."""

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        figures, limits = measure_lines(Meeting.objects.get()), limits_in_force()
        for line in changelist.result_list:
            line.figures, line.limit = figures[line.pk], limits.get(line.pk, 0)
        return changelist

    def get_object(self, request, object_id, from_field=None):
        line = super().get_object(request, object_id, from_field)
        if line is not None:
            line.figures = measure_lines(Meeting.objects.get(), line)[line.pk]
            line.limit = limits_in_force().get(line.pk, 0)
        return line

    @admin.display(description=_("planned"), ordering="planned")
    def plan(self, line):
        return write_amount(line.planned)

    @admin.display(description=_("may be spent"))
    def in_force(self, line):
        return write_amount(getattr(line, "limit", 0))

    @admin.display(description=_("committed"))
    def committed(self, line):
        return write_amount(_figures(line).committed)

    @admin.display(description=_("paid"))
    def paid(self, line):
        return write_amount(_figures(line).paid)

    @admin.display(description=_("open"))
    def open(self, line):
        return write_amount(_figures(line).open)

    @admin.display(description=_("left"))
    def left(self, line):
        return write_amount(getattr(line, "limit", 0) - _figures(line).used)

    @admin.display(description=_("used"))
    def used(self, line):
        limit = getattr(line, "limit", 0)
        return f"{_figures(line).used * 100 / limit:.0f} %" if limit else "–"


def _figures(line) -> Figures:
    return getattr(line, "figures", Figures())
