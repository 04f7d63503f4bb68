"""What came of it: what was adopted under each expected outcome, and what it rests on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gfmd_meeting import dates
from gfmd_meeting.countries import short_name
from gfmd_meeting.models import Emphasis, ExpectedOutcome, PriorRecommendation
from outcomes.coverage import measure_coverage
from outcomes.models import Kind, Level, OwnerConsent, Practice, Recommendation, Status
from outcomes.models.item import name_addressees
from outcomes.models.wording import written_in
from outcomes.numbers import number_of
from outcomes.report_texts import key_of

from .texts import told, written_text

_HEADINGS = {
    Kind.RECOMMENDATION: gettext_lazy("Recommendations"),
    Kind.OPTION: gettext_lazy("Options"),
    Kind.STEP: gettext_lazy("Steps"),
    Kind.MECHANISM: gettext_lazy("Mechanisms"),
}


@dataclass(frozen=True)
class Items:
    """What a report of a kind speaks of, read once, with the number that each is cited by."""

    outcomes: list[ExpectedOutcome]
    recommendations: list[Recommendation]
    practices: list[Practice]
    numbers: dict

    def under(self, outcome: ExpectedOutcome, items) -> list:
        return [item for item in items if item.outcome_id == outcome.pk]


def find_items(*, is_draft: bool) -> Items:
    """What is adopted and published; in a draft also what is under consideration.

    What rapporteurs are still at stands in neither. Practices are numbered in the order in
    which they were recorded, P3.2 for the second under the third outcome.
    """
    statuses = [Status.ADOPTED, Status.CONSIDERED] if is_draft else [Status.ADOPTED]
    recommendations = (
        Recommendation.objects.standing()
        .filter(status__in=statuses)
        .select_related("outcome")
        .prefetch_related("numbers", "builds_on", "emphases")
    )
    practices = Practice.objects.published()
    if is_draft:
        practices = Practice.objects.standing().filter(
            Q(submitted_at__isnull=False) & ~Q(owner_consent=OwnerConsent.REFUSED)
        )
    found = sorted(recommendations, key=_place)
    examples = list(practices.select_related("outcome"))
    numbers = {item: number_of(item) for item in found}
    of_outcome = Counter()
    for practice in examples:
        of_outcome[practice.outcome_id] += 1
        numbers[practice] = f"P{practice.outcome.number}.{of_outcome[practice.outcome_id]}"
    return Items(list(ExpectedOutcome.objects.all()), found, examples, numbers)


def _place(item):
    """By kind, then by number; what has none yet comes after what has."""
    number = number_of(item)
    return (
        item.outcome.number,
        Kind.values.index(item.kind),
        int(number.split(".")[1]) if number else 10**9,
        item.position,
        item.pk,
    )


def outcomes(found: Items, texts: dict, language: str) -> list[dict]:
    """A chapter for each expected outcome: its wording, its summary, and what stands under it."""
    return [
        {
            "number": outcome.number,
            "title": outcome.short_title,
            "wording": outcome.wording,
            "summary": written_text(texts, key_of(outcome.number), language),
            "counts": Counter(
                item.kind
                for item in found.under(outcome, [*found.recommendations, *found.practices])
            ),
            "entries": [
                _entry(item, found, language)
                for item in found.under(outcome, found.recommendations)
            ],
            "practices": [
                _practice(item, found, language) for item in found.under(outcome, found.practices)
            ],
        }
        for outcome in found.outcomes
    ]


def _entry(item, found, language):
    return {
        "number": found.numbers[item],
        "kind": item.kind,
        "kind_name": item.get_kind_display(),
        "kind_heading": str(_HEADINGS[item.kind]),
        "is_adopted": item.status == Status.ADOPTED,
        "adopted_on": dates.day(timezone.localtime(item.adopted_at)) if item.adopted_at else "",
        **told(*item.text_in(language)),
        "addressed_to": item.addressees,
        "level": str(Level(item.level).label) if item.level else "",
        "builds_on": [prior.number for prior in item.builds_on.all()],
        "emphases": [emphasis.number for emphasis in item.emphases.all()],
    }


def _where(item):
    """The place, and those of the countries that it does not name itself.

    A place that is no more than a country is named as the reader calls it.
    """
    codes = item.countries.split()
    if item.place and item.place not in {short_name(code, item.language) for code in codes}:
        yield item.place
    for code in codes:
        if item.place == (name := short_name(code, item.language)) or name not in item.place:
            yield dates.country(code)


def _practice(item, found, language):
    title, _language = written_in(item, "title", language)
    results, _language = written_in(item, "results", language)
    return {
        "number": found.numbers[item],
        "kind": item.kind,
        "kind_name": item.get_kind_display(),
        "is_published": item.is_published,
        "title": title,
        **told(*item.text_in(language)),
        "results": results,
        "where": ", ".join(_where(item)),
        "since": str(item.since or ""),
        "partners": name_addressees(item.partners),
        "of_interest_to": item.addressees,
        "source": item.source_url,
    }


def coverage(found: Items, *, is_draft: bool) -> dict | None:
    """Sessions by expected outcomes: how many adopted texts came from where, and what was planned.

    A text that was made of several sessions' is in the row of each, and once in a total. How
    many each session recorded is said in a draft alone.
    """
    measured = measure_coverage(found.outcomes)
    if not measured.sessions:
        return None
    return {
        "outcomes": [
            {"number": row.number, "title": row.short_title, "adopted": row.adopted}
            for row in measured.outcomes
        ],
        "sessions": [
            {
                "title": session.title,
                "cells": [
                    {"adopted": cell.adopted, "planned": cell.planned}
                    | ({"recorded": cell.recorded} if is_draft else {})
                    for cell in session.cells
                ],
                "adopted": session.adopted,
            }
            for session in measured.sessions
        ],
        "adopted": measured.adopted,
    }


def prior(found: Items, every_emphasis: Iterable[Emphasis]) -> dict | None:
    """What came before, and which results rest on it or bear an emphasis out."""

    def cited(of):
        return [
            {
                "number": found.numbers[item],
                "outcome": item.outcome.number,
            }
            for item in found.recommendations
            if of(item)
        ]

    recommendations = [
        {
            "number": given.number,
            "wording": given.wording,
            "source": given.source,
            "items": cited(lambda item, given=given: given in item.builds_on.all()),
        }
        for given in PriorRecommendation.objects.all()
    ]
    emphases = [
        {
            "number": given.number,
            "wording": given.wording,
            "items": cited(lambda item, given=given: given in item.emphases.all()),
        }
        for given in every_emphasis
    ]
    if not recommendations and not emphases:
        return None
    return {"recommendations": recommendations, "emphases": emphases}
