"""Money out: commitments and disbursements."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from budget.currencies import write_amount
from budget.figures import open_value
from budget.ledger import (
    cancel_commitment,
    enter_commitment,
    enter_disbursement,
    reverse_disbursement,
)
from budget.models import NOTHING, Commitment, Disbursement
from budget.resources import CommitmentResource, DisbursementResource, LedgerResource
from budget.sponsoring import cover_by_commitment, cover_by_disbursement

from .covering import cover_ask
from .entering import Ask, AskForm, EntryForm, LedgerAdmin


class CancelForm(AskForm):
    on = forms.DateField(label=_("Date"), widget=AdminDateWidget)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ReverseForm(AskForm):
    on = forms.DateField(label=_("Date"), widget=AdminDateWidget)
    reference = forms.CharField(label=_("Reference"), max_length=40)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    override = forms.CharField(
        label=_("reason to override the line"),
        max_length=300,
        required=False,
        help_text=_(
            "Only where opening the commitment again goes past what the line has left."
            " It stands in the statement: name no person."
        ),
    )


class SpendingAdmin(LedgerAdmin):
    """Commitments and payments come in one sheet, whichever of their lists it is given to."""

    form = EntryForm
    import_template_name = "admin/budget/import_entries.html"
    list_filter = [("line", admin.RelatedOnlyFieldListFilter), "currency"]
    list_select_related = ["line"]

    def get_import_resource_classes(self, request):
        return [LedgerResource]


@admin.register(Commitment)
class CommitmentAdmin(SpendingAdmin):
    enters = staticmethod(enter_commitment)
    resource_classes = [CommitmentResource, LedgerResource]
    list_display = [
        "reference",
        "committed_on",
        "line",
        "payee",
        "currency",
        "written_amount",
        "written_value",
        "open",
        "cancelled_on",
    ]
    date_hierarchy = "committed_on"
    search_fields = ["reference", "payee", "description", "line__code"]
    autocomplete_fields = ["line"]
    readonly_fields = [
        "value",
        "open",
        "papers",
        "acts",
        "cancelled_on",
        "cancel_reason",
        "cancelled_by",
        "entered_at",
        "entered_by",
    ]
    fieldsets = [
        (None, {"fields": ["line", "reference", "committed_on", "payee", "description"]}),
        (
            _("Money"),
            {
                "fields": [
                    ("currency", "amount"),
                    ("rate", "rate_source"),
                    "value",
                    "override_reason",
                    "open",
                ]
            },
        ),
        (_("Papers"), {"fields": ["papers", "upload"]}),
        (None, {"fields": ["acts"]}),
        (
            _("History"),
            {
                "fields": [
                    ("entered_at", "entered_by"),
                    ("cancelled_on", "cancelled_by"),
                    "cancel_reason",
                ]
            },
        ),
    ]
    asks = {
        "cancel": Ask(
            "cancel",
            label=_("Cancel what is left…"),
            form=CancelForm,
            act=cancel_commitment,
            is_open=lambda commitment: commitment.cancelled_on is None,
            done=_("cancelled."),
        ),
        "cover": cover_ask(cover_by_commitment, is_open=lambda contract: not contract.cancelled_on),
    }

    def get_queryset(self, request):
        currency = Value(request.meeting.currency)
        entries = super().get_queryset(request).annotate(meeting_currency=currency)
        return entries.prefetch_related("disbursements")

    @admin.display(description=_("open"))
    def open(self, commitment):
        if commitment.pk is None:
            return self.get_empty_value_display()
        settled = sum((paid.amount for paid in commitment.disbursements.all()), NOTHING)
        return write_amount(open_value(commitment, settled, commitment.meeting_currency))


def _stands(payment: Disbursement) -> bool:
    return not payment.reverses_id and not hasattr(payment, "reversal")


@admin.register(Disbursement)
class DisbursementAdmin(SpendingAdmin):
    enters = staticmethod(enter_disbursement)
    resource_classes = [DisbursementResource, LedgerResource]
    list_display = [
        "reference",
        "paid_on",
        "line",
        "commitment",
        "payee",
        "currency",
        "written_amount",
        "written_value",
    ]
    list_select_related = ["line", "commitment"]
    date_hierarchy = "paid_on"
    search_fields = ["reference", "payee", "description", "line__code", "commitment__reference"]
    autocomplete_fields = ["line", "commitment"]
    readonly_fields = ["value", "papers", "acts", "reverses", "entered_at", "entered_by"]
    fieldsets = [
        (None, {"fields": ["line", "commitment", "reference", "paid_on", "payee", "description"]}),
        (
            _("Money"),
            {
                "fields": [
                    ("currency", "amount"),
                    ("rate", "rate_source"),
                    "value",
                    "override_reason",
                ]
            },
        ),
        (_("Papers"), {"fields": ["papers", "upload"]}),
        (None, {"fields": ["acts"]}),
        (_("History"), {"fields": ["reverses", ("entered_at", "entered_by")]}),
    ]
    asks = {
        "reverse": Ask(
            "reverse",
            label=_("Reverse this payment…"),
            form=ReverseForm,
            act=reverse_disbursement,
            is_open=_stands,
            done=_("reversed."),
        ),
        "cover": cover_ask(cover_by_disbursement, is_open=_stands),
    }
