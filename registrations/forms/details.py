"""The shape of what people say about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.models import Participant
from registrations.own_details import OWN_DETAILS

LABELS = {
    "honorific": _("Title"),
    "given_name": _("First name"),
    "family_name": _("Family name"),
    "function": _("Position"),
    "capacity": _("Capacity"),
    "phone": _("Telephone"),
    "language": _("Preferred language"),
    "needs_interpretation": _("I need interpretation"),
    "dietary_needs": _("Dietary needs"),
    "accessibility_needs": _("Accessibility needs"),
    "arrives_at": _("Arrival"),
    "departs_at": _("Departure"),
    "is_listed": _("My name, position and delegation may stand in the list of participants"),
}
HINTS = {
    "honorific": _("As it should stand on the badge, for example Dr. or H.E. Ms."),
    "function": _("Your post, for example Director General for Migration."),
    "capacity": _("In what capacity the delegation sends you."),
    "phone": _("With the country code, for example +1 202 555 0100."),
    "language": _("We write to you in this language."),
    "accessibility_needs": _("For example a seat near the door, or step-free access."),
    "arrives_at": _("Local time of the meeting."),
    "departs_at": _("Local time of the meeting."),
    "is_listed": _("The list is part of the report. You can change this later."),
}
REQUIRED = {
    "delegation": _("Choose the delegation that sends you."),
    "given_name": _("Write the first name."),
    "family_name": _("Write the family name."),
    "function": _("Write the position, for example Counsellor."),
    "email": _("Write the e-mail address, for example name@example.org."),
}
AUTOCOMPLETE = {
    "honorific": "honorific-prefix",
    "given_name": "given-name",
    "family_name": "family-name",
    "function": "organization-title",
    "email": "email",
    "phone": "tel",
}


class LocalTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M")


class DetailsForm(forms.ModelForm):
    """What people may correct about themselves."""

    class Meta:
        model = Participant
        fields = OWN_DETAILS
        labels = LABELS
        help_texts = HINTS
        widgets = {"arrives_at": LocalTimeInput, "departs_at": LocalTimeInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for name, field in self.fields.items():
            if name in AUTOCOMPLETE:
                field.widget.attrs["autocomplete"] = AUTOCOMPLETE[name]
            if name in REQUIRED:
                field.error_messages["required"] = REQUIRED[name]

    def clean(self):
        """One space where several were typed or pasted."""
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = " ".join(value.split())
        return cleaned
