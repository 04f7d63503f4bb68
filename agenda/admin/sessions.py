"""Sessions, with what there is to say against them."""

from datetime import date, datetime, time, timedelta

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from agenda import times
from agenda.clashes import arrange_session, findings_by_session, lock_agenda
from agenda.forms import SessionForm
from agenda.models import Session
from agenda.resources import SessionResource
from gfmd_meeting.spreadsheets import SheetAdmin

from .roles import AssignmentInline


class DayFilter(admin.SimpleListFilter):
    """One of the meeting's days, from midnight to midnight in its zone."""

    title = _("day")
    parameter_name = "day"

    def lookups(self, request, model_admin):
        length = (request.meeting.ends_on - request.meeting.starts_on).days + 1
        days = [request.meeting.starts_on + timedelta(days=number) for number in range(length)]
        return [(day.isoformat(), times.weekday_name(day)) for day in days]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        day = date.fromisoformat(self.value())
        midnight, next_midnight = (
            datetime.combine(day + timedelta(days=days), time(), timezone.get_current_timezone())
            for days in (0, 1)
        )
        return queryset.filter(starts_at__gte=midnight, starts_at__lt=next_midnight)


class SessionList(ChangeList):
    """The list, each of its sessions with what there is to say against it."""

    def get_results(self, request):
        super().get_results(request)
        findings = findings_by_session()
        for session in self.result_list:
            session.findings = findings.get(session.pk, [])


@admin.register(Session)
class SessionAdmin(SheetAdmin, TranslationAdmin):
    """Sessions with their people. A room or a person in two places at once is refused."""

    form = SessionForm
    resource_classes = [SessionResource]
    inlines = [AssignmentInline]
    change_form_template = "admin/agenda/session/change_form.html"
    import_export_change_list_template = "admin/agenda/session/change_list.html"
    list_display = ["title", "when", "to_mend", "room", "kind", "serves", "people"]
    list_filter = [DayFilter, "kind", "room", "audience", "outcomes"]
    list_select_related = ["room"]
    date_hierarchy = "starts_at"
    search_fields = [
        "title_en",
        "title_es",
        "title_fr",
        "assignments__participant__given_name",
        "assignments__participant__family_name",
        "assignments__guest_name",
    ]
    filter_horizontal = ["outcomes", "objectives"]
    readonly_fields = ["changed_at", "changed_by"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "audience"]}),
        (_("When and where"), {"fields": ["starts_at", "ends_at", "room", "spans_rooms"]}),
        (
            _("What it is for"),
            {"fields": ["description", "guiding_questions", "outcomes", "objectives"]},
        ),
        (_("Languages"), {"fields": ["interpretation"]}),
        (_("When it was held"), {"fields": ["held_from", "held_until"]}),
        (_("History"), {"fields": ["changed_at", "changed_by"]}),
    ]

    # -- What is shown --------------------------------------------------------------------------

    def get_queryset(self, request):
        sessions = super().get_queryset(request).prefetch_related("outcomes")
        return sessions.annotate(role_count=Count("assignments", distinct=True))

    def get_changelist(self, request, **kwargs):
        return SessionList

    @admin.display(description=_("time"), ordering="starts_at")
    def when(self, session):
        start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        return f"{times.short_weekday_name(start.date())}, {start:%H:%M}–{end:%H:%M}"

    @admin.display(description=_("outcomes"))
    def serves(self, session):
        return ", ".join(str(outcome.number) for outcome in session.outcomes.all())

    @admin.display(description=_("roles"), ordering="role_count")
    def people(self, session):
        return session.role_count

    @admin.display(description=_("clashes and gaps"))
    def to_mend(self, session):
        return render_to_string("admin/agenda/session/_to_mend.html", {"found": session.findings})

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["findings"] = findings_by_session().get(obj.pk, []) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def view_on_site(self, session):
        return reverse("agenda:session_detail", args=[session.pk])

    # -- What is stored -------------------------------------------------------------------------

    def changeform_view(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                # What the form finds free must still be so when it is stored.
                lock_agenda()
                return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        """Stored with its people in save_related."""

    def save_related(self, request, form, formsets, change):
        roles = []
        for formset in formsets:
            formset.save(commit=False)
            roles += formset.roles
        arrange_session(form.instance, roles, by=request.user)
        form.save_m2m()
        for finding in findings_by_session().get(form.instance.pk, []):
            messages.warning(request, finding.sentence)
