"""What those who consolidate write; the rules are in consolidation/."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome
from outcomes.models import Recommendation

TEXTS = ("text_en", "text_es", "text_fr")


class MergeForm(forms.ModelForm):
    """One text in the place of several, and all that is said of it."""

    class Meta:
        model = Recommendation
        fields = [
            "language",
            *TEXTS,
            "kind",
            "outcome",
            "addressed_to",
            "level",
            "objective",
            "emphases",
            "builds_on",
        ]
        labels = {"language": _("The original is in")}
        help_texts = {"addressed_to": _("Parted by commas.")}
        widgets = {
            "emphases": forms.CheckboxSelectMultiple,
            "builds_on": forms.CheckboxSelectMultiple,
            **{name: forms.Textarea({"rows": 4}) for name in TEXTS},
        }

    def clean(self):
        """Lines end as they do everywhere else."""
        cleaned = super().clean()
        return {
            name: "\n".join(value.splitlines()) if name in TEXTS else value
            for name, value in cleaned.items()
        }

    @property
    def details(self) -> dict:
        lists = {
            n: list(self.cleaned_data[n]) for n in ("emphases", "builds_on") if n in self.fields
        }
        return self.cleaned_data | lists


class PartForm(MergeForm):
    """One of the texts that take the place of one; what it does not say stays as it was."""

    class Meta(MergeForm.Meta):
        fields = [*TEXTS, "kind", "outcome", "addressed_to"]


class MoveForm(forms.Form):
    outcome = forms.ModelChoiceField(
        ExpectedOutcome.objects.none(), label=_("Expected outcome"), empty_label=None
    )

    def __init__(self, *args, item, **options):
        super().__init__(*args, **options)
        self.fields["outcome"].queryset = ExpectedOutcome.objects.exclude(pk=item.outcome_id)
