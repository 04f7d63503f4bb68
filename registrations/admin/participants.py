"""Participants: what is known about them, and the decisions about their seats."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.spreadsheets import SheetAdmin
from registrations.effect import effect_of_confirming
from registrations.journeys import refuse_far_time
from registrations.models import TAKING_SEATS, Participant, Status
from registrations.registration import change_participant, register_participant
from registrations.resources import ParticipantResource

from .decisions import DECISIONS, decide


class ParticipantForm(forms.ModelForm):
    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_arrives_at(self):
        return self._travels_at("arrives_at")

    def clean_departs_at(self):
        return self._travels_at("departs_at")

    def _travels_at(self, name):
        moment = self.cleaned_data[name]
        refuse_far_time(moment)
        return moment

    def _get_validation_exclusions(self):
        """The state is no field of the form, but whether a head is the only one hangs on it."""
        return super()._get_validation_exclusions() - {"status", "decided_at", "delegation"}


@admin.register(Participant)
class ParticipantAdmin(SheetAdmin, admin.ModelAdmin):
    """Who is registered. The state is not edited: it is decided, by the actions."""

    form = ParticipantForm
    resource_classes = [ParticipantResource]
    change_form_template = "admin/registrations/participant/change_form.html"
    actions = ["confirm", "override", "wait", "attend", "decline", "withdraw"]
    list_display = [
        "name",
        "standing",
        "waiting_place",
        "delegation",
        "capacity",
        "is_funded",
        "registered_at",
    ]
    list_filter = [
        "status",
        "gender",
        ("override_reason", admin.EmptyFieldListFilter),
        "delegation__group__type",
        "delegation__group",
        ("delegation__group__region", admin.RelatedOnlyFieldListFilter),
        "capacity",
        "language",
        "needs_interpretation",
        "is_funded",
        "is_listed",
    ]
    list_select_related = ["delegation__group__region", "delegation__home_region"]
    date_hierarchy = "registered_at"
    search_fields = [
        "given_name",
        "family_name",
        "email",
        "function",
        "delegation__name_en",
        "delegation__name_es",
        "delegation__name_fr",
    ]
    autocomplete_fields = ["delegation"]
    readonly_fields = [
        "standing",
        "user",
        "registered_at",
        "registered_by",
        "decided_at",
        "decided_by",
        "decision_reason",
        "override_reason",
        "waiting_place",
        "offer_expires_at",
        "completed_at",
        "attended_at",
        "attended_by",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "standing",
                    "delegation",
                    "capacity",
                    ("honorific", "given_name", "family_name"),
                    ("passport_name", "badge_name"),
                    "gender",
                    "function",
                    "email",
                    "phone",
                ]
            },
        ),
        (
            _("Language and needs"),
            {
                "fields": [
                    "language",
                    "needs_interpretation",
                    "dietary_needs",
                    "accessibility_needs",
                    "is_listed",
                ]
            },
        ),
        (
            _("Journey"),
            {
                "fields": [
                    "is_funded",
                    ("arrives_at", "departs_at"),
                    ("emergency_contact", "emergency_phone"),
                ]
            },
        ),
        (
            _("Letter for a visa"),
            {
                "fields": [
                    "needs_visa_letter",
                    ("passport_number", "passport_country"),
                    ("passport_expires_on", "born_on"),
                ]
            },
        ),
        (
            _("History"),
            {
                "fields": [
                    ("registered_at", "registered_by"),
                    ("decided_at", "decided_by"),
                    "decision_reason",
                    "override_reason",
                    ("waiting_place", "offer_expires_at"),
                    "completed_at",
                    ("attended_at", "attended_by"),
                    "user",
                ]
            },
        ),
    ]

    # -- What is shown --------------------------------------------------------------------------

    @admin.display(description=_("name"), ordering="family_name")
    def name(self, participant):
        return f"{participant.family_name}, {participant.given_name}"

    @admin.display(description=_("state"), ordering="status")
    def standing(self, participant):
        more = ""
        if participant.override_reason:
            more = _("past a limit: %(reason)s") % {"reason": participant.override_reason}
        elif participant.offer_expires_at:
            until = date_format(timezone.localtime(participant.offer_expires_at), "DATETIME_FORMAT")
            more = _("until %(until)s") % {"until": until}
        if not more:
            return participant.get_status_display()
        return format_html("{}<br>{}", participant.get_status_display(), more)

    def get_readonly_fields(self, request, obj=None):
        """A seat stays with its delegation: it is withdrawn before the person moves."""
        if obj is not None and obj.status in TAKING_SEATS:
            return [*self.readonly_fields, "delegation"]
        return self.readonly_fields

    def has_delete_permission(self, request, obj=None):
        """Who has a seat is withdrawn, not deleted: a seat is not given back unseen."""
        if obj is not None and obj.status == Status.CONFIRMED:
            return False
        return super().has_delete_permission(request, obj)

    # -- What is stored -------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        details = {name: form.cleaned_data[name] for name in form.changed_data}
        if change:
            change_participant(participant=obj, by=request.user, **details)
        else:
            details = {"email": obj.email, "delegation": obj.delegation} | form.cleaned_data
            obj.pk = register_participant(by=request.user, **details).pk

    # -- What is decided ------------------------------------------------------------------------

    @admin.action(description=_("Confirm…"), permissions=["decide"])
    def confirm(self, request, queryset):
        return self._ask(request, "confirm", queryset, action="confirm")

    @admin.action(description=_("Confirm past a limit…"), permissions=["decide"])
    def override(self, request, queryset):
        return self._ask(request, "override", queryset, action="override")

    @admin.action(description=_("Put on the waiting list"), permissions=["decide"])
    def wait(self, request, queryset):
        in_order = queryset.order_by("registered_at", "pk")
        decide(request, DECISIONS["wait"], in_order.select_related("delegation__group"))

    @admin.action(description=_("Record as present"), permissions=["decide"])
    def attend(self, request, queryset):
        decide(request, DECISIONS["attend"], queryset.select_related("delegation__group"))

    @admin.action(description=_("Decline…"), permissions=["decide"])
    def decline(self, request, queryset):
        return self._ask(request, "decline", queryset, action="decline")

    @admin.action(description=_("Withdraw…"), permissions=["decide"])
    def withdraw(self, request, queryset):
        return self._ask(request, "withdraw", queryset, action="withdraw")

    def has_decide_permission(self, request):
        return request.user.has_perm("registrations.decide_participant")

    def get_urls(self):
        decision = path(
            "<int:pk>/<slug:decision>/decide/",
            self.admin_site.admin_view(self.decision_view),
            name="registrations_participant_decide",
        )
        return [decision, *super().get_urls()]

    def decision_view(self, request, pk, decision):
        """The buttons of a person's own page lead here."""
        people = self.get_queryset(request).select_related("delegation__group")
        participant = get_object_or_404(people, pk=pk)
        if decision not in DECISIONS:
            raise Http404
        if not self.has_decide_permission(request):
            raise PermissionDenied
        change_page = reverse("admin:registrations_participant_change", args=[pk])
        context = {"back": change_page, "title": participant.full_name}
        answer = self._ask(request, decision, people.filter(pk=pk), **context)
        return answer or redirect(change_page)

    def _ask(self, request, name, queryset, **context):
        """Show the page that asks for a reason; act once it is given."""
        decision = DECISIONS[name]
        form = decision.form(request.POST if "decide" in request.POST else None)
        people = queryset.select_related("delegation__group")
        if not people:
            # Whoever was chosen is gone, or the address was made up.
            self.message_user(request, _("None of the people chosen is here."), messages.WARNING)
            return None
        if form.is_valid():
            decide(request, decision, people, **form.cleaned_data)
            return None
        confirms = name in ("confirm", "override")
        context = {
            **self.admin_site.each_context(request),
            "effects": effect_of_confirming(people, request.meeting) if confirms else [],
            "opts": self.model._meta,
            "title": decision.question,
            "decision": decision,
            "form": form,
            "people": people,
            "media": self.media,
            "back": reverse("admin:registrations_participant_changelist"),
        } | context
        return TemplateResponse(request, "admin/registrations/participant/decide.html", context)
