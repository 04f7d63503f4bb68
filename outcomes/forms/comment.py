"""The shape of a comment; the rules are in comments.py."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from outcomes.models.wording import readers_language

from .fields import TextField


class CommentForm(forms.Form):
    """A comment, another wording, or both; for one of ``delegations`` where there are any."""

    body = TextField(rows=3, required=False, label=_("Comment"))
    proposed_wording = TextField(
        rows=3,
        required=False,
        label=_("Proposed wording"),
        help_text=_("The whole text as it should read. Only what differs is marked."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    delegation = forms.ChoiceField(label=_("You speak for"))

    def __init__(self, data=None, *, delegations=(), **options):
        """``delegations`` is none of them for whoever speaks for no delegation."""
        super().__init__(data, **options)
        self.fields["language"].initial = readers_language()
        self.delegations = {str(delegation.pk): delegation for delegation in delegations}
        if not delegations:
            del self.fields["delegation"]
            return
        self.fields["delegation"].choices = list(self.delegations.items())
        self.fields["delegation"].initial = next(iter(self.delegations))
        if len(self.delegations) == 1:
            self.fields["delegation"].widget = forms.HiddenInput()

    def clean_delegation(self):
        return self.delegations[self.cleaned_data["delegation"]]

    def clean(self):
        said = super().clean()
        if not self.errors and not said.get("body") and not said.get("proposed_wording"):
            raise forms.ValidationError(
                _("Write a comment, propose another wording, or both."), code="empty"
            )
        return said
