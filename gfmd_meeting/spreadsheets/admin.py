"""The import and export pages of a model's admin."""

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.tmp_storages import CacheStorage

from .formats import SafeCSV, SafeXLSX


class UploadStorage(CacheStorage):
    """An upload between its preview and its confirmation, for an hour.

    Named by a key of its own: a name that was made up finds nothing, and no file.
    """

    CACHE_LIFETIME = 3600
    CACHE_PREFIX = "upload-"


class SheetImportForm(ImportForm):
    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise ValidationError(_("The file is larger than 5 MB."))
        return file


class SheetConfirmForm(ConfirmImportForm):
    def clean_import_file_name(self):
        name = self.cleaned_data["import_file_name"]
        if not name.isalnum() or cache.get(UploadStorage.CACHE_PREFIX + name) is None:
            raise ValidationError(_("The preview has expired. Choose the file again."))
        return name

    def clean_format(self):
        value = self.cleaned_data["format"]
        if value not in ("0", "1"):
            raise ValidationError(_("Choose the file again."))
        return value

    def clean_resource(self):
        value = self.cleaned_data["resource"]
        if value and not value.isdecimal():
            raise ValidationError(_("Choose the file again."))
        return value


class SheetAdmin(ImportExportMixin):
    """Import with a preview and errors by row, and export, in CSV and XLSX."""

    formats = (SafeCSV, SafeXLSX)
    tmp_storage_class = UploadStorage
    import_form_class = SheetImportForm
    confirm_form_class = SheetConfirmForm
    export_form_class = ExportForm
    show_change_form_export = False

    def get_import_formats(self):
        return list(self.formats)

    def get_export_formats(self):
        return list(self.formats)

    def get_import_data_kwargs(self, **kwargs):
        # What was fine in the preview may be refused by now: then nothing is stored.
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def add_data_read_fail_error_to_form(self, form, e):
        if isinstance(e, ValidationError):
            form.add_error("import_file", e)
        else:
            form.add_error("import_file", _("The file cannot be read in the format chosen."))

    def process_import(self, request, **kwargs):
        if request.method == "POST" and self.has_import_permission(request):
            form = self.create_confirm_form(request)
            if not form.is_valid():
                for errors in form.errors.values():
                    messages.error(request, " ".join(errors))
                return HttpResponseRedirect(self._import_url())
        return super().process_import(request, **kwargs)

    def process_result(self, result, request):
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        messages.error(request, _("Nothing was stored: some rows are refused by now."))
        context = self.admin_site.each_context(request) | {
            "title": _("Import"),
            "result": result,
            "opts": self.model._meta,
            "form": self.create_import_form(request),
            "media": self.media,
            "fields_list": [],
            "import_error_display": self.import_error_display,
        }
        return TemplateResponse(request, [self.import_template_name], context)

    def _import_url(self):
        return reverse(
            "admin:{}_{}_import".format(*self.get_model_info()), current_app=self.admin_site.name
        )
