"""Where sessions are held."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from agenda.models import Room


@admin.register(Room)
class RoomAdmin(TranslationAdmin):
    list_display = ["name", "capacity", "position", "session_count"]
    search_fields = ["name_en", "name_es", "name_fr"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(session_count=Count("sessions"))

    @admin.display(description=_("sessions"), ordering="session_count")
    def session_count(self, room):
        return room.session_count
