"""The organisers' desk for the budget. The ledger decides; here it is asked and shown."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from gfmd_meeting.models import Meeting
from gfmd_meeting.spreadsheets import SheetAdmin

from .currencies import write_amount
from .entries import TEXTS, reword_entry
from .figures import Figures, measure_lines
from .income import pledge_contribution
from .ledger import enter_commitment, enter_disbursement, plan_line
from .models import BudgetLine, Commitment, Contribution, Contributor, Disbursement
from .resources import (
    BudgetLineResource,
    CommitmentResource,
    ContributionResource,
    DisbursementResource,
    LedgerResource,
)


class LedgerForm(forms.ModelForm):
    """Stores through the ledger as the last step of validation: refusals stand by the fields."""

    by = None
    act = None

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            type(self).act(self.instance, by=self.by)
        except ValidationError as refusal:
            self._show(refusal)

    def _get_validation_exclusions(self):
        """The check of amount and rate as one is left to the ledger, which says it by field."""
        return super()._get_validation_exclusions() | {"rate"}

    def _show(self, refusal):
        """Beside their fields those that the form has, above it all others."""
        for field, errors in refusal.error_dict.items() if hasattr(refusal, "error_dict") else ():
            self.add_error(field if field in self.fields else None, errors)
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)


class LedgerAdmin(SheetAdmin, admin.ModelAdmin):
    """Of what is entered, only the texts change, and nothing is deleted."""

    form = LedgerForm
    enters = None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        act = reword_entry if change else self.enters
        return type(form.__name__, (form,), {"by": request.user, "act": staticmethod(act)})

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return self.readonly_fields
        return [field.name for field in self.opts.fields if field.name not in TEXTS[self.model]]

    def save_model(self, request, obj, form, change):
        """The form has stored it."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(BudgetLine)
class BudgetLineAdmin(SheetAdmin, TranslationAdmin):
    """The plan, with what stands against each line."""

    form = LedgerForm
    resource_classes = [BudgetLineResource]
    list_display = ["code", "title", "plan", "committed", "paid", "open", "left", "outcome"]
    list_display_links = ["code", "title"]
    list_filter = [("outcome", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["outcome"]
    search_fields = ["code", "title_en", "title_es", "title_fr"]
    autocomplete_fields = ["outcome"]
    readonly_fields = ["committed", "paid", "open", "left", "changed_at", "changed_by"]
    fieldsets = [
        (None, {"fields": ["code", "title", "planned", "outcome"]}),
        (_("What stands against it"), {"fields": ["committed", "paid", "open", "left"]}),
        (_("History"), {"fields": [("changed_at", "changed_by")]}),
    ]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"by": request.user, "act": staticmethod(plan_line)})

    def save_model(self, request, obj, form, change):
        """The form has stored it."""

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        figures = measure_lines(Meeting.objects.get())
        for line in changelist.result_list:
            line.figures = figures[line.pk]
        return changelist

    def get_object(self, request, object_id, from_field=None):
        line = super().get_object(request, object_id, from_field)
        if line is not None:
            line.figures = measure_lines(Meeting.objects.get(), line)[line.pk]
        return line

    @admin.display(description=_("planned"), ordering="planned")
    def plan(self, line):
        return write_amount(line.planned)

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
        if line.planned is None:
            return ""
        return write_amount(line.planned - _figures(line).used)


def _figures(line) -> Figures:
    return getattr(line, "figures", Figures())


@admin.register(Contribution)
class ContributionAdmin(LedgerAdmin):
    """Money that the meeting was given."""

    enters = staticmethod(pledge_contribution)
    resource_classes = [ContributionResource]
    list_display = ["contributor", "pledged_on", "form", "currency", "amount", "rate", "value"]
    list_filter = ["form", "currency", ("contributor", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["contributor"]
    date_hierarchy = "pledged_on"
    search_fields = ["contributor__name", "note"]
    autocomplete_fields = ["contributor", "line"]
    readonly_fields = ["value", "entered_at", "entered_by"]
    fieldsets = [
        (None, {"fields": ["contributor", "form", "pledged_on", "line", "note"]}),
        (_("Money"), {"fields": [("currency", "amount"), "rate", "value"]}),
        (_("History"), {"fields": [("entered_at", "entered_by")]}),
    ]


@admin.register(Contributor)
class ContributorAdmin(admin.ModelAdmin):
    """Who gives to the meeting."""

    list_display = ["name", "party"]
    list_select_related = ["party"]
    search_fields = ["name"]


class EntryAdmin(LedgerAdmin):
    """Commitments and payments come in one sheet, whichever of their lists it is given to."""

    import_template_name = "admin/budget/import_entries.html"
    list_filter = [("line", admin.RelatedOnlyFieldListFilter), "currency"]
    list_select_related = ["line"]
    readonly_fields = ["value", "entered_at", "entered_by"]

    def get_import_resource_classes(self, request):
        return [LedgerResource]


@admin.register(Commitment)
class CommitmentAdmin(EntryAdmin):
    enters = staticmethod(enter_commitment)
    resource_classes = [CommitmentResource, LedgerResource]
    list_display = ["reference", "committed_on", "line", "payee", "currency", "amount", "value"]
    date_hierarchy = "committed_on"
    search_fields = ["reference", "payee", "description", "line__code"]
    autocomplete_fields = ["line"]
    fieldsets = [
        (None, {"fields": ["line", "reference", "committed_on", "payee", "description"]}),
        (_("Money"), {"fields": [("currency", "amount"), "rate", "value"]}),
        (_("History"), {"fields": [("entered_at", "entered_by")]}),
    ]


@admin.register(Disbursement)
class DisbursementAdmin(EntryAdmin):
    enters = staticmethod(enter_disbursement)
    resource_classes = [DisbursementResource, LedgerResource]
    list_display = [
        "reference",
        "paid_on",
        "line",
        "commitment",
        "payee",
        "currency",
        "amount",
        "value",
    ]
    list_select_related = ["line", "commitment"]
    date_hierarchy = "paid_on"
    search_fields = ["reference", "payee", "description", "line__code", "commitment__reference"]
    autocomplete_fields = ["line", "commitment"]
    fieldsets = [
        (None, {"fields": ["line", "commitment", "reference", "paid_on", "payee", "description"]}),
        (_("Money"), {"fields": [("currency", "amount"), "rate", "value"]}),
        (_("History"), {"fields": [("entered_at", "entered_by")]}),
    ]
