"""Delegations and their focal points."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from gfmd_meeting.spreadsheets import SheetAdmin
from registrations.delegations import refuse_fewer_seats_than_taken, store_delegation
from registrations.models import Delegation, FocalPoint
from registrations.resources import DelegationResource


class DelegationForm(forms.ModelForm):
    code = forms.SlugField(
        label=_("code"),
        max_length=40,
        required=False,
        help_text=_("Stands in the address of its page. Left empty, it is made of the name."),
    )

    def _post_clean(self):
        """Say beside its field what store_delegation would refuse."""
        super()._post_clean()
        if self.errors:
            return
        try:
            refuse_fewer_seats_than_taken(self.instance)
        except ValidationError as refusal:
            self.add_error(None, refusal)


class FocalPointInline(admin.TabularInline):
    model = FocalPoint
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(Delegation)
class DelegationAdmin(SheetAdmin, TranslationAdmin):
    """Whom the meeting invites, with how many seats."""

    form = DelegationForm
    resource_classes = [DelegationResource]
    inlines = [FocalPointInline]
    list_display = [
        "name",
        "group",
        "country",
        "seats",
        "confirmed",
        "pending",
        "funded_seats",
        "is_origin",
        "is_transit",
        "is_destination",
    ]
    list_filter = [
        "group__type",
        "group",
        ("home_region", admin.RelatedOnlyFieldListFilter),
        "is_origin",
        "is_transit",
        "is_destination",
    ]
    list_select_related = ["group__region", "home_region"]
    search_fields = ["name_en", "name_es", "name_fr", "code", "country"]
    readonly_fields = ["confirmed", "pending"]
    fieldsets = [
        (None, {"fields": ["name", "code", "group", "country", "home_region"]}),
        (_("Seats"), {"fields": ["seats", "funded_seats", "confirmed", "pending"]}),
        (_("Role in migration"), {"fields": ["is_origin", "is_transit", "is_destination"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_figures()

    @admin.display(description=_("confirmed"), ordering="confirmed")
    def confirmed(self, delegation):
        return getattr(delegation, "confirmed", 0)

    @admin.display(description=_("pending"), ordering="pending")
    def pending(self, delegation):
        return getattr(delegation, "pending", 0)

    def save_model(self, request, obj, form, change):
        store_delegation(obj)


@admin.register(FocalPoint)
class FocalPointAdmin(admin.ModelAdmin):
    """Who answers for a delegation."""

    list_display = ["user", "delegation"]
    list_select_related = ["user", "delegation"]
    autocomplete_fields = ["delegation", "user"]
    search_fields = [
        "user__email",
        "user__full_name",
        "delegation__name_en",
        "delegation__name_es",
        "delegation__name_fr",
    ]
