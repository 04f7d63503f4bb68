"""The reports that were asked for."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outcomes.models import Report, Stage

from .histories import HistoryAdmin


@admin.register(Report)
class ReportAdmin(HistoryAdmin):
    """Reports are asked for on the co-chairs' page; here organisers see them all."""

    list_display = ["__str__", "requested_at", "requested_by", "stage", "ended_at", "download"]
    list_filter = ["stage", "language"]
    list_select_related = ["requested_by"]
    date_hierarchy = "requested_at"
    search_fields = ["requested_by__email", "requested_by__full_name", "sha256"]
    exclude = ["snapshot", "file"]

    @admin.display(description=_("file"))
    def download(self, report):
        if report.stage != Stage.READY:
            return ""
        link = reverse("outcomes:report_download", args=[report.pk])
        return format_html('<a href="{}">{}</a>', link, gettext("Download"))

    def get_readonly_fields(self, request, obj=None):
        return [f.name for f in self.opts.fields if f.name not in self.exclude] + ["download"]
