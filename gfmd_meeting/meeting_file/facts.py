"""What a meeting file says, table by table, and what of it cannot be understood."""

import difflib
from dataclasses import dataclass, field

from django.db.models import Model

from gfmd_meeting.models import ConceptNoteSection, Figure, Meeting, Party, StakeholderGroup

from .faults import Faults
from .layout import CAPACITIES, LISTS, ORDERED_BY, keys_of, translated_keys
from .values import read_translations, read_value


@dataclass
class Fact:
    """One table of the file: its place, and values for columns of the row that it becomes."""

    place: str
    model: type[Model]
    values: dict = field(default_factory=dict)
    region: str | None = None
    figures: list["Fact"] = field(default_factory=list)


@dataclass
class Facts:
    """All that a file says. What is faulty is left out."""

    meeting: Fact
    lists: dict[str, list[Fact]]

    def in_order(self) -> list[Fact]:
        figures = [figure for section in self.lists["sections"] for figure in section.figures]
        return [self.meeting, *(fact for facts in self.lists.values() for fact in facts), *figures]


def read_facts(table: dict) -> tuple[Facts, Faults]:
    faults = Faults()
    refuse_unknown_keys(table, {"meeting", *LISTS}, "", faults)
    meeting = read_fact(table.get("meeting", {}), Meeting, "meeting", faults)
    meeting.values["id"] = 1
    lists = {
        name: read_list(table.get(name, []), model, name, faults)
        for name, (model, _) in LISTS.items()
    }
    return Facts(meeting, lists), faults


def read_list(given, model: type[Model], place: str, faults: Faults) -> list[Fact]:
    if not isinstance(given, list):
        faults.add(place, f"expected tables, each under [[{place}]]")
        return []
    facts = [
        read_fact(table, model, f"{place}[{number}]", faults)
        for number, table in enumerate(given, start=1)
    ]
    if column := ORDERED_BY.get(model):
        for number, fact in enumerate(facts, start=1):
            fact.values[column] = number
    return facts


def read_fact(given, model: type[Model], place: str, faults: Faults) -> Fact:
    fact = Fact(place, model)
    if not isinstance(given, dict):
        faults.add(place, "expected a table of keys and values")
        return fact
    given = dict(given)
    if model is Party:
        given_capacities = given.pop("capacities", [])
        fact.values |= read_capacities(given_capacities, f"{place}.capacities", faults)
    if model is StakeholderGroup:
        fact.region = read_region(given.pop("region", None), f"{place}.region", faults)
    if model is ConceptNoteSection:
        fact.figures = read_list(given.pop("figures", []), Figure, f"{place}.figures", faults)
    keys = keys_of(model)
    refuse_unknown_keys(given, keys, f"{place}.", faults)
    for key, of in keys.items():
        where = f"{place}.{key}"
        if key not in given:
            if not (of.blank or of.null or of.has_default()):
                faults.add(where, "missing")
        elif key in translated_keys(model):
            fact.values |= read_translations(given[key], key, of, where, faults)
        else:
            fact.values |= read_value(given[key], key, of, where, faults)
    return fact


def read_capacities(given, place: str, faults: Faults) -> dict:
    """In what capacities a party carries the meeting, as columns; all, so that one can end."""
    if not isinstance(given, list):
        faults.add(place, 'expected a list such as ["host", "co-chair"]')
        return {}
    for capacity in given:
        if not isinstance(capacity, str) or capacity not in CAPACITIES:
            faults.add(place, f"“{capacity}” is none of: {', '.join(CAPACITIES)}")
            return {}
    return {column: capacity in given for capacity, column in CAPACITIES.items()}


def read_region(given, place: str, faults: Faults) -> str | None:
    if given is not None and not isinstance(given, str):
        faults.add(place, "expected the key of a region in quotation marks")
        return None
    return given


def refuse_unknown_keys(given: dict, known, place: str, faults: Faults) -> None:
    for key in given:
        if key not in known:
            meant = difflib.get_close_matches(key, known, n=1, cutoff=0.8)
            faults.add(f"{place}{key}", f"unknown key; {meant[0]}?" if meant else "unknown key")
