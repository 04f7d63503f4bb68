"""The shape of a text of the report; the rules are in report_texts.py."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from outcomes.models import LANGUAGE_CODES, ReportText
from outcomes.models.report_text import LONG_TEXT_RULES

from .fields import TextField


class ReportTextForm(forms.Form):
    """A text in the three languages. ``version`` is the one that the writer started from."""

    language = forms.ChoiceField(
        choices=settings.LANGUAGES,
        label=_("Written in"),
        help_text=_("The others are translations of it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, text: ReportText, **options):
        super().__init__(*args, **options)
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = TextField(
                rows=12,
                validators=LONG_TEXT_RULES,
                required=False,
                label=_("In %(language)s") % {"language": name},
            )
            self.fields[f"text_{code}"].widget.attrs["lang"] = code
            self.initial[f"text_{code}"] = getattr(text, f"text_{code}")
        self.initial["language"] = text.language or (get_language() or LANGUAGE_CODES[0])[:2]
        self.initial["version"] = text.version

    @property
    def writings(self):
        return [self[f"text_{code}"] for code in LANGUAGE_CODES]

    @property
    def details(self) -> dict:
        """What was written, as report_texts.py takes it."""
        return {
            "version": self.cleaned_data["version"] or 0,
            "language": self.cleaned_data["language"],
            "texts": {code: self.cleaned_data[f"text_{code}"] for code in LANGUAGE_CODES},
        }

    def start_from(self, current: ReportText):
        """Let the next try start from this version, which its writer now sees."""
        self.data = self.data.copy()
        self.data["version"] = current.version
