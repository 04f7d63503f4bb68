"""What the desks of all entries share: they are entered through the ledger, and then stand."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from budget.currencies import write_amount
from budget.documents import attach_document
from budget.entries import TEXTS, reword_entry
from gfmd_meeting.spreadsheets import SheetAdmin
from gfmd_meeting.uploads import Kind, check_scan

# How the columns of money are shown once an entry stands.
WRITTEN = {"amount": "written_amount", "value": "written_value", "rate": "written_rate"}


class LedgerForm(forms.ModelForm):
    """Stores through the ledger as the last step of validation: refusals stand by the fields."""

    by = None
    act = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "rate" in self.fields:
            self.fields["rate"].required = False
            self.fields["rate"].help_text = _(
                "Empty: the rate of the month from the table; 1 for the meeting's own currency."
            )

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            self.act(self.instance, by=self.by)
        except ValidationError as refusal:
            self.show(refusal)

    def _get_validation_exclusions(self):
        """The check of amount and rate as one is left to the ledger, which says it by field."""
        return super()._get_validation_exclusions() | {"rate"}

    def show(self, refusal):
        """Beside their fields those that the form has, above it all others."""
        for field, errors in refusal.error_dict.items() if hasattr(refusal, "error_dict") else ():
            self.add_error(field if field in self.fields else None, errors)
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)


class EntryForm(LedgerForm):
    """An entry that can have papers."""

    upload = forms.FileField(
        label=_("Add a document"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(Kind.values)}),
        help_text=_("A contract, an invoice or a receipt: PDF, JPEG or PNG, 10 MB at most."),
    )

    def clean_upload(self):
        if upload := self.cleaned_data["upload"]:
            check_scan(upload)
        return upload


class LedgerAdmin(SheetAdmin, admin.ModelAdmin):
    """Of what is entered, only the texts change, and nothing is deleted."""

    form = LedgerForm
    enters = None
    # Pages of acts that need more than a click, by the ends of their addresses.
    asks = {}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        act = reword_entry if change else self.enters
        return type(form.__name__, (form,), {"by": request.user, "act": staticmethod(act)})

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return self.readonly_fields
        stand = [field.name for field in self.opts.fields if field.name not in TEXTS[self.model]]
        shown = [name for name in self.readonly_fields if name not in stand]
        return [*stand, *shown, *WRITTEN.values()]

    def get_fieldsets(self, request, obj=None):
        """What stands is written in the decimals of its currency."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        return [
            (name, options | {"fields": _written(options["fields"])}) for name, options in fieldsets
        ]

    def save_model(self, request, obj, form, change):
        """The form has stored it; its papers come after it."""
        if upload := form.cleaned_data.get("upload"):
            attach_document(obj, file=upload, by=request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(
                f"<int:pk>/{ask.name}/",
                self.admin_site.admin_view(self._page_of(ask)),
                name=f"{name}_{ask.name}",
            )
            for ask in self.asks.values()
        ]
        return own + super().get_urls()

    def _page_of(self, ask):
        def page(request, pk):
            if not self.has_change_permission(request):
                raise PermissionDenied
            entry = get_object_or_404(self.model, pk=pk)
            return ask_for(self, request, entry, ask)

        return page

    # -- What is shown --------------------------------------------------------------------------

    @admin.display(description=_("amount"), ordering="amount")
    def written_amount(self, entry):
        return write_amount(entry.amount, getattr(entry, "currency", ""))

    @admin.display(description=_("value"), ordering="value")
    def written_value(self, entry):
        return write_amount(entry.value)

    @admin.display(description=_("exchange rate"))
    def written_rate(self, entry):
        return f"{entry.rate.normalize():f}"

    @admin.display(description=_("documents"))
    def papers(self, entry):
        if entry.pk is None:
            return self.get_empty_value_display()
        links = [
            (
                reverse("budget:document_download", args=[paper.pk]),
                paper.name,
                Kind(paper.kind).label,
                filesizeformat(paper.size),
            )
            for paper in entry.documents.all()
        ]
        return format_html_join(", ", '<a href="{}">{}</a> ({}, {})', links) or (
            self.get_empty_value_display()
        )

    @admin.display(description=_("what can be done"))
    def acts(self, entry):
        """Links to the pages of the acts that this entry allows now."""
        open_ = [ask for ask in self.asks.values() if entry.pk and ask.is_open(entry)]
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        links = [(reverse(f"{name}_{ask.name}", args=[entry.pk]), ask.label) for ask in open_]
        return format_html_join(" ", '<a class="button" href="{}">{}</a>', links) or (
            self.get_empty_value_display()
        )


def _written(fields):
    return [
        tuple(WRITTEN.get(name, name) for name in field)
        if isinstance(field, tuple)
        else WRITTEN.get(field, field)
        for field in fields
    ]


class AskForm(forms.Form):
    """What an act on an entry needs to know."""

    def __init__(self, *args, entry, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry


@dataclass(frozen=True)
class Ask:
    """A page that asks for what an act needs, and does it."""

    name: str
    label: str
    form: type[AskForm]
    act: Callable
    is_open: Callable
    done: str


def ask_for(model_admin, request, entry, ask):
    """Show the page, do the act, or show the page again with what was refused."""
    form = ask.form(request.POST or None, entry=entry)
    back = reverse(
        f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change", args=[entry.pk]
    )
    if request.method == "POST" and form.is_valid():
        try:
            ask.act(entry, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            LedgerForm.show(form, refusal)
        else:
            messages.success(request, format_html("{}: {}", entry, ask.done))
            return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": ask.label,
        "entry": entry,
        "ask": ask,
        "form": form,
        "media": model_admin.media + form.media,
        "back": back,
    }
    return TemplateResponse(request, "admin/budget/ask.html", context)
