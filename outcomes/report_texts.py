"""The texts that people write for the report: which there are, and how one is changed."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gfmd_meeting.models import ExpectedOutcome, Meeting, User

from .models import LANGUAGE_CODES, ReportText

NATURE, SUMMARY, NEXT_STEPS = "nature", "summary", "next_steps"

_HELP = {
    NATURE: gettext_lazy(
        "What kind of text the report is. While nothing is written here, it says the sentence "
        "that stands below."
    ),
    SUMMARY: gettext_lazy("The co-chairs’ account of the meeting. It opens the report."),
    NEXT_STEPS: gettext_lazy("What follows from the meeting, by whom and by when."),
}


class TextState(TextChoices):
    """How far a text is in a language. What the report says without one is its default."""

    WRITTEN = "written", gettext_lazy("Written")
    STALE = "stale", gettext_lazy("Made from an earlier text")
    MISSING = "missing", gettext_lazy("Missing")
    DEFAULT = "default", gettext_lazy("By default")


@dataclass(frozen=True)
class Place:
    """A place of the report for which a text is written: what it is called, and what it has."""

    key: str
    title: str
    help: str
    text: ReportText

    @property
    def states(self) -> list[tuple[str, str, TextState]]:
        """Code and name of each language, and how far the text is in it."""
        if self.key == NATURE and not self.text.is_written:
            return [(code, name, TextState.DEFAULT) for code, name in settings.LANGUAGES]
        return [(code, name, state_in(self.text, code)) for code, name in settings.LANGUAGES]


def places() -> list[Place]:
    """Each place of the report for a text, in the order of the report, in two queries."""
    texts = {text.key: text for text in ReportText.objects.select_related("changed_by")}
    named = [
        (NATURE, _("Note on the nature of the text"), str(_HELP[NATURE])),
        (SUMMARY, _("Co-chairs’ summary"), str(_HELP[SUMMARY])),
        *(
            (
                key_of(outcome.number),
                _("Summary of expected outcome %(number)s: %(title)s")
                % {"number": outcome.number, "title": outcome.short_title},
                outcome.wording,
            )
            for outcome in ExpectedOutcome.objects.all()
        ),
        (NEXT_STEPS, _("Next steps"), str(_HELP[NEXT_STEPS])),
    ]
    return [
        Place(key, title, explained, texts.get(key) or ReportText(key=key))
        for key, title, explained in named
    ]


def key_of(outcome_number: int) -> str:
    return f"outcome-{outcome_number}"


def state_in(text: ReportText, language: str) -> TextState:
    if not getattr(text, f"text_{language}"):
        return TextState.MISSING
    return TextState.STALE if language in text.stale_languages else TextState.WRITTEN


def nature_of(meeting: Meeting) -> str:
    """What the report says of its own nature where nobody has written otherwise."""
    sentences = [
        _(
            "This report sets out what the meeting was asked to do, who took part and what came "
            "of it. It does not bind the States, organizations and bodies that took part, and it "
            "does not necessarily reflect the position of each of them."
        )
    ]
    if meeting.chatham_house_rule:
        sentences.append(
            _(
                "The meeting was held under the Chatham House Rule: nothing that was said is "
                "attributed to the State, organization or person who said it."
            )
        )
    return " ".join(sentences)


@transaction.atomic
def write_text(
    key: str, *, version: int, by: User | None, language: str, texts: dict[str, str]
) -> ReportText:
    """Write a text of the report, starting from the version that was read; 0 before the first.

    ``texts`` are by language. Refused when someone has changed it since, so that both
    wordings can be read before one is kept; to send the same again is no change.
    """
    Meeting.objects.select_for_update(no_key=True).get()
    text = ReportText.objects.select_related("changed_by").filter(key=key).first()
    text = text or ReportText(key=key, language=language)
    before = {code: getattr(text, f"text_{code}") for code in LANGUAGE_CODES}
    if text.pk and before == texts and text.language == language:
        return text
    if text.version != version:
        raise ValidationError(
            gettext_lazy("%(person)s changed this after you opened it."),
            code="changed_meanwhile",
            params={"person": text.changed_by or gettext_lazy("Someone")},
        )
    was_written_in = text.language
    text.language = language
    for code in LANGUAGE_CODES:
        setattr(text, f"text_{code}", texts[code])
    for code in LANGUAGE_CODES:
        if code == language or not texts[code]:
            setattr(text, f"made_from_{code}", "")
        elif texts[code] != before[code] or language != was_written_in:
            setattr(text, f"made_from_{code}", text.made_from)
    text.version += 1
    text.changed_by = by
    text.full_clean()
    text.save()
    return text
