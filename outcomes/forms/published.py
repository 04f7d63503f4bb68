"""What a reader looks for among what is published."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gfmd_meeting import dates
from outcomes.models import Level
from outcomes.models.item import name_addressees
from outcomes.published import kind_choices


class PublishedForm(forms.Form):
    """Words and particulars; only what something published has can be chosen."""

    q = forms.CharField(max_length=100, required=False, label=_("Words"))
    outcome = forms.ChoiceField(required=False, label=_("Expected outcome"))
    kind = forms.ChoiceField(required=False, label=_("Kind"))
    addressee = forms.ChoiceField(required=False, label=_("Addressed to"))
    level = forms.ChoiceField(required=False, label=_("Level"))
    country = forms.ChoiceField(required=False, label=_("Country"))
    language = forms.ChoiceField(required=False, label=_("Available in"))

    def __init__(self, data, *, entries):
        super().__init__(data)
        self.fields["q"].widget.input_type = "search"
        self._offer(
            "outcome", {(str(e.outcome), f"{e.outcome}. {e.outcome_title}") for e in entries}
        )
        self._offer("kind", kind_choices(), {e.kind for e in entries})
        self._offer("addressee", {(n, name_addressees(n)) for e in entries for n in e.addressed_to})
        self._offer("level", Level.choices, {e.level for e in entries})
        self._offer("country", {(c, dates.country(c)) for e in entries for c in e.countries})
        self._offer("language", settings.LANGUAGES, {code for e in entries for code in e.text})

    def _offer(self, name, choices, among=None):
        """An ordered list as it stands, as far as it occurs; a set by its names."""
        offered = (
            sorted(choices, key=lambda choice: choice[1])
            if among is None
            else [choice for choice in choices if choice[0] in among]
        )
        self.fields[name].choices = [("", _("Any")), *offered]

    @property
    def wanted(self) -> dict:
        """What can be looked for; a wish that nothing answers to is told beside its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
