"""Sponsored participants and the estimates of their costs."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from budget.currencies import write_amount
from budget.models import BudgetLine, CostKind, SponsoredCost, Sponsorship
from budget.sponsoring import drop_cost, estimate_cost, sponsor_participant

from .entering import LedgerForm


class EstimateForm(LedgerForm):
    """An estimate is of no month: without a rate it takes the last one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "rate" in self.fields:
            self.fields["rate"].help_text = _(
                "Empty: the last rate of the table; 1 for the meeting's own currency."
            )


class SponsorshipForm(EstimateForm):
    """Whom the meeting pays for; with a new one, its first estimates in one currency."""

    currency = forms.CharField(label=_("currency"), max_length=3, required=False)
    rate = forms.DecimalField(label=_("exchange rate"), max_digits=15, decimal_places=8)
    rate_source = forms.CharField(label=_("source of the rate"), max_length=150, required=False)
    travel_line = forms.ModelChoiceField(
        BudgetLine.objects.all(), label=_("line of the ticket"), required=False
    )
    ticket = forms.DecimalField(label=_("Ticket"), required=False, max_digits=15, decimal_places=4)
    stay_line = forms.ModelChoiceField(
        BudgetLine.objects.all(), label=_("line of the allowances"), required=False
    )
    nights = forms.DecimalField(label=_("nights"), required=False, max_digits=5, decimal_places=1)
    allowance = forms.DecimalField(
        label=_("Daily allowance"), required=False, max_digits=15, decimal_places=4
    )
    terminal = forms.DecimalField(
        label=_("Terminal allowance"), required=False, max_digits=15, decimal_places=4
    )

    def act(self, sponsorship, *, by):
        return sponsor_participant(sponsorship, costs=self.costs(), by=by)

    def clean(self):
        """Each amount has its line; a daily allowance has nights, and nights an allowance."""
        cleaned = super().clean()
        needs = [
            ("ticket", "travel_line"),
            ("allowance", "stay_line"),
            ("terminal", "stay_line"),
            ("allowance", "nights"),
            ("nights", "allowance"),
        ]
        for has, wants in needs:
            lacks = cleaned.get(has) is not None and cleaned.get(wants) is None
            if lacks and wants not in self.errors:
                self.add_error(wants, _("This is wanted too."))
        return cleaned

    def costs(self) -> list[SponsoredCost]:
        said = self.cleaned_data
        estimates = [
            (CostKind.TICKET, "travel_line", "ticket", 1),
            (CostKind.ALLOWANCE, "stay_line", "allowance", said.get("nights")),
            (CostKind.TERMINAL, "stay_line", "terminal", 1),
        ]
        return [
            SponsoredCost(
                kind=kind,
                line=said[line],
                quantity=quantity,
                unit_amount=said[amount],
                currency=said["currency"].upper(),
                rate=said["rate"],
                rate_source=said["rate_source"],
            )
            for kind, line, amount, quantity in estimates
            if said.get(amount) is not None
        ]


class CostInline(admin.TabularInline):
    """What is estimated; each is changed on its own page."""

    model = SponsoredCost
    extra = 0
    show_change_link = True
    fields = readonly_fields = [
        "kind",
        "line",
        "quantity",
        "currency",
        "unit_amount",
        "rate",
        "value",
        "commitment",
        "disbursement",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("line", "commitment", "disbursement")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Sponsorship)
class SponsorshipAdmin(admin.ModelAdmin):
    form = SponsorshipForm
    inlines = [CostInline]
    list_display = ["participant", "delegation", "state", "note", "entered_at", "entered_by"]
    list_select_related = ["participant__delegation", "entered_by"]
    list_filter = ["participant__status"]
    search_fields = [
        "participant__family_name",
        "participant__given_name",
        "participant__delegation__name_en",
    ]
    autocomplete_fields = ["participant"]
    readonly_fields = ["state", "add_cost", "entered_at", "entered_by"]
    new = [
        (None, {"fields": ["participant", "note"]}),
        (_("First estimates"), {"fields": [("currency", "rate", "rate_source")]}),
        (_("Ticket"), {"fields": [("travel_line", "ticket")]}),
        (_("Allowances"), {"fields": ["stay_line", ("nights", "allowance"), "terminal"]}),
    ]
    standing = [
        (None, {"fields": ["participant", "state", "note", "add_cost"]}),
        (_("History"), {"fields": [("entered_at", "entered_by")]}),
    ]

    def get_fieldsets(self, request, obj=None):
        return self.new if obj is None else self.standing

    def get_inlines(self, request, obj):
        return [] if obj is None else self.inlines

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj is None else ["participant", *self.readonly_fields]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if change:
            return super().get_form(request, obj, change, **kwargs | {"form": forms.ModelForm})
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def get_changeform_initial_data(self, request):
        return {"currency": request.meeting.currency} | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        """A new one is stored by its form."""
        if change:
            obj.save(update_fields=["note"])

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("delegation"))
    def delegation(self, sponsorship):
        return sponsorship.participant.delegation

    @admin.display(description=_("state"))
    def state(self, sponsorship):
        return sponsorship.participant.get_status_display()

    @admin.display(description=_("what can be done"))
    def add_cost(self, sponsorship):
        return format_html(
            '<a class="button" href="{}?sponsorship={}">{}</a>',
            reverse("admin:budget_sponsoredcost_add"),
            sponsorship.pk,
            _("Estimate another cost…"),
        )


@admin.register(SponsoredCost)
class SponsoredCostAdmin(admin.ModelAdmin):
    form = EstimateForm
    list_display = ["sponsorship", "kind", "line", "written_value", "commitment", "disbursement"]
    list_select_related = ["sponsorship__participant", "line", "commitment", "disbursement"]
    list_filter = ["kind", ("line", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["sponsorship__participant__family_name"]
    autocomplete_fields = ["sponsorship", "line"]
    readonly_fields = ["value", "commitment", "disbursement", "changed_at", "changed_by"]
    fieldsets = [
        (None, {"fields": ["sponsorship", "kind", "line"]}),
        (
            _("Estimate"),
            {
                "fields": [
                    "quantity",
                    ("currency", "unit_amount"),
                    ("rate", "rate_source"),
                    "value",
                ]
            },
        ),
        (_("What covers it"), {"fields": ["commitment", "disbursement"]}),
        (_("History"), {"fields": [("changed_at", "changed_by")]}),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        own = {"by": request.user, "act": staticmethod(estimate_cost)}
        return type(form.__name__, (form,), own)

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj is None else ["sponsorship", *self.readonly_fields]

    def get_changeform_initial_data(self, request):
        return {"currency": request.meeting.currency} | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        """The form has stored it."""

    def get_actions(self, request):
        """None deletes many at once: each is asked whether it is covered."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.is_covered)

    def delete_model(self, request, obj):
        drop_cost(obj)

    @admin.display(description=_("estimate"), ordering="value")
    def written_value(self, cost):
        return write_amount(cost.value)
