"""The revisions of the report, their files, and who took a draft home."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outcomes.models import Report, ReportDownload, ReportFile

from .histories import HistoryAdmin


class ReportFileInline(admin.TabularInline):
    model = ReportFile
    fields = ["format", "language", "stage", "ended_at", "size", "sha256"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Report)
class ReportAdmin(HistoryAdmin):
    """Reports are asked for on the co-chairs' page; here organisers see them all."""

    inlines = [ReportFileInline]
    list_display = ["__str__", "kind", "requested_at", "requested_by", "final_at", "page"]
    list_filter = ["kind", ("final_at", admin.EmptyFieldListFilter)]
    list_select_related = ["requested_by"]
    date_hierarchy = "requested_at"
    search_fields = ["requested_by__email", "requested_by__full_name", "sha256", "code"]
    exclude = ["snapshot"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("snapshot")

    @admin.display(description=_("page"))
    def page(self, report):
        link = reverse("outcomes:report_detail", args=[report.number])
        return format_html('<a href="{}">{}</a>', link, gettext("Open"))

    def get_readonly_fields(self, request, obj=None):
        return [f.name for f in self.opts.fields if f.name not in self.exclude] + ["page"]


@admin.register(ReportDownload)
class ReportDownloadAdmin(HistoryAdmin):
    """Who took which draft home."""

    list_display = ["at", "by", "file", "from_address"]
    list_select_related = ["by", "file__report"]
    date_hierarchy = "at"
    search_fields = ["by__email", "by__full_name"]
