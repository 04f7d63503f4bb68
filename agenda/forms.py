"""The shape of a session as an organiser types it.

Whether its room and its people are free is asked of clashes, so that a refusal
stands beside the field that it is about.
"""

from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from .clashes import (
    check_held_once,
    check_place,
    check_seat,
    find_person_clashes,
    person_key,
    refusal_of_person,
)
from .models import Session

PLACE = ("room", "starts_at", "ends_at")
TITLES = ("title_en", "title_es", "title_fr")


class SessionForm(forms.ModelForm):
    """A session; when it was actually held is filled in afterwards."""

    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) for name in PLACE):
            values = {name: cleaned.get(name) for name in (*PLACE, *TITLES)}
            asked = Session(pk=self.instance.pk, **values)
            try:
                check_place(asked)
            except ValidationError as refusal:
                self.add_error(None, refusal)
        held_from, held_until = cleaned.get("held_from"), cleaned.get("held_until")
        if held_from and held_until and held_until <= held_from:
            self.add_error("held_until", _("It was held until after it began."))
        return cleaned

    def clean_interpretation(self):
        return " ".join(self.cleaned_data["interpretation"].split())


class AssignmentForm(forms.ModelForm):
    """A role, held by a participant or by a guest who is typed by name."""

    def clean(self):
        cleaned = super().clean()
        if {"participant", "guest_name"} <= cleaned.keys():
            participant, guest_name = cleaned["participant"], cleaned["guest_name"]
            if participant and guest_name:
                self.add_error("guest_name", _("Name a participant or a guest, and not both."))
            elif not participant and not guest_name:
                self.add_error("participant", _("Name a participant or a guest."))
        return cleaned

    def clean_guest_name(self):
        return " ".join(self.cleaned_data["guest_name"].split())


class AssignmentFormSet(BaseInlineFormSet):
    """The roles of a session, each asked for at the time that the session is to have."""

    def clean(self):
        """Instead of the sentence above all rows that a role held twice would be given."""
        if any(self.errors):
            return
        forms_of = {}
        for number, form in enumerate(self.kept_forms):
            forms_of.setdefault(person_key(form.instance), []).append(form)
            with _beside(form):
                check_held_once(form.instance, self.roles[:number])
            if form.instance.participant_id and form.has_changed():
                with _beside(form):
                    check_seat(form.instance.participant)
        session = self.instance
        if session.starts_at and session.ends_at:
            for clash in find_person_clashes(session, self.roles):
                for form in forms_of[person_key(clash)]:
                    form.add_error(_person_field(form), refusal_of_person(session, clash))

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


@contextmanager
def _beside(form):
    """Say what is refused beside the field that names the person."""
    try:
        yield
    except ValidationError as refusal:
        form.add_error(_person_field(form), refusal)


def _person_field(form):
    return "participant" if form.instance.participant_id else "guest_name"
