"""Forms that store through the acts, as every other door does."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outcomes.models import Practice, Recommendation, SessionRecord
from outcomes.recording import (
    change_item,
    record_practice,
    record_recommendation,
    record_session,
)
from outcomes.versions import DETAILS, proposed_by


class ActForm(forms.ModelForm):
    """Stores as the last step of validation: a refusal stands on the form.

    Each form says in ``keep(details)`` which act stores them, and returns the row.

    Only what was changed is told to the act, so what another has written meanwhile, and
    whether a translation was reviewed, is not said again unasked.
    """

    by = None
    said = ()
    started_from = forms.IntegerField(widget=forms.HiddenInput, required=False, label="")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["started_from"] = self.instance.version if self.instance.pk else 0

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        told = self.changed_data if self.instance.pk else self.cleaned_data
        details = {name: self._plain(name) for name in self.said if name in told}
        try:
            self.instance.pk = self.keep(details).pk
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)

    def _plain(self, name):
        value = self.cleaned_data[name]
        return list(value) if isinstance(value, QuerySet) else value


class ItemForm(ActForm):
    proposed_by = forms.CharField(
        label=_("Proposed by"), max_length=150, required=False, help_text=_("Not for publication.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["proposed_by"] = proposed_by(self.instance)

    def keep(self, details):
        if self.instance.pk:
            version = self.cleaned_data["started_from"]
            return change_item(self.instance, version=version, by=self.by, **details)
        return self.record(session=self.cleaned_data["session"], by=self.by, **details)


class RecommendationForm(ItemForm):
    said = (*DETAILS[Recommendation], "proposed_by")
    record = staticmethod(record_recommendation)


class PracticeForm(ItemForm):
    said = (*DETAILS[Practice], "proposed_by")
    record = staticmethod(record_practice)


class SessionRecordForm(ActForm):
    """What was noted of a session, without the rapporteurs' own working notes."""

    said = tuple(name for name in DETAILS[SessionRecord] if name != "notes")

    def keep(self, details):
        session = self.instance.session if self.instance.pk else self.cleaned_data["session"]
        version = self.cleaned_data["started_from"] or 0
        return record_session(session, version=version, by=self.by, **details)


class ActingAdmin(admin.ModelAdmin):
    """An admin whose form stores. What was said in one session is not moved to another."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "session"] if obj else self.readonly_fields

    def save_model(self, request, obj, form, change):
        """The form has stored it."""

    def save_related(self, request, form, formsets, change):
        """The form has stored that too; what stands in line is only read."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def has_delete_permission(self, request, obj=None):
        return False
