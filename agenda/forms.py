"""The shape of a session as an organiser types it.

Whether its room and its people are free is asked of clashes.py, so that a refusal
stands beside the field that it is about.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet

from .clashes import check_place, check_seat, find_person_clashes, refusal_of_person
from .models import Session

PLACE = ("room", "starts_at", "ends_at")
TITLES = ("title_en", "title_es", "title_fr")


class SessionForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) for name in PLACE):
            values = {name: cleaned.get(name) for name in (*PLACE, *TITLES)}
            asked = Session(pk=self.instance.pk, **values)
            try:
                check_place(asked)
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return cleaned


class AssignmentFormSet(BaseInlineFormSet):
    """The roles of a session, each asked for at the time that the session is to have."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        forms_of = {}
        for form in self.kept_forms:
            if not form.cleaned_data["participant"]:
                continue
            forms_of.setdefault(form.cleaned_data["participant"].pk, []).append(form)
            if form.has_changed():
                self._check_seat(form)
        session = self.instance
        if session.starts_at and session.ends_at:
            for clash in find_person_clashes(session, forms_of):
                for form in forms_of[clash.participant_id]:
                    form.add_error("participant", refusal_of_person(session, clash))

    @property
    def kept_forms(self):
        """Those that name somebody who is to have a role."""
        return [
            form
            for form in self.forms
            if form not in self.deleted_forms
            and (form.cleaned_data.get("participant") or form.cleaned_data.get("guest_name"))
        ]

    @property
    def roles(self):
        """The roles that the session is to have."""
        return [form.instance for form in self.kept_forms]

    def _check_seat(self, form):
        try:
            check_seat(form.cleaned_data["participant"])
        except ValidationError as refusal:
            form.add_error("participant", refusal)
