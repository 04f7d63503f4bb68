"""The import and export pages of a model's admin."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm

from gfmd_meeting.models import SheetImport
from gfmd_meeting.models.sheet_import import Stage

from . import imports
from .files import tell_form
from .formats import SafeCSV, SafeXLSX
from .giving_back import write_refused
from .pages import ROWS_ON_A_PAGE, rows_on_page, tabs_of
from .verdicts import Finding

LATEST = 5
PAGES = (
    "changelist",
    "import",
    "sheet",
    "sheet_status",
    "sheet_confirm",
    "sheet_cancel",
    "sheet_retry",
    "sheet_refused",
)


class HandInForm(forms.Form):
    """A file; whether it is CSV or a workbook is told by what is in it."""

    import_file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A workbook (.xlsx) or CSV in UTF-8, of 10 MB at most."),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        tell_form(file)
        return file


class SheetAdmin(ImportExportMixin):
    """Import with a preview of every row, and export, in CSV and XLSX."""

    import_template_name = "admin/sheets/hand_in.html"
    export_form_class = ExportForm
    show_change_form_export = False

    def get_export_formats(self):
        return [SafeCSV, SafeXLSX]

    def get_urls(self):
        pages = [
            ("import/", self.import_action, "import"),
            ("import/<int:pk>/", self.sheet_view, "sheet"),
            ("import/<int:pk>/status/", self.sheet_status_view, "sheet_status"),
            ("import/<int:pk>/confirm/", self.sheet_confirm_view, "sheet_confirm"),
            ("import/<int:pk>/cancel/", self.sheet_cancel_view, "sheet_cancel"),
            ("import/<int:pk>/retry/", self.sheet_retry_view, "sheet_retry"),
            ("import/<int:pk>/refused/", self.sheet_refused_view, "sheet_refused"),
        ]
        ours = [
            path(route, self.admin_site.admin_view(view), name=self._name(name))
            for route, view, name in pages
        ]
        taken = {self._name("import"), self._name("process_import")}
        theirs = [url for url in super().get_urls() if getattr(url, "name", None) not in taken]
        return [*ours, *theirs]

    # -- Handing in -----------------------------------------------------------------------------

    def import_action(self, request):
        """Hand in a sheet; its preview is a page of its own."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = HandInForm(request.POST or None, request.FILES or None)
        (resource,) = self.get_import_resource_classes(request)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["import_file"]
            sheet = imports.hand_in(file=file, resource=resource, by=request.user)
            return HttpResponseRedirect(self._url("sheet", sheet.pk))
        known = resource()
        required = known.required_columns
        context = {
            "title": _("Import"),
            "form": form,
            "required": required,
            "optional": [
                field.column_name
                for field in known.get_import_fields()
                if field.column_name not in required
            ],
            "latest": self._sheets(request, resource).select_related("uploaded_by")[:LATEST],
        }
        return self._page(request, self.import_template_name, context)

    # -- An import ------------------------------------------------------------------------------

    def sheet_view(self, request, pk):
        """What was found of each row, or how far the work is."""
        sheet = self._fetch(request, pk)
        finding = request.GET.get("rows", "")
        finding = finding if finding in Finding.values else ""
        context = {"title": sheet.name, "sheet": sheet, "state": _state(sheet)}
        if sheet.stage in (Stage.PREVIEWED, Stage.DONE) and sheet.verdicts:
            tabs = tabs_of(sheet, finding)
            (tab,) = (one for one in tabs if one.is_open)
            page = Paginator(range(tab.count), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
            context |= {
                "tabs": tabs,
                "finding": finding,
                "page": page,
                "rows": rows_on_page(sheet, finding, page.number),
            }
        return self._page(request, "admin/sheets/sheet.html", context)

    def sheet_status_view(self, request, pk):
        """The part of the page that changes; the whole page once the work has ended."""
        sheet = self._fetch(request, pk)
        if not sheet.is_working:
            return HttpResponseClientRefresh()
        if request.GET.get("seen") == _state(sheet):
            return HttpResponse(status=204)
        context = {"sheet": sheet, "state": _state(sheet)}
        return self._page(request, "admin/sheets/_status.html", context)

    def sheet_confirm_view(self, request, pk):
        return self._act(request, pk, lambda sheet: imports.confirm(sheet, by=request.user))

    def sheet_cancel_view(self, request, pk):
        return self._act(request, pk, imports.cancel)

    def sheet_retry_view(self, request, pk):
        return self._act(request, pk, imports.retry)

    def sheet_refused_view(self, request, pk):
        """The refused rows as a file in the form of the one that came."""
        sheet = self._fetch(request, pk)
        if not sheet.verdicts:
            messages.error(request, _("The rows of this import are not kept any more."))
            return HttpResponseRedirect(self._url("sheet", pk))
        stem = slugify(sheet.name.rpartition(".")[0] or sheet.name) or "sheet"
        name = f"{stem}-{slugify(_('refused'))}.{sheet.form}"
        response = FileResponse(write_refused(sheet), as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response

    # -- What these pages share -----------------------------------------------------------------

    def _act(self, request, pk, act):
        """Do something about an import, and show it."""
        return require_POST(self._do)(request, pk, act)

    def _do(self, request, pk, act):
        sheet = self._fetch(request, pk)
        try:
            act(sheet)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(self._url("sheet", pk))

    def _fetch(self, request, pk):
        if not self.has_import_permission(request):
            raise PermissionDenied
        (resource,) = self.get_import_resource_classes(request)
        sheets = self._sheets(request, resource).select_related("uploaded_by", "confirmed_by")
        return get_object_or_404(sheets, pk=pk)

    def _sheets(self, request, resource):
        """The imports of this list, by whichever page they came."""
        mine = SheetImport.objects.visible_to(request.user)
        return mine.filter(model=resource._meta.model._meta.label_lower)

    def _page(self, request, template, context):
        request.current_app = self.admin_site.name
        links = {name: self._name(name, namespace=True) for name in PAGES}
        shared = self.admin_site.each_context(request)
        shared |= {"opts": self.model._meta, "media": self.media, "links": links}
        return TemplateResponse(request, [template], shared | context)

    def _name(self, page, *, namespace=False):
        name = "{}_{}_{}".format(*self.get_model_info(), page)
        return f"admin:{name}" if namespace else name

    def _url(self, page, pk):
        name = self._name(page, namespace=True)
        return reverse(name, args=[pk], current_app=self.admin_site.name)


def _state(sheet):
    """What a page shows of an import, in a word to compare by."""
    return f"{sheet.stage}.{sheet.done}.{sheet.stands_still:d}"
