"""What the report says: everything, as plain values in one language.

This is the only part of a report that reads the tables. What it returns is frozen as
the report's snapshot, so it holds strings, whole numbers, lists and dictionaries alone,
amounts as exact strings, and nothing that is not for publication: no address, telephone
or needs of a person, and not who proposed what.
"""

from collections import Counter
from contextlib import contextmanager
from itertools import groupby

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agenda.programme import collect_programme
from budget.overview import summarize_budget
from gfmd_meeting import dates
from gfmd_meeting.models import (
    ExpectedOutcome,
    Meeting,
    Party,
    Region,
    SpecificObjective,
    StakeholderType,
)
from gfmd_meeting.paper.wording import writable
from outcomes.models import Kind, Practice, Recommendation
from registrations.models import Capacity, Participant
from registrations.protocol import alphabetical

from . import wording

LETTERS = {
    Kind.RECOMMENDATION: "R",
    Kind.OPTION: "O",
    Kind.STEP: "S",
    Kind.MECHANISM: "M",
    Practice.kind: "P",
}


def collect_content(language: str, *, kind: str = "draft", sections=None) -> dict:
    """Everything that a report in this language says, as it stands at one moment."""
    with translation.override(language), _one_moment():
        meeting = Meeting.objects.get()
        with timezone.override(meeting.zone):
            now = timezone.localtime()
            seated = _seated()
            content = {
                "language": language,
                "collected_at": now.isoformat(timespec="seconds"),
                "collected_on": f"{dates.day(now)}, {wording.time(now)}",
                "meeting": _meeting(meeting),
                "parties": _parties(),
                "objectives": [
                    {"number": objective.number, "wording": objective.wording}
                    for objective in SpecificObjective.objects.all()
                ],
                "participation": _participation(seated),
                "agenda": collect_programme(language),
                "outcomes": _outcomes(language),
                "budget": _budget(),
                "participants": _participants(seated),
            }
    return writable(content)


@contextmanager
def _one_moment():
    """A transaction all of whose queries see the same state of the tables."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _meeting(meeting):
    return {
        "title": meeting.title,
        "short_title": meeting.short_title,
        "forum": meeting.forum,
        "overall_objective": meeting.overall_objective,
        "dates": dates.days(meeting.starts_on, meeting.ends_on),
        "city": meeting.city,
        "country": dates.country(meeting.country),
        "venue": meeting.venue,
        "time_zone": meeting.time_zone,
        "seats": meeting.seats,
        "seats_expected": meeting.seats_expected,
        "contact_email": meeting.contact_email,
    }


def _parties():
    def named(parties):
        return [{"name": party.name, "agency": party.agency} for party in parties]

    return {
        "hosts": named(Party.objects.hosting()),
        "co_chairs": named(Party.objects.co_chairing()),
        "collaborators": named(Party.objects.collaborating()),
        "supporters": named(Party.objects.supporting()),
    }


def _budget():
    """The ledger's figures, as exact as it keeps them."""
    summary = summarize_budget()

    def exact(row, *names):
        return {name: str(row[name]) for name in names}

    figures = ("planned", "committed", "paid", "left")
    return {
        "currency": summary["currency"],
        **exact(summary, "ceiling", "contributed"),
        "lines": [exact(line, "code", "title", *figures) for line in summary["lines"]],
        "total": exact(summary["total"], *figures),
        "contributions": [
            exact(gift, "contributor", "currency", "amount", "value")
            | {"received_on": dates.day(gift["received_on"])}
            for gift in summary["contributions"]
        ],
    }


def _seated():
    """Those who have a seat, by delegation in the order of the language, the head first."""
    rank = {capacity: number for number, capacity in enumerate(Capacity.values)}
    people = Participant.objects.seated().select_related(
        "delegation__group__region", "delegation__home_region"
    )
    return sorted(
        people,
        key=lambda person: (
            person.delegation.group.position,
            person.delegation.group_id,
            alphabetical(person.delegation.name),
            person.delegation_id,
            rank[person.capacity],
            alphabetical(person.family_name),
            alphabetical(person.given_name),
            person.pk,
        ),
    )


def _participation(seated):
    """How many sat for each region and type. Bodies of no one region stand in a row of theirs."""
    counts = Counter(
        (person.delegation.region, person.delegation.stakeholder_type) for person in seated
    )
    regions = [(region, region.name) for region in Region.objects.all()]
    if any(region is None for region, _type in counts):
        regions.append((None, _("No region")))
    rows = [
        {"name": name, "counts": [counts[region, type_] for type_ in StakeholderType]}
        for region, name in regions
    ]
    return {
        "types": [{"key": type_.value, "name": str(type_.label)} for type_ in StakeholderType],
        "rows": [row | {"total": sum(row["counts"])} for row in rows],
        "totals": [sum(row["counts"][i] for row in rows) for i in range(len(StakeholderType))],
        "total": len(seated),
        "delegations": len({person.delegation_id for person in seated}),
    }


def _outcomes(language):
    """What stands under each expected outcome, with a number to cite each entry by.

    R1.2 is the second recommendation under the first outcome; the letters are the
    same in the three languages.
    """
    recorded = {}
    standing = [
        *Recommendation.objects.standing().select_related("session").order_by("pk"),
        *Practice.objects.standing().select_related("session").order_by("pk"),
    ]
    for entry in standing:
        recorded.setdefault(entry.outcome_id, []).append(entry)
    return [
        {
            "number": outcome.number,
            "title": outcome.short_title,
            "wording": outcome.wording,
            "counts": Counter(entry.kind for entry in recorded.get(outcome.pk, [])),
            "entries": [
                _entry(entry, f"{letter}{outcome.number}.{place}", language)
                for kind, letter in LETTERS.items()
                for place, entry in enumerate(
                    (entry for entry in recorded.get(outcome.pk, []) if entry.kind == kind), start=1
                )
            ],
        }
        for outcome in ExpectedOutcome.objects.all()
    ]


def _entry(entry, number, language):
    text, text_language = entry.text_in(language)
    return {
        "number": number,
        "kind": entry.kind,
        "kind_name": entry.get_kind_display(),
        "text": text,
        "language": text_language,
        "language_name": wording.language_name(text_language),
        "addressed_to": entry.addressees,
        "session": entry.session.title,
    }


def _participants(seated):
    """The list of participants: groups of delegations, and how many are not named in it."""
    groups = []
    for group, of_group in groupby(seated, key=lambda person: person.delegation.group):
        delegations = [
            {
                "name": delegation.name,
                "people": [
                    {
                        "name": _public_name(person),
                        "function": person.function,
                        "capacity": person.get_capacity_display(),
                    }
                    for person in people
                    if person.is_listed
                ],
            }
            for delegation, people in groupby(of_group, key=lambda person: person.delegation)
        ]
        groups.append({"name": group.name, "delegations": [d for d in delegations if d["people"]]})
    return {
        "groups": [group for group in groups if group["delegations"]],
        "unnamed": sum(not person.is_listed for person in seated),
    }


def _public_name(person):
    """The name of a person who agreed to be named, with the title they go by."""
    return f"{person.honorific} {person.full_name}".strip() if person.is_listed else ""
