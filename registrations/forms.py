"""The shape of what people say about themselves and about those they send."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import Delegation, Participant
from .own_details import OWN_DETAILS
from .protocol import grouped_by_stakeholders

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


class DelegationChoiceIterator(forms.models.ModelChoiceIterator):
    """Delegations under their stakeholder group, in the reader's alphabet."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        for group, delegations in grouped_by_stakeholders(self.queryset):
            yield (group, [self.choice(delegation) for delegation in delegations])


class DelegationChoiceField(forms.ModelChoiceField):
    iterator = DelegationChoiceIterator


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


class NominationForm(DetailsForm):
    """What a focal point says about a person whom its delegation sends."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We write to this address, and it is used to sign in."),
    )

    class Meta(DetailsForm.Meta):
        fields = [
            "capacity",
            "honorific",
            "given_name",
            "family_name",
            "function",
            "email",
            "phone",
            "language",
            "needs_interpretation",
            "dietary_needs",
            "accessibility_needs",
            "is_listed",
        ]
        labels = LABELS | {
            "needs_interpretation": _("This person needs interpretation"),
            "is_listed": _("The person agrees to be named in the list of participants"),
        }
        help_texts = HINTS | {
            "function": _("The person's post, for example Director General for Migration."),
            "capacity": _("In what capacity the delegation sends this person."),
            "language": _("We write to the person in this language."),
            "is_listed": _("The list is part of the report. The person can change this later."),
        }

    def __init__(self, *args, **kwargs):
        # Consent is given, not assumed; and people are written to as they read.
        kwargs["initial"] = {
            "is_listed": False,
            "language": (get_language() or "en")[:2],
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def _post_clean(self):
        """Leave the row to register_participant: what the form tells must not depend on
        who is registered already."""


class RegistrationForm(NominationForm):
    """What people say who register themselves."""

    delegation = DelegationChoiceField(
        Delegation.objects.all(),
        label=_("Delegation"),
        empty_label=_("Choose the delegation that sends you"),
        help_text=_("The State, organization or body that sends you."),
    )
    field_order = ["delegation"]

    class Meta(NominationForm.Meta):
        labels = LABELS
        help_texts = HINTS
