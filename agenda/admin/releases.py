"""Giving the agenda out: previewed, then done; what was given out is not edited."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaRelease
from agenda.releases import preview_release, readers_of, release_agenda
from agenda.revisions import describe


@admin.register(AgendaRelease)
class AgendaReleaseAdmin(admin.ModelAdmin):
    """What was given out when. The draft is given out on a page of its own."""

    change_list_template = "admin/agenda/agendarelease/change_list.html"
    list_display = ["name", "released_at", "released_by", "change_count"]
    list_select_related = ["released_by"]
    fields = ["name", "released_at", "released_by"]

    @admin.display(description=_("release"), ordering="number")
    def name(self, release):
        return release.name

    @admin.display(description=_("changes"))
    def change_count(self, release):
        return len(release.changes)

    def view_on_site(self, release):
        return reverse("agenda:release_detail", args=[release.number])

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        give_out = path(
            "release/",
            self.admin_site.admin_view(self.release_view),
            name="agenda_agendarelease_release",
        )
        return [give_out, *super().get_urls()]

    def release_view(self, request):
        """What a release would change and who is written to; then the release."""
        if not request.user.has_perm("agenda.release_agenda"):
            raise PermissionDenied
        if request.method == "POST":
            try:
                release = release_agenda(
                    by=request.user, fingerprint=request.POST.get("fingerprint", "")
                )
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
                return HttpResponseRedirect(request.path)
            messages.success(request, _("Released: %(release)s.") % {"release": release.name})
            return HttpResponseRedirect(reverse("admin:agenda_agendarelease_changelist"))
        preview = preview_release()
        sheets = [
            (
                name,
                code,
                [describe(change, request.meeting, code) for change in preview.changes],
            )
            for code, name in settings.LANGUAGES
        ]
        next_release = AgendaRelease(number=preview.number)
        context = self.admin_site.each_context(request) | {
            "opts": self.model._meta,
            "title": _("Release the agenda"),
            "preview": preview,
            "next_release": next_release,
            "sheets": sheets,
            "readers": readers_of(preview.changes),
        }
        return TemplateResponse(request, "admin/agenda/agendarelease/release.html", context)
