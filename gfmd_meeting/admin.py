"""The organisers' view of what is given: the meeting, its parties, users and mail."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline

from .letter_text import FIELDS
from .limits import refusals_of_group, refusals_of_meeting
from .models import (
    ConceptNoteSection,
    Emphasis,
    ExpectedOutcome,
    Figure,
    LetterTemplate,
    Meeting,
    OutgoingMail,
    Party,
    PersonalLink,
    PriorRecommendation,
    Region,
    SpecificObjective,
    StakeholderGroup,
    User,
)
from .outbox import write_again

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


class StageFilter(admin.SimpleListFilter):
    """Where a message stands."""

    title = _("state")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [("waiting", _("Waiting")), ("sent", _("Sent")), ("failed", _("Failed"))]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.filter(sent_at=None, failed_at=None)
        if self.value() == "sent":
            return queryset.exclude(sent_at=None)
        if self.value() == "failed":
            return queryset.exclude(failed_at=None)
        return queryset


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    """What was written to whom, and whether it left. It is read and sent again, not edited."""

    actions = ["send_again"]
    list_display = ["subject", "to", "stage", "written_at", "sent_at", "attempts", "last_error"]
    list_filter = [StageFilter, "language"]
    date_hierarchy = "written_at"
    search_fields = ["to", "subject", "body"]

    @admin.display(description=_("state"))
    def stage(self, mail):
        return mail.stage

    @admin.action(description=_("Send again"), permissions=["send_again"])
    def send_again(self, request, queryset):
        with transaction.atomic():
            count = len([write_again(mail) for mail in queryset])
        sentence = ngettext(
            "%(count)s message is sent again.", "%(count)s messages are sent again.", count
        )
        messages.success(request, sentence % {"count": count})

    def has_send_again_permission(self, request):
        return request.user.has_perm("gfmd_meeting.send_mail_again")


@admin.register(PersonalLink)
class PersonalLinkAdmin(admin.ModelAdmin):
    """Who was given a way in. The secret of a link is shown to nobody."""

    actions = ["revoke"]
    list_display = ["purpose", "address", "made_at", "expires_at", "used_at", "revoked_at"]
    list_filter = ["purpose", ("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["address"]

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke(self, request, queryset):
        alive = queryset.filter(revoked_at=None)
        count = alive.update(revoked_at=timezone.now(), revoked_by=request.user)
        sentence = ngettext("%(count)s link is revoked.", "%(count)s links are revoked.", count)
        messages.success(request, sentence % {"count": count})

    def has_revoke_permission(self, request):
        return request.user.has_perm("gfmd_meeting.revoke_links")


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
    fieldsets = [
        (None, {"fields": ["title", "short_title", "forum", "overall_objective"]}),
        (
            _("Days and place"),
            {"fields": ["starts_on", "ends_on", "time_zone", "country", "city", "venue"]},
        ),
        (
            _("Participants"),
            {
                "fields": [
                    "seats_expected",
                    "seats",
                    "registration_closes_on",
                    "seat_offer_hours",
                    "contact_email",
                ]
            },
        ),
        (
            _("Money"),
            {"fields": ["currency", "budget_ceiling", "accounts_open_on", "accounts_close_on"]},
        ),
        (
            _("Results"),
            {
                "fields": [
                    "chatham_house_rule",
                    ("comments_open_on", "comments_close_on"),
                    "report_audience",
                ]
            },
        ),
    ]


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
    search_fields = ["number", "wording"]


class LetterTemplateForm(forms.ModelForm):
    """The text of a letter; nobody is written to in a language that it lacks."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True


@admin.register(LetterTemplate)
class LetterTemplateAdmin(TranslationAdmin):
    """Letters as text; words in braces are filled in."""

    form = LetterTemplateForm
    list_display = ["key", "subject"]
    readonly_fields = ["key", "fields_to_use"]
    fields = ["key", "fields_to_use", "subject", "body"]

    @admin.display(description=_("fields to use"))
    def fields_to_use(self, template):
        rows = format_html_join(
            "", "<tr><th scope=row><code>{{{}}}</code></th><td>{}</td></tr>", FIELDS.items()
        )
        rule = _(
            "Paragraphs are parted by an empty line. One that names a field without a value, "
            "such as no venue, is left out of the letter."
        )
        return format_html("<div><table>{}</table><p>{}</p></div>", rows, rule)


@admin.register(Region)
class RegionAdmin(TranslationAdmin):
    list_display = ["name", "key"]
    search_fields = ["name"]
