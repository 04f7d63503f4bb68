"""The shape of what a focal point says about a person whom its delegation sends."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .details import HINTS, LABELS, DetailsForm


class NominationForm(DetailsForm):
    """Who is sent and in what capacity. The person completes the rest themselves."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The personal link is sent here, and it is used to sign in."),
    )

    class Meta(DetailsForm.Meta):
        fields = [
            "capacity",
            "honorific",
            "given_name",
            "family_name",
            "function",
            "email",
            "language",
        ]
        labels = LABELS
        help_texts = HINTS | {
            "function": _("The person's post, for example Director General for Migration."),
            "capacity": _("In what capacity the delegation sends this person."),
            "language": _("We write to the person in this language."),
        }

    def __init__(self, *args, **kwargs):
        # People are written to as those who send them read.
        kwargs["initial"] = {"language": (get_language() or "en")[:2]} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def _post_clean(self):
        """Leave the row to nominations.py: what the form tells must not depend on who is
        registered already."""


class NoteForm(forms.Form):
    """The note of a State or body in which it names its people."""

    note = forms.FileField(
        label=_("Note of the State or body"),
        help_text=_("PDF, JPEG or PNG, 10 MB at most. One note for the whole delegation."),
        error_messages={"required": _("Choose the file of the note.")},
    )
    reference = forms.CharField(
        label=_("Reference"),
        max_length=80,
        required=False,
        help_text=_("As it stands on the note, for example NV 12/2030."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["note"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"


class WithdrawalForm(forms.Form):
    """Why a delegation takes a person back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("If you give one, the person reads it in the message."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_reason(self):
        return " ".join(self.cleaned_data["reason"].split())
