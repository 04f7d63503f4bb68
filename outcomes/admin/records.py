"""How sessions went, without the rapporteurs' own working notes: nobody else reads them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from outcomes.models import SessionRecord

from .acting import ActingAdmin, SessionRecordForm


@admin.register(SessionRecord)
class SessionRecordAdmin(ActingAdmin):
    form = SessionRecordForm
    list_display = ["session", "language", "attendance", "changed_at", "changed_by"]
    list_filter = ["language", "session__kind"]
    list_select_related = ["session", "changed_by"]
    date_hierarchy = "recorded_at"
    search_fields = ["session__title_en", "session__title_es", "session__title_fr", "key_points"]
    autocomplete_fields = ["session"]
    readonly_fields = ["version", "recorded_at", "changed_at", "changed_by"]
    fieldsets = [
        (None, {"fields": ["session", "language", "attendance", "key_points", "started_from"]}),
        (_("History"), {"fields": readonly_fields}),
    ]
