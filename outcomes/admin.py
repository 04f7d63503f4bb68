"""The organisers' desk for what sessions concluded and for the reports of it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.spreadsheets import SheetAdmin

from .models import Recommendation, Report, ReportDownload, ReportFile
from .recording import change_item, record_recommendation, restore_item, withdraw_item
from .resources import RecommendationResource
from .versions import DETAILS, proposed_by


class RecommendationAdminForm(forms.ModelForm):
    """Stores through the acts as the last step of validation: a refusal stands on the form."""

    by = None
    proposed_by = forms.CharField(
        label=_("Proposed by"), max_length=150, required=False, help_text=_("Not for publication.")
    )
    started_from = forms.IntegerField(widget=forms.HiddenInput, required=False, label="")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["started_from"] = self.instance.version
        self.initial["proposed_by"] = proposed_by(self.instance)

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        said = (*DETAILS[Recommendation], "proposed_by")
        details = {name: self.cleaned_data[name] for name in said}
        try:
            if self.instance.pk:
                self._change(details)
            else:
                session = self.cleaned_data["session"]
                stored = record_recommendation(session=session, by=self.by, **details)
                self.instance.pk = stored.pk
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)

    def _change(self, details):
        version = self.cleaned_data["started_from"]
        change_item(self.instance, version=version, by=self.by, **details)


@admin.register(Recommendation)
class RecommendationAdmin(SheetAdmin, admin.ModelAdmin):
    """Withdrawn rather than deleted: who and when stays."""

    form = RecommendationAdminForm
    resource_classes = [RecommendationResource]
    list_display = ["beginning", "kind", "outcome", "session", "language", "changed_at", "stands"]
    list_filter = [
        "outcome",
        "session",
        "kind",
        "language",
        ("withdrawn_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["outcome", "session"]
    date_hierarchy = "recorded_at"
    search_fields = ["text_en", "text_es", "text_fr", "addressed_to", "proposer__names"]
    autocomplete_fields = ["session", "outcome"]
    readonly_fields = [
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
        (_("History"), {"fields": readonly_fields}),
    ]
    actions = ["withdraw", "put_back"]

    @admin.display(description=_("text"), ordering="text_en")
    def beginning(self, recommendation):
        return str(recommendation)

    @admin.display(description=_("stands"), boolean=True, ordering="withdrawn_at")
    def stands(self, recommendation):
        return recommendation.withdrawn_at is None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def get_readonly_fields(self, request, obj=None):
        # What was said in one session is not moved to another.
        return [*self.readonly_fields, "session"] if obj else self.readonly_fields

    def save_model(self, request, obj, form, change):
        """The form has stored it."""

    def save_related(self, request, form, formsets, change):
        """The form has stored that too."""

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Withdraw the selected"), permissions=["change"])
    def withdraw(self, request, queryset):
        self._act_on(
            request,
            queryset.standing(),
            lambda item: withdraw_item(item, version=item.version, by=request.user),
        )

    @admin.action(description=_("Put back the selected"), permissions=["change"])
    def put_back(self, request, queryset):
        self._act_on(
            request,
            queryset.withdrawn(),
            lambda item: restore_item(item, by=request.user),
        )

    def _act_on(self, request, items, act):
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


class ReportFileInline(admin.TabularInline):
    model = ReportFile
    fields = ["format", "language", "stage", "ended_at", "size", "sha256"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
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

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ReportDownload)
class ReportDownloadAdmin(admin.ModelAdmin):
    """Who took which draft home."""

    list_display = ["at", "by", "file", "from_address"]
    list_select_related = ["by", "file__report"]
    date_hierarchy = "at"
    search_fields = ["by__email", "by__full_name"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
