"""Recommendations and practices."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gfmd_meeting.spreadsheets import SheetAdmin
from outcomes.models import Practice, Recommendation
from outcomes.numbers import number_of
from outcomes.recording import restore_item, submit_practice, withdraw_item
from outcomes.resources import PracticeResource, RecommendationResource

from .acting import ActingAdmin, PracticeForm, RecommendationForm
from .histories import VersionInline

STANDING = ("withdrawn_at", admin.EmptyFieldListFilter)


class ItemAdmin(SheetAdmin, ActingAdmin):
    """Withdrawn rather than deleted: who and when stays."""

    list_select_related = ["outcome", "session"]
    date_hierarchy = "recorded_at"
    inlines = [VersionInline]
    actions = ["withdraw", "put_back"]

    @admin.display(description=_("text"), ordering="text_en")
    def beginning(self, item):
        return str(item)

    @admin.display(description=_("stands"), boolean=True, ordering="withdrawn_at")
    def stands(self, item):
        return item.withdrawn_at is None

    @admin.action(description=_("Withdraw the selected"), permissions=["change"])
    def withdraw(self, request, queryset):
        self.act_on(
            request,
            queryset.standing(),
            lambda item: withdraw_item(item, version=item.version, by=request.user),
        )

    @admin.action(description=_("Put back the selected"), permissions=["change"])
    def put_back(self, request, queryset):
        self.act_on(
            request,
            queryset.withdrawn(),
            lambda item: restore_item(item, by=request.user),
        )

    def act_on(self, request, items, act):
        done = 0
        for item in items:
            try:
                act(item)
            except ValidationError as refusal:
                messages.error(request, f"{item}: {' '.join(refusal.messages)}")
            else:
                done += 1
        sentence = ngettext("%(number)d item was changed.", "%(number)d items were changed.", done)
        messages.info(request, sentence % {"number": done})


@admin.register(Recommendation)
class RecommendationAdmin(ItemAdmin):
    """How far one is on its way to adoption is shown here, and decided on the co-chairs' page."""

    form = RecommendationForm
    resource_classes = [RecommendationResource]
    list_display = ["beginning", "number", "status", "kind", "level", "outcome", "session"]
    list_display += ["language", "changed_at", "stands"]
    list_filter = ["status", "outcome", "session", "kind", "level", "language", STANDING]
    search_fields = ["text_en", "text_es", "text_fr", "addressed_to", "proposer__names"]
    autocomplete_fields = ["session", "outcome", "objective", "emphases", "builds_on"]
    readonly_fields = [
        "number",
        "status",
        "adopted_at",
        "made_in",
        "replaced_in",
        "version",
        "recorded_at",
        "recorded_by",
        "changed_at",
        "changed_by",
        "withdrawn_at",
        "withdrawn_by",
    ]
    fieldsets = [
        (None, {"fields": ["session", "outcome", "kind", "language", "started_from"]}),
        (_("Text"), {"fields": ["text_en", "text_es", "text_fr"]}),
        (_("Translations"), {"fields": ["reviewed_en", "reviewed_es", "reviewed_fr"]}),
        (_("Place"), {"fields": ["level", "objective", "emphases", "builds_on"]}),
        (_("People"), {"fields": ["addressed_to", "proposed_by"]}),
        (_("Adoption"), {"fields": readonly_fields[:5]}),
        (_("History"), {"fields": readonly_fields[5:]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("numbers")

    @admin.display(description=_("number"))
    def number(self, recommendation):
        return number_of(recommendation) if recommendation.pk else ""


@admin.register(Practice)
class PracticeAdmin(ItemAdmin):
    """Published once it was handed in and its owner consents."""

    form = PracticeForm
    resource_classes = [PracticeResource]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["beginning", "outcome", "session", "countries", "since", "owner_consent"]
    list_display += ["is_handed_in", "changed_at", "stands"]
    list_filter = [
        "owner_consent",
        ("submitted_at", admin.EmptyFieldListFilter),
        "outcome",
        "session",
        "language",
        STANDING,
    ]
    search_fields = ["title_en", "title_es", "title_fr", "text_en", "text_es", "text_fr"]
    search_fields += ["place", "partners", "countries", "proposer__names"]
    autocomplete_fields = ["session", "outcome"]
    readonly_fields = [
        "consent_at",
        "consent_by",
        "submitted_at",
        "submitted_by",
        "version",
        "recorded_at",
        "recorded_by",
        "changed_at",
        "changed_by",
        "withdrawn_at",
        "withdrawn_by",
    ]
    fieldsets = [
        (None, {"fields": ["session", "outcome", "language", "started_from"]}),
        (_("Title"), {"fields": ["title_en", "title_es", "title_fr"]}),
        (_("What it is"), {"fields": ["text_en", "text_es", "text_fr"]}),
        (_("Results"), {"fields": ["results_en", "results_es", "results_fr"]}),
        (_("Translations"), {"fields": ["reviewed_en", "reviewed_es", "reviewed_fr"]}),
        (_("Where and when"), {"fields": ["place", "since", "countries", "partners"]}),
        (_("People"), {"fields": ["addressed_to", "proposed_by", "source_url", "contact"]}),
        (
            _("Publication"),
            {"fields": ["owner_consent", "consent_note", *readonly_fields[:4]]},
        ),
        (_("History"), {"fields": readonly_fields[4:]}),
    ]
    actions = ["hand_in", *ItemAdmin.actions]

    @admin.display(description=_("handed in"), boolean=True, ordering="submitted_at")
    def is_handed_in(self, practice):
        return practice.submitted_at is not None

    @admin.action(description=_("Hand in the selected"), permissions=["change"])
    def hand_in(self, request, queryset):
        self.act_on(request, queryset, lambda item: submit_practice(item, by=request.user))
