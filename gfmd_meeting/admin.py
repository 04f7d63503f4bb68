"""The organisers' view of what is given: the meeting, its parties, users and mail."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline

from .limits import refusals_of_group, refusals_of_meeting
from .models import (
    ConceptNoteSection,
    Emphasis,
    ExpectedOutcome,
    Figure,
    Meeting,
    OutgoingMail,
    Party,
    PriorRecommendation,
    Region,
    SpecificObjective,
    StakeholderGroup,
    User,
)

LIMITS = ("seats", "budget_ceiling", "currency")


class UserForm(forms.ModelForm):
    def clean_email(self):
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People who sign in. A new one has no password: they ask for a code by mail."""

    form = UserForm
    list_display = ["email", "full_name", "party", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "party", "language"]
    list_select_related = ["party"]
    search_fields = ["email", "full_name"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "full_name", "language"]}),
        (_("What they are"), {"fields": ["party", "is_staff", "is_active"]}),
        (_("History"), {"fields": ["last_login", "date_joined"]}),
    ]

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        obj.save()


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    """What was written to whom, and whether it left."""

    list_display = ["subject", "to", "written_at", "sent_at", "attempts"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter), "language"]
    date_hierarchy = "written_at"
    search_fields = ["to", "subject"]


class MeetingForm(forms.ModelForm):
    """The meeting; what people rely on is not lowered beneath them (limits.py)."""

    def clean(self):
        cleaned = super().clean()
        # The admin saves in the transaction that this lock belongs to.
        before = Meeting.objects.select_for_update().get(pk=self.instance.pk)
        after = Meeting(**{name: cleaned.get(name, getattr(before, name)) for name in LIMITS})
        for refusal in refusals_of_meeting(before, after):
            self.add_error(None, refusal)
        return cleaned


class StakeholderGroupForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        Meeting.objects.select_for_update().first()
        before = StakeholderGroup.objects.get(pk=self.instance.pk)
        after = StakeholderGroup(pk=before.pk, name=before.name, seats=cleaned.get("seats"))
        for refusal in refusals_of_group(before.seats, after):
            self.add_error("seats", refusal)
        return cleaned


@admin.register(Meeting)
class MeetingAdmin(TranslationAdmin):
    form = MeetingForm
    list_display = ["title", "starts_on", "ends_on", "seats", "budget_ceiling"]


@admin.register(Party)
class PartyAdmin(TranslationAdmin):
    list_display = ["name", "agency", "is_host", "is_co_chair", "is_collaborator", "is_supporter"]
    search_fields = ["name"]


@admin.register(StakeholderGroup)
class StakeholderGroupAdmin(TranslationAdmin):
    form = StakeholderGroupForm
    list_display = ["name", "type", "region", "seats"]
    list_select_related = ["region"]
    search_fields = ["name"]


@admin.register(ExpectedOutcome)
class ExpectedOutcomeAdmin(TranslationAdmin):
    list_display = ["number", "short_title"]
    list_display_links = ["short_title"]
    search_fields = ["number", "short_title", "wording"]


class FigureInline(TranslationTabularInline):
    model = Figure
    extra = 0


@admin.register(ConceptNoteSection)
class ConceptNoteSectionAdmin(TranslationAdmin):
    list_display = ["title", "position"]
    inlines = [FigureInline]


@admin.register(SpecificObjective, Emphasis, PriorRecommendation)
class WordingAdmin(TranslationAdmin):
    """Official wordings, by number."""

    list_display = ["number", "wording"]
    list_display_links = ["wording"]


@admin.register(Region)
class RegionAdmin(TranslationAdmin):
    list_display = ["name", "key"]
    search_fields = ["name"]
