"""The organisers' list of all the sheets that were handed in."""

from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import SheetImport


@admin.register(SheetImport)
class SheetImportAdmin(admin.ModelAdmin):
    """Who handed in what, and what came of it. It is read, not edited."""

    list_display = [
        "name",
        "rows_are",
        "uploaded_at",
        "uploaded_by",
        "stage",
        "rows",
        "new",
        "changed",
        "unchanged",
        "refused",
    ]
    list_filter = ["stage", "model"]
    list_select_related = ["uploaded_by"]
    date_hierarchy = "uploaded_at"
    search_fields = ["name", "uploaded_by__email", "uploaded_by__full_name"]
    fields = [
        "page",
        "rows_are",
        "form",
        ("uploaded_at", "uploaded_by"),
        ("confirmed_at", "confirmed_by"),
        "stage",
        "fault",
        ("rows", "new", "changed", "unchanged", "refused"),
        "ended_at",
    ]
    readonly_fields = ["page", "rows_are", "uploaded_at"]

    @admin.display(description=_("rows are"), ordering="model")
    def rows_are(self, sheet):
        try:
            return apps.get_model(sheet.model)._meta.verbose_name_plural
        except LookupError:
            # Of a list that this version does not know any more.
            return sheet.model

    @admin.display(description=_("rows"))
    def page(self, sheet):
        app_label, _dot, model = sheet.model.partition(".")
        try:
            address = reverse(f"admin:{app_label}_{model}_sheet", args=[sheet.pk])
        except NoReverseMatch:
            return sheet.name
        return format_html('<a href="{}">{}</a>', address, sheet.name)
