"""Recommendations, options, steps and mechanisms, and practices, as a rapporteur writes them."""

from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome
from outcomes.models import LANGUAGE_CODES, Addressee, Item, Practice, Recommendation
from outcomes.models.wording import readers_language
from outcomes.versions import proposed_by
from registrations.models import ONE_LINE

from .fields import Fold, TextField, VersionField


class ItemForm(forms.ModelForm):
    """What a recommendation and a practice have in common: outcome, language, texts, people.

    What is ``TRANSLATED`` is typed in a field of its own name in the language that the item
    is recorded in, and in one named ``<field>_<language>`` in each of the others. ``version``
    is the one that the writer started from, ``uid`` names the item from its first letter on.
    """

    TRANSLATED = ()

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
    version = VersionField()

    def __init__(self, *args, session, sees_proposer, uid=None, is_shown=True, **options):
        super().__init__(*args, **options)
        if is_shown:
            served = {outcome.pk for outcome in session.outcomes.all()}
            self._offer(list(ExpectedOutcome.objects.all()), served)
        for code, name in settings.LANGUAGES:
            for field in self.TRANSLATED:
                self.fields[f"{field}_{code}"] = self._translation(field, name)
            self.fields[f"reviewed_{code}"] = forms.BooleanField(
                required=False, label=_("Reviewed in %(language)s") % {"language": name}
            )
        if not sees_proposer:
            del self.fields["proposed_by"]
        for field in self.fields.values():
            # A browser would cut a longer paste unasked.
            field.widget.attrs.pop("maxlength", None)
        self.uid = self.instance.uid if self.instance.pk else uid or uuid4()
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

    def _translation(self, field, language):
        label = f"{self.fields[field].label} ({language})"
        if isinstance(self.fields[field], TextField):
            return TextField(rows=4, required=False, label=label)
        return forms.CharField(max_length=200, required=False, validators=[ONE_LINE], label=label)

    def _begin(self):
        """What the fields say before anything is typed."""
        item = self.instance
        if not item.pk:
            self.initial["language"] = readers_language()
            return
        self.initial["version"] = item.version
        self.initial["proposed_by"] = proposed_by(item)
        for field in self.TRANSLATED:
            self.initial[field] = getattr(item, f"{field}_{item.language}")
            for code in LANGUAGE_CODES:
                if code != item.language:
                    self.initial[f"{field}_{code}"] = getattr(item, f"{field}_{code}")
        for code in LANGUAGE_CODES:
            self.initial[f"reviewed_{code}"] = getattr(item, f"reviewed_{code}")
        named = [name for name in item.addressed_to.split(", ") if name]
        self.initial["addressees"] = [name for name in named if name in Addressee.values]
        self.initial["others"] = ", ".join(n for n in named if n not in Addressee.values)

    @property
    def about(self) -> str:
        """By what name a device keeps what is typed until it is saved."""
        return f"{self._meta.model._meta.model_name}.{self.uid}"

    @property
    def translations(self) -> list[dict]:
        """The fields of each language beside the others, and whether its text is behind."""
        stale = self.instance.stale_languages if self.instance.pk else []
        return [
            {
                "code": code,
                "name": name,
                "fields": [self[f"{field}_{code}"] for field in self.TRANSLATED],
                "reviewed": self[f"reviewed_{code}"],
                "is_stale": code in stale,
            }
            for code, name in settings.LANGUAGES
        ]

    @property
    def has_translations(self) -> bool:
        fields = [field for entry in self.translations for field in entry["fields"]]
        return any(field.value() or field.errors for field in fields)

    @property
    def proposers(self) -> list[Fold]:
        if "proposed_by" not in self.fields:
            return []
        return [Fold(_("Who proposed it"), [self["proposed_by"]])]

    def clean(self):
        cleaned = super().clean()
        for field in self.TRANSLATED:
            again = f"{field}_{cleaned.get('language')}"
            if cleaned.get(again) and cleaned.get(field) not in (None, "", cleaned[again]):
                self.add_error(
                    again,
                    _("This is the language of the text itself. Keep one of the two."),
                )
        return cleaned

    @property
    def details(self) -> dict:
        """What was written, as recording.py takes it."""
        written = self.cleaned_data
        details = {name: written[name] for name in self._meta.fields}
        for field in self.TRANSLATED:
            for code in LANGUAGE_CODES:
                name = f"{field}_{code}"
                details[name] = written[field if code == written["language"] else name]
        for code in LANGUAGE_CODES:
            is_translation = code != written["language"] and details[f"text_{code}"]
            details[f"reviewed_{code}"] = bool(is_translation and written[f"reviewed_{code}"])
        others = [name.strip() for name in written["others"].split(",")]
        details["addressed_to"] = ", ".join(filter(None, [*written["addressees"], *others]))
        if "proposed_by" in written:
            details["proposed_by"] = written["proposed_by"]
        return details

    def start_from(self, current: Item):
        """Let the next try start from this version, which its writer now sees."""
        self.data = self.data.copy()
        self.data["version"] = current.version


class RecommendationForm(ItemForm):
    """A recommendation, option, step or mechanism."""

    TRANSLATED = Recommendation.TRANSLATED

    text = TextField(
        rows=5,
        label=_("Text"),
        help_text=_(
            "One idea. Begin with what is to be done: encourage, invite, establish, share."
        ),
    )

    class Meta:
        model = Recommendation
        fields = ["kind", "outcome", "language", "level", "objective", "emphases", "builds_on"]
        widgets = {
            "kind": forms.RadioSelect,
            "emphases": forms.CheckboxSelectMultiple,
            "builds_on": forms.CheckboxSelectMultiple,
        }

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in ("kind", "outcome", "language", "text")]

    @property
    def folds(self) -> list[Fold]:
        """What is not needed every time."""
        return [
            Fold(
                _("To whom, and at which level"),
                [self[name] for name in ("addressees", "others", "level")],
            ),
            Fold(
                _("Objective, emphasis, earlier recommendations"),
                [self[name] for name in ("objective", "emphases", "builds_on")],
            ),
            *self.proposers,
        ]

    @property
    def details(self) -> dict:
        details = super().details
        return details | {name: list(details[name]) for name in ("emphases", "builds_on")}


class PracticeForm(ItemForm):
    """A practice: what it is, whose, what came of it, and whether it may be published."""

    TRANSLATED = Practice.TRANSLATED

    title = forms.CharField(max_length=200, required=False, validators=[ONE_LINE], label=_("Title"))
    text = TextField(rows=5, label=_("What it is"))
    results = TextField(rows=3, required=False, label=_("Results"))
    source_url = forms.URLField(
        assume_scheme="https",
        max_length=400,
        required=False,
        validators=[URLValidator(["http", "https"])],
        label=_("Source"),
        help_text=_("The address of a page that tells more of it."),
    )

    class Meta:
        model = Practice
        fields = [
            "outcome",
            "language",
            "place",
            "since",
            "partners",
            "countries",
            "source_url",
            "contact",
            "owner_consent",
            "consent_note",
        ]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["addressees"].label = _("Of interest to")
        self.fields["others"].label = _("Of interest to others")

    def clean_countries(self):
        return " ".join(self.cleaned_data["countries"].replace(",", " ").split())

    @property
    def first(self) -> list[forms.BoundField]:
        return [
            self[name]
            for name in ("outcome", "language", "title", "text", "place", "since", "results")
        ]

    @property
    def folds(self) -> list[Fold]:
        """What is not needed every time."""
        return [
            Fold(_("Partners and countries"), [self["partners"], self["countries"]]),
            Fold(_("Of interest to"), [self["addressees"], self["others"]]),
            Fold(_("Source and contact"), [self["source_url"], self["contact"]]),
            Fold(_("Consent of its owner"), [self["owner_consent"], self["consent_note"]]),
            *self.proposers,
        ]
