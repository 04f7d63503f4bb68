"""The papers of the meeting, in each language."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from agenda.documents import delete_version, store_version
from agenda.models import Document, DocumentVersion
from gfmd_meeting.uploads import check_scan


class VersionForm(forms.ModelForm):
    """A file in a language. What it is is told by what is in it."""

    upload = forms.FileField(
        label=_("file"),
        required=False,
        help_text=_("PDF, JPEG or PNG, 10 MB at most. It replaces the one before."),
    )

    class Meta:
        model = DocumentVersion
        fields = ["language"]

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        if file:
            check_scan(file)
        elif self.instance.pk is None:
            raise forms.ValidationError(_("Choose the file."))
        return file


class VersionInline(admin.TabularInline):
    model = DocumentVersion
    form = VersionForm
    fields = ["language", "upload", "stored", "uploaded_at", "uploaded_by"]
    readonly_fields = ["stored", "uploaded_at", "uploaded_by"]
    extra = 0

    @admin.display(description=_("stored"))
    def stored(self, version):
        if not version.pk:
            return ""
        return format_html("{} ({})", version.original_name, version.get_kind_display())


@admin.register(Document)
class DocumentAdmin(TranslationAdmin):
    """Documents; their files are stored by store_version."""

    inlines = [VersionInline]
    list_display = ["symbol", "title", "type", "access", "session", "languages"]
    list_filter = ["type", "access", "session"]
    list_select_related = ["session"]
    search_fields = ["symbol", "title_en", "title_es", "title_fr"]
    autocomplete_fields = ["session", "delegation"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description=_("languages"))
    def languages(self, document):
        return ", ".join(version.language for version in document.versions.all())

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        for version in formset.deleted_objects:
            delete_version(version)
        for each in formset.forms:
            file = each.cleaned_data.get("upload")
            if file and each not in formset.deleted_forms:
                store_version(
                    document=form.instance,
                    language=each.cleaned_data["language"],
                    file=file,
                    by=request.user,
                )
