"""Notes verbales and letters, in and out, and what is overdue."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gfmd_meeting.uploads import Kind, check_scan
from registrations.correspondence import (
    delete_correspondence,
    refuse_wrong_answer,
    store_correspondence,
)
from registrations.letters.printing import retry_letter
from registrations.models import Correspondence


class CorrespondenceForm(forms.ModelForm):
    """What an organiser notes of a message; the rules are in correspondence.py."""

    upload = forms.FileField(
        label=gettext_lazy("Scan"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(Kind.values)}),
        help_text=gettext_lazy("PDF, JPEG or PNG, 10 MB at most. It replaces the one before."),
    )
    takes_scan_away = forms.BooleanField(label=gettext_lazy("Take the scan away"), required=False)

    def clean_upload(self):
        if upload := self.cleaned_data["upload"]:
            check_scan(upload)
        return upload

    def _get_validation_exclusions(self):
        """Whose it is does not change, but whether the reference is its own hangs on it."""
        unchanging = {"delegation", "direction"} if self.instance.pk else set()
        return super()._get_validation_exclusions() - unchanging

    def _post_clean(self):
        """Say beside its field what store_correspondence would refuse."""
        super()._post_clean()
        if self.errors:
            return
        try:
            refuse_wrong_answer(self.instance)
        except ValidationError as refusal:
            self.add_error(None, refusal)


class AnswerFilter(admin.SimpleListFilter):
    """Whether an answer is still to come."""

    title = gettext_lazy("answer")
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        return [("overdue", _("Overdue")), ("awaited", _("Awaited"))]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.overdue()
        if self.value() == "awaited":
            return queryset.unanswered()
        return queryset


@admin.register(Correspondence)
class CorrespondenceAdmin(admin.ModelAdmin):
    """Every message is here once, with its scan or the letter that was made."""

    form = CorrespondenceForm
    actions = ["make_again"]
    list_display = [
        "title",
        "delegation",
        "answer",
        "answer_due_on",
        "paper",
        "dated_on",
        "way",
    ]
    list_filter = [
        AnswerFilter,
        "direction",
        "subject",
        "medium",
        "language",
        ("delegation", admin.RelatedOnlyFieldListFilter),
    ]
    date_hierarchy = "dated_on"
    search_fields = [
        "reference",
        "delegation__name_en",
        "delegation__name_es",
        "delegation__name_fr",
    ]
    autocomplete_fields = ["delegation", "answers"]
    readonly_fields = ["paper", "entered_at", "entered_by"]
    fieldsets = [
        (None, {"fields": ["delegation", "direction", "medium", "subject", "language"]}),
        (None, {"fields": ["reference", "dated_on", "answer_due_on", "answers"]}),
        (
            gettext_lazy("Paper"),
            {"fields": ["paper", "upload", "takes_scan_away", "note"]},
        ),
        (gettext_lazy("History"), {"fields": [("entered_at", "entered_by")]}),
    ]

    def get_queryset(self, request):
        queryset = super().get_queryset(request).with_answers().with_papers()
        return queryset.select_related("delegation")

    def get_ordering(self, request):
        """Of answers that are still to come, the one that has been due for longest is first."""
        return ["answer_due_on", "pk"] if "answer" in request.GET else []

    def get_readonly_fields(self, request, obj=None):
        """What others answer, or a letter says, is not moved to another delegation."""
        return [*self.readonly_fields, *(["delegation", "direction"] if obj else [])]

    def changelist_view(self, request, extra_context=None):
        """The overdue ones are a list of their own, one click from the front page."""
        if request.GET.get("answer") == "overdue":
            extra_context = {"title": _("Overdue answers")} | (extra_context or {})
        return super().changelist_view(request, extra_context)

    # -- What is shown --------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("letter or note"), ordering="reference")
    def title(self, correspondence):
        parts = (correspondence.get_subject_display(), correspondence.reference)
        return " · ".join(filter(None, parts))

    @admin.display(description=gettext_lazy("way"), ordering="direction")
    def way(self, correspondence):
        return f"{correspondence.get_direction_display()}, {correspondence.get_medium_display()}"

    @admin.display(description=gettext_lazy("answer"))
    def answer(self, correspondence):
        if correspondence.answer_due_on is None:
            return self.get_empty_value_display()
        if correspondence.is_answered:
            return _("Answered")
        days = correspondence.days_overdue
        if not days:
            return _("Awaited")
        return format_html(
            "<strong>{}</strong>",
            ngettext("%(days)s day overdue", "%(days)s days overdue", days) % {"days": days},
        )

    @admin.display(description=gettext_lazy("paper"))
    def paper(self, correspondence):
        if correspondence.paper is None:
            letter = getattr(correspondence, "letter", None)
            return letter.stage if letter else self.get_empty_value_display()
        _file, kind, _name = correspondence.paper
        label = Kind(kind).label
        if correspondence.scan:
            label = f"{label}, {filesizeformat(correspondence.scan_size)}"
        return format_html(
            '<a href="{}">{} <span class="visually-hidden">{}</span></a>',
            reverse("registrations:correspondence_download", args=[correspondence.pk]),
            label,
            correspondence,
        )

    # -- What is stored -------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        if not change:
            obj.entered_by = request.user
        scan = form.cleaned_data["upload"]
        if not scan:
            scan = False if form.cleaned_data["takes_scan_away"] else None
        store_correspondence(obj, by=request.user, scan=scan)

    def delete_model(self, request, obj):
        delete_correspondence(obj)

    def delete_queryset(self, request, queryset):
        for correspondence in queryset:
            delete_correspondence(correspondence)

    @admin.action(description=gettext_lazy("Make the letter again"), permissions=["change"])
    def make_again(self, request, queryset):
        """For letters whose PDF could not be made."""
        for correspondence in queryset.filter(letter__isnull=False):
            try:
                retry_letter(correspondence.letter)
            except ValidationError as refusal:
                messages.error(request, f"{correspondence}: {' '.join(refusal.messages)}")
            else:
                messages.success(request, f"{correspondence}: {_('Waiting for its turn')}")
