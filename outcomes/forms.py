"""The shape of what a rapporteur writes; the rules are in recording.py."""

from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.models import ONE_LINE

from .models import LANGUAGE_CODES, TEXT_RULES, Addressee, Recommendation
from .versions import proposed_by


class TextField(forms.CharField):
    """A text of several lines. It has no maxlength: a browser would cut a longer paste unasked."""

    widget = forms.Textarea

    def __init__(self, *, rows, **options):
        super().__init__(validators=TEXT_RULES, **options)
        self.widget.attrs["rows"] = rows

    def to_python(self, value):
        return "\n".join(super().to_python(value).splitlines())


class RecommendationForm(forms.ModelForm):
    """A recommendation, option or practice, in the language it is recorded in and the others.

    ``version`` is the one that the writer started from; ``draft`` names what their
    device keeps of it until it is stored (see static/js/drafts.js).
    """

    text = TextField(
        rows=5,
        label=_("Text"),
        help_text=_(
            "One idea. Begin with what is to be done: encourage, invite, establish, share."
        ),
    )
    addressees = forms.MultipleChoiceField(
        choices=Addressee,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=_("Addressed to"),
    )
    others = forms.CharField(
        max_length=150,
        required=False,
        validators=[ONE_LINE],
        label=_("Addressed to others"),
        help_text=_("Parted by commas."),
    )
    proposed_by = forms.CharField(
        max_length=150,
        required=False,
        validators=[ONE_LINE],
        label=_("Proposed by"),
        help_text=_(
            "Not for publication: only the rapporteurs of this session and the organisers see it."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    draft = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ["kind", "outcome", "language", "text", "addressees", "others", "proposed_by"]

    class Meta:
        model = Recommendation
        fields = ["kind", "outcome", "language"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, session, outcomes, **options):
        super().__init__(*args, **options)
        self._offer(outcomes, {outcome.pk for outcome in session.outcomes.all()})
        for code, name in settings.LANGUAGES:
            self.fields[f"translation_{code}"] = TextField(
                rows=4, required=False, label=_("In %(language)s") % {"language": name}
            )
        self._begin()

    def _offer(self, outcomes, served):
        """The outcomes that the session serves come first; the only one is chosen beforehand."""
        groups = [
            (_("Of this session"), [(o.pk, str(o)) for o in outcomes if o.pk in served]),
            (_("Others"), [(o.pk, str(o)) for o in outcomes if o.pk not in served]),
        ]
        self.fields["outcome"].empty_label = None
        self.fields["outcome"].choices = [("", "---------"), *(g for g in groups if g[1])]
        if len(served) == 1:
            self.fields["outcome"].initial = next(iter(served))

    def _begin(self):
        """What the fields say before anything is typed."""
        self.initial["draft"] = uuid4()
        if not self.instance.pk:
            self.initial["language"] = (get_language() or LANGUAGE_CODES[0])[:2]
            return
        self.initial["version"] = self.instance.version
        self.initial["proposed_by"] = proposed_by(self.instance)
        self.initial["text"] = self.instance.original
        for code in LANGUAGE_CODES:
            if code != self.instance.language:
                self.initial[f"translation_{code}"] = getattr(self.instance, f"text_{code}")
        named = [name for name in self.instance.addressed_to.split(", ") if name]
        self.initial["addressees"] = [name for name in named if name in Addressee.values]
        self.initial["others"] = ", ".join(n for n in named if n not in Addressee.values)

    @property
    def translations(self):
        return [self[f"translation_{code}"] for code in LANGUAGE_CODES]

    @property
    def has_translations(self) -> bool:
        return any(field.value() or field.errors for field in self.translations)

    def clean(self):
        cleaned = super().clean()
        again = f"translation_{cleaned.get('language')}"
        if cleaned.get(again) and cleaned.get("text") not in (None, "", cleaned[again]):
            self.add_error(
                again,
                _("This is the language of the text itself. Keep one of the two."),
            )
        return cleaned

    @property
    def details(self) -> dict:
        """What was written, as recording.py takes it."""
        written = self.cleaned_data
        others = [name.strip() for name in written["others"].split(",")]
        texts = {f"text_{code}": written[f"translation_{code}"] for code in LANGUAGE_CODES}
        texts[f"text_{written['language']}"] = written["text"]
        return texts | {
            "kind": written["kind"],
            "outcome": written["outcome"],
            "language": written["language"],
            "addressed_to": ", ".join(filter(None, [*written["addressees"], *others])),
            "proposed_by": written["proposed_by"],
        }

    def start_from(self, current: Recommendation):
        """Let the next try start from this version, which its writer now sees."""
        self.data = self.data.copy()
        self.data["version"] = current.version
