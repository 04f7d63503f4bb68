"""What a meeting file says, compared with itself and with what the world knows."""

from collections import Counter

from babel import Locale
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from gfmd_meeting.countries import is_country

from .facts import Fact, Facts
from .faults import Faults
from .layout import LISTS

ENGLISH = Locale("en")
CURRENCIES = ENGLISH.currencies.keys() - {"XXX"}  # none
NEEDED = ("parties", "stakeholder_groups", "expected_outcomes")


def check_facts(facts: Facts, faults: Faults) -> None:
    """Add what is wrong with facts that can each be understood."""
    for fact in facts.in_order():
        check_constraints(fact, faults)
        check_codes(fact, faults)
    for name, (_, known_by) in LISTS.items():
        check_told_apart(name, facts.lists[name], known_by, faults)
    for name in NEEDED:
        if not facts.lists[name]:
            faults.add(name, "missing")
    check_parties(facts, faults)
    check_regions(facts, faults)
    check_groups(facts, faults)
    check_closing_day(facts.meeting, faults)


def check_constraints(fact: Fact, faults: Faults) -> None:
    """What the tables of the database refuse of a single row, in their own words."""
    row = fact.model(**fact.values)
    unread = {field.name for field in fact.model._meta.fields} - fact.values.keys()
    for constraint in fact.model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(fact.model, row, exclude=unread)
            except ValidationError as error:
                faults.add(fact.place, error.messages[0])


def check_codes(fact: Fact, faults: Faults) -> None:
    country = fact.values.get("country")
    if country and not is_country(country):
        faults.add(f"{fact.place}.country", f"no country has the code {country}")
    currency = fact.values.get("currency")
    if currency and currency not in CURRENCIES:
        faults.add(f"{fact.place}.currency", f"no currency has the code {currency}")


def check_told_apart(name: str, facts: list[Fact], known_by: str, faults: Faults) -> None:
    """Keys are given once; numbers too, and run from 1 without a gap."""
    given = Counter(fact.values[known_by] for fact in facts if known_by in fact.values)
    for value, times in given.items():
        if times > 1:
            faults.add(name, f"{known_by} {value} is given {times} times")
    if known_by == "number" and given.total() == len(facts):
        found, expected = sorted(given), list(range(1, len(given) + 1))
        if found != expected:
            run = ", ".join(map(str, found))
            faults.add(name, f"numbers run from 1 without a gap, but here they are {run}")


def check_parties(facts: Facts, faults: Faults) -> None:
    parties = facts.lists["parties"]
    for column, capacity in (("is_host", "hosts"), ("is_co_chair", "co-chairs")):
        if parties and not any(party.values.get(column) for party in parties):
            faults.add("parties", f"none {capacity} the meeting")


def check_regions(facts: Facts, faults: Faults) -> None:
    """A country is in one region at most, or nobody could say whose group it is in."""
    drawn = {}
    for region in facts.lists["regions"]:
        place = f"{region.place}.countries"
        for country in region.values.get("countries", "").split():
            if not is_country(country):
                faults.add(place, f"no country has the code {country}")
            elif country in drawn:
                faults.add(place, f"{country} is in {drawn[country]} already")
            drawn.setdefault(country, region.place)


def check_groups(facts: Facts, faults: Faults) -> None:
    groups = facts.lists["stakeholder_groups"]
    regions = {region.values.get("key") for region in facts.lists["regions"]}
    for group in groups:
        if group.region is not None and group.region not in regions:
            faults.add(f"{group.place}.region", f"no region has the key “{group.region}”")
    places = {}
    for group in groups:
        if "type" in group.values:
            places.setdefault((group.values["type"], group.region), []).append(group.place)
    for (of_type, region), alike in places.items():
        if len(alike) > 1:
            whose = f"of type {of_type} and region {region}" if region else f"of type {of_type}"
            faults.add(alike[-1], f"{alike[0]} is the group {whose} already")
    together = sum(group.values.get("seats") or 0 for group in groups)
    seats = facts.meeting.values.get("seats")
    if seats is not None and together > seats:
        faults.add(
            "stakeholder_groups",
            f"their {together} seats together are more than the {seats} of the meeting",
        )


def check_closing_day(meeting: Fact, faults: Faults) -> None:
    closes_on = meeting.values.get("registration_closes_on")
    ends_on = meeting.values.get("ends_on")
    if closes_on and ends_on and closes_on > ends_on:
        faults.add("meeting.registration_closes_on", "after the last day of the meeting")
