"""Money in: contributors, what they pledged, what came."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from budget.currencies import write_amount
from budget.income import pledge_contribution, receive_contribution, reverse_receipt
from budget.models import NOTHING, Contribution, Contributor, Receipt
from budget.resources import ContributionResource

from .entering import Ask, AskForm, EntryForm, LedgerAdmin


@admin.register(Contributor)
class ContributorAdmin(admin.ModelAdmin):
    """Who gives to the meeting."""

    list_display = ["name", "party"]
    list_select_related = ["party"]
    search_fields = ["name"]


@admin.register(Contribution)
class ContributionAdmin(LedgerAdmin):
    enters = staticmethod(pledge_contribution)
    resource_classes = [ContributionResource]
    list_display = [
        "contributor",
        "pledged_on",
        "form",
        "currency",
        "written_amount",
        "written_value",
        "received",
    ]
    list_filter = ["form", "currency", ("contributor", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["contributor", "line"]
    date_hierarchy = "pledged_on"
    search_fields = ["contributor__name", "note"]
    autocomplete_fields = ["contributor", "line"]
    readonly_fields = ["value", "received", "receive", "entered_at", "entered_by"]
    fieldsets = [
        (None, {"fields": ["contributor", "form", "pledged_on", "line", "note"]}),
        (_("Money"), {"fields": [("currency", "amount"), ("rate", "rate_source"), "value"]}),
        (_("What came of it"), {"fields": ["received", "receive"]}),
        (_("History"), {"fields": [("entered_at", "entered_by")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("receipts")

    @admin.display(description=_("received"))
    def received(self, contribution):
        if contribution.pk is None:
            return self.get_empty_value_display()
        came = sum((receipt.amount for receipt in contribution.receipts.all()), NOTHING)
        return f"{contribution.currency} {write_amount(came, contribution.currency)}"

    @admin.display(description=_("what can be done"))
    def receive(self, contribution):
        if contribution.pk is None:
            return self.get_empty_value_display()
        return format_html(
            '<a class="button" href="{}?contribution={}">{}</a>',
            reverse("admin:budget_receipt_add"),
            contribution.pk,
            _("Record what came…"),
        )


class ReverseReceiptForm(AskForm):
    on = forms.DateField(label=_("Date"), widget=AdminDateWidget)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    reference = forms.CharField(
        label=_("Reference"),
        max_length=40,
        required=False,
        help_text=_("Empty: the next number."),
    )


class ReceiptForm(EntryForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "reference" in self.fields:
            self.fields["reference"].required = False
            self.fields["reference"].help_text = _("Empty: the next number.")


@admin.register(Receipt)
class ReceiptAdmin(LedgerAdmin):
    form = ReceiptForm
    enters = staticmethod(receive_contribution)
    list_display = ["reference", "received_on", "contribution", "written_amount", "written_value"]
    list_filter = [("contribution__contributor", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["contribution__contributor"]
    date_hierarchy = "received_on"
    search_fields = ["reference", "note", "contribution__contributor__name"]
    autocomplete_fields = ["contribution"]
    readonly_fields = ["value", "papers", "acts", "reverses", "entered_at", "entered_by"]
    fieldsets = [
        (None, {"fields": ["contribution", "received_on", "reference", "note"]}),
        (_("Money"), {"fields": ["amount", ("rate", "rate_source"), "value"]}),
        (_("Papers"), {"fields": ["papers", "upload"]}),
        (None, {"fields": ["acts"]}),
        (_("History"), {"fields": ["reverses", ("entered_at", "entered_by")]}),
    ]
    asks = {
        "reverse": Ask(
            "reverse",
            label=_("Reverse this receipt…"),
            form=ReverseReceiptForm,
            act=reverse_receipt,
            is_open=lambda receipt: not receipt.reverses_id and not hasattr(receipt, "reversal"),
            done=_("reversed."),
        )
    }

    def has_import_permission(self, request):
        """They come with the sheet of contributions."""
        return False

    def has_export_permission(self, request):
        return False

    @admin.display(description=_("amount"), ordering="amount")
    def written_amount(self, receipt):
        currency = receipt.contribution.currency
        return f"{currency} {write_amount(receipt.amount, currency)}"
