"""The shape of what people say about themselves."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.countries import country_codes, short_name
from registrations.journeys import refuse_far_time
from registrations.models import PASSPORT_FIELDS, Gender, Participant
from registrations.own_details import OWN_DETAILS
from registrations.protocol import alphabetical

LABELS = {
    "honorific": pgettext_lazy("before a name", "Title"),
    "given_name": _("First name"),
    "family_name": _("Family name"),
    "passport_name": _("Name as on the passport"),
    "badge_name": _("Name on the badge"),
    "gender": _("Gender"),
    "function": _("Position"),
    "capacity": _("Capacity"),
    "phone": _("Telephone"),
    "language": _("Preferred language"),
    "needs_interpretation": _("I need interpretation"),
    "dietary_needs": _("Dietary needs"),
    "accessibility_needs": _("Accessibility needs"),
    "arrives_at": _("Arrival"),
    "departs_at": _("Departure"),
    "emergency_contact": _("Emergency contact"),
    "emergency_phone": _("Telephone of the emergency contact"),
    "needs_visa_letter": _("I need a letter for a visa"),
    "passport_number": _("Passport number"),
    "passport_country": _("Passport issued by"),
    "passport_expires_on": _("Passport expires"),
    "born_on": _("Date of birth"),
    "is_listed": _("My name, position and delegation may stand in the list of participants"),
}
HINTS = {
    "honorific": _("As it should stand on the badge, for example Dr. or H.E. Ms."),
    "passport_name": _("All names, in the order and the letters of the passport."),
    "badge_name": _("If it should be another than first and family name."),
    "gender": _("If you choose to say. It counts for the balance of the meeting alone."),
    "function": _("Your post, for example Director General for Migration."),
    "capacity": _("In what capacity the delegation sends you."),
    "phone": _("With the country code, for example +1 202 555 0100."),
    "language": _("We write to you in this language."),
    "accessibility_needs": _("For example a seat near the door, or step-free access."),
    "arrives_at": _("Local time of the meeting."),
    "departs_at": _("Local time of the meeting."),
    "emergency_contact": _("Whom we call if something happens to you."),
    "needs_visa_letter": _("Only then we ask for the data of your passport, for that letter."),
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
    "born_on": "bday",
}
# How the form is laid out: a heading, why we ask, and its fields.
PARTS = [
    (
        _("Your name"),
        "",
        ["honorific", "given_name", "family_name", "passport_name", "badge_name", "gender"],
    ),
    (_("Your work"), "", ["function", "phone"]),
    (_("Languages"), "", ["language", "needs_interpretation"]),
    (
        _("Your needs"),
        _("For the kitchen and the hall. The organisers alone read it."),
        ["dietary_needs", "accessibility_needs"],
    ),
    (
        _("Your journey"),
        _("So that you are met, and called on when you are there."),
        ["arrives_at", "departs_at"],
    ),
    (
        _("In an emergency"),
        _("The organisers alone read it."),
        ["emergency_contact", "emergency_phone"],
    ),
    (_("Letter for a visa"), "", ["needs_visa_letter", *PASSPORT_FIELDS]),
    (_("List of participants"), "", ["is_listed"]),
]


def _countries():
    """States in the reader's alphabet."""
    language = (get_language() or "en")[:2]
    named = [(code, short_name(code, language) or code) for code in country_codes()]
    return [("", _("Choose")), *sorted(named, key=lambda one: alphabetical(one[1]))]


def _genders():
    return [("", _("I do not say")), *Gender.choices]


class LocalTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class LocalTimeField(forms.DateTimeField):
    def to_python(self, value):
        moment = super().to_python(value)
        refuse_far_time(moment)
        return moment


class DetailsForm(forms.ModelForm):
    """What people may correct about themselves."""

    class Meta:
        model = Participant
        fields = OWN_DETAILS
        labels = LABELS
        help_texts = HINTS
        field_classes = {"arrives_at": LocalTimeField, "departs_at": LocalTimeField}
        widgets = {
            "arrives_at": LocalTimeInput,
            "departs_at": LocalTimeInput,
            "passport_expires_on": DayInput,
            "born_on": DayInput,
            "gender": forms.Select(choices=lazy(_genders, list)()),
            "passport_country": forms.Select(choices=lazy(_countries, list)()),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for name, field in self.fields.items():
            if name in AUTOCOMPLETE:
                field.widget.attrs["autocomplete"] = AUTOCOMPLETE[name]
            if name in REQUIRED:
                field.error_messages["required"] = REQUIRED[name]

    @property
    def parts(self):
        """The fields under their headings."""
        return [
            {"heading": heading, "why": why, "fields": [self[name] for name in names]}
            for heading, why, names in PARTS
        ]

    def clean(self):
        """One space where several were typed or pasted; no passport without its purpose."""
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = " ".join(value.split())
        if "needs_visa_letter" in cleaned and not cleaned["needs_visa_letter"]:
            for name in PASSPORT_FIELDS:
                cleaned[name] = Participant._meta.get_field(name).get_default()
                self.errors.pop(name, None)
        return cleaned
