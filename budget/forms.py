"""The shape of what is asked for on the pages of the budget; the rules are in statement/."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import StatementKind


class StatementForm(forms.Form):
    """Of which day, of what kind and in which language a statement is."""

    as_of = forms.DateField(
        label=_("At the end of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The account as it was at the end of this day."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=StatementKind.choices,
        help_text=_("A final one needs an approved budget, no open commitment and no difference."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
