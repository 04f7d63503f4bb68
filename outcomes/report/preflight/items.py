"""What is missing or doubtful of what the sessions concluded."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_meeting.models import ExpectedOutcome, Meeting, Party
from outcomes.adoption import parties_with_valid_consent
from outcomes.advice import advise
from outcomes.models import OwnerConsent, Practice, Recommendation, Status
from outcomes.numbers import number_of

from .finding import BLOCKING, DOUBTFUL, Finding, name_languages, opening


def check_items(meeting: Meeting, languages) -> list[Finding]:
    """Of each expected outcome, and of what stands under it."""
    outcomes = list(ExpectedOutcome.objects.all())
    recommendations = list(
        Recommendation.objects.standing()
        .select_related("outcome")
        .prefetch_related("numbers", "consents")
    )
    practices = list(Practice.objects.standing().select_related("outcome"))
    considered = [item for item in recommendations if item.status == Status.CONSIDERED]
    adopted = [item for item in recommendations if item.status == Status.ADOPTED]
    published = [practice for practice in practices if practice.is_published]
    return [
        *_empty_outcomes(outcomes, recommendations, practices, adopted, published),
        *_missing_consents(considered),
        *_not_dealt_with(outcomes, recommendations, practices),
        *_owners_to_ask(practices),
        *_translations([*adopted, *published], languages),
        *(_names(adopted + considered) if meeting.chatham_house_rule else []),
    ]


def _empty_outcomes(outcomes, recommendations, practices, adopted, published):
    """A final report would say nothing under it."""
    recorded = Counter(item.outcome_id for item in (*recommendations, *practices))
    said = Counter(item.outcome_id for item in (*adopted, *published))
    for outcome in outcomes:
        if not recorded[outcome.pk]:
            yield Finding(
                "empty_outcome",
                _("Nothing is recorded under expected outcome %(outcome)s.") % {"outcome": outcome},
                BLOCKING,
                _at(outcome),
            )
        elif not said[outcome.pk]:
            yield Finding(
                "nothing_adopted",
                _(
                    "Nothing is adopted under expected outcome %(outcome)s, and no practice of it "
                    "is published."
                )
                % {"outcome": outcome},
                BLOCKING,
                _at(outcome),
            )


def _missing_consents(considered):
    parties = list(Party.objects.co_chairing())
    for item in considered:
        given = parties_with_valid_consent(item)
        missing = [party.short_name for party in parties if party.pk not in given]
        yield Finding(
            "consent_missing",
            _("%(item)s is under consideration. Consent is missing of: %(parties)s.")
            % {"item": _cited(item), "parties": ", ".join(missing) or "–"},
            BLOCKING,
            reverse("outcomes:recommendation_detail", args=[item.pk]),
        )


def _not_dealt_with(outcomes, recommendations, practices):
    """Drafts, and what was handed in and not taken up."""
    submitted, drafts = Counter(), Counter()
    for item in recommendations:
        submitted[item.outcome_id] += item.status == Status.SUBMITTED
        drafts[item.outcome_id] += item.status == Status.DRAFT
    for practice in practices:
        drafts[practice.outcome_id] += practice.submitted_at is None
    for outcome in outcomes:
        if waiting := submitted[outcome.pk]:
            yield Finding(
                "not_taken_up",
                ngettext(
                    "%(number)s text that was handed in under expected outcome %(outcome)s was "
                    "neither taken up nor set aside.",
                    "%(number)s texts that were handed in under expected outcome %(outcome)s were "
                    "neither taken up nor set aside.",
                    waiting,
                )
                % {"number": waiting, "outcome": outcome},
                DOUBTFUL,
                _at(outcome),
            )
        if left := drafts[outcome.pk]:
            yield Finding(
                "drafts_left",
                ngettext(
                    "%(number)s draft under expected outcome %(outcome)s was not handed in.",
                    "%(number)s drafts under expected outcome %(outcome)s were not handed in.",
                    left,
                )
                % {"number": left, "outcome": outcome},
                DOUBTFUL,
                _at(outcome),
            )


def _owners_to_ask(practices):
    for practice in practices:
        asked = (OwnerConsent.GIVEN, OwnerConsent.REFUSED)
        if practice.submitted_at and practice.owner_consent not in asked:
            yield Finding(
                "owner_not_consenting",
                _(
                    "The practice “%(practice)s” is left out: its owner has not consented to its "
                    "publication."
                )
                % {"practice": opening(str(practice))},
                DOUBTFUL,
                **_change(practice),
            )


def _translations(items, languages):
    """What stands in a language of the report as it was before, or not at all."""
    for item in items:
        stale = [code for code in item.stale_languages if code in languages]
        missing = [code for code in languages if not getattr(item, f"text_{code}")]
        if stale:
            yield Finding(
                "stale_translation",
                _("%(item)s was translated from an earlier text: %(languages)s.")
                % {"item": _cited(item), "languages": name_languages(stale)},
                BLOCKING,
                **_change(item),
            )
        if missing:
            yield Finding(
                "missing_translation",
                _("%(item)s is not translated: %(languages)s.")
                % {"item": _cited(item), "languages": name_languages(missing)},
                DOUBTFUL,
                **_change(item),
            )


def _names(items):
    """The meeting does not say who said what, and a text names somebody."""
    for item in items:
        for advice in advise(item.original, item.language, allows_attribution=False):
            if advice.code == "attribution":
                yield Finding(
                    "name_attributed",
                    _("%(item)s names somebody, and nothing is to be attributed: %(names)s.")
                    % {"item": _cited(item), "names": ", ".join(advice.found)},
                    DOUBTFUL,
                    **_change(item),
                )


def _cited(item) -> str:
    """2.1 “Make regularization processes …”"""
    number = number_of(item) if isinstance(item, Recommendation) else ""
    quoted = _("“%(text)s”") % {"text": opening(str(item))}
    return f"{number} {quoted}".strip()


def _change(item) -> dict[str, str]:
    if isinstance(item, Recommendation):
        return {"url": reverse("outcomes:recommendation_change", args=[item.pk])}
    return {
        "url": reverse("outcomes:practice_change", args=[item.pk]),
        "seen_at": _at(item.outcome),
    }


def _at(outcome) -> str:
    return f"{reverse('outcomes:co_chair_home')}#outcome-{outcome.number}"
