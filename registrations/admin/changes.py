"""Changes that were asked for after the deadline, old and new side by side."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from registrations.changes import accept_change, decline_change, differences
from registrations.models import ChangeRequest


class StandingFilter(admin.SimpleListFilter):
    """Open first: that is what there is to do."""

    title = _("state")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("open", _("Open")), ("accepted", _("Accepted")), ("declined", _("Declined"))]

    def queryset(self, request, queryset):
        wanted = {"open": None, "accepted": True, "declined": False}
        if self.value() not in wanted:
            return queryset
        return queryset.filter(accepted=wanted[self.value()])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_("For declining alone. The person reads it in the message, in these words."),
    )


@admin.register(ChangeRequest)
class ChangeRequestAdmin(admin.ModelAdmin):
    """Requests are decided, not edited."""

    list_display = ["who", "delegation", "asked_at", "asked_by", "standing"]
    list_display_links = ["who"]
    list_filter = [StandingFilter]
    list_select_related = ["participant", "delegation", "asked_by"]
    search_fields = [
        "participant__family_name",
        "participant__given_name",
        "delegation__name_en",
        "delegation__name_es",
        "delegation__name_fr",
    ]
    ordering = [F("accepted").asc(nulls_first=True), "-asked_at"]

    @admin.display(description=_("participant"), ordering="participant__family_name")
    def who(self, request):
        if request.participant is not None:
            return request.participant.full_name
        name = f"{request.values.get('given_name', '')} {request.values.get('family_name', '')}"
        return _("New: %(name)s") % {"name": name.strip()}

    @admin.display(description=_("state"))
    def standing(self, request):
        if request.accepted is None:
            return _("Open")
        return _("Accepted") if request.accepted else _("Declined")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        decide = path(
            "<int:pk>/change/",
            self.admin_site.admin_view(self.decision_view),
            name="registrations_changerequest_change",
        )
        return [decide, *super().get_urls()]

    def decision_view(self, request, pk):
        """One request: what it would change, and the two answers."""
        requests = ChangeRequest.objects.select_related("participant", "delegation", "asked_by")
        asked = get_object_or_404(requests, pk=pk)
        if not self.has_change_permission(request, asked):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                if "accept" in request.POST:
                    accept_change(asked, by=request.user)
                    messages.success(request, _("The change is made."))
                else:
                    decline_change(asked, by=request.user, reason=form.cleaned_data["reason"])
                    messages.success(request, _("The change is declined."))
            except ValidationError as refusal:
                form.add_error(None, ValidationError(refusal.messages))
            else:
                return HttpResponseRedirect(
                    reverse("admin:registrations_changerequest_changelist") + "?standing=open"
                )
        context = self.admin_site.each_context(request) | {
            "opts": self.model._meta,
            "title": self.who(asked),
            "asked": asked,
            "standing": self.standing(asked),
            "differences": differences(asked),
            "form": form,
        }
        return TemplateResponse(request, "admin/registrations/changerequest/decide.html", context)
