"""The shape of what a focal point says about a person whom its delegation sends."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .details import HINTS, LABELS, DetailsForm


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
