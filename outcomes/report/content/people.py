"""Who took part: in figures, and by name where a person agreed to be named."""

from collections import Counter
from itertools import groupby

from django.utils.translation import gettext as _

from gfmd_meeting.models import Region, StakeholderType
from registrations.models import Capacity, Participant
from registrations.protocol import alphabetical, in_protocol_order

_RANK = {capacity: number for number, capacity in enumerate(Capacity.values)}


def seated() -> list[Participant]:
    """Those who have a seat."""
    return list(
        Participant.objects.seated().select_related(
            "delegation__group__region", "delegation__home_region"
        )
    )


def participation(people: list[Participant], language: str) -> dict:
    """How many sat for each region and type. Bodies of no one region stand in a row of theirs."""
    counts = Counter(
        (person.delegation.region, person.delegation.stakeholder_type) for person in people
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
        "total": len(people),
        "attended": sum(person.attended_at is not None for person in people),
        "delegations": len({person.delegation_id for person in people}),
        "by_delegation": [
            {
                "name": delegation.name,
                "region": delegation.region.name if delegation.region else "",
                "type": str(delegation.stakeholder_type.label),
                "people": len(of_it),
            }
            for delegation, of_it in _by_delegation(people, language)
        ],
    }


def listed(people: list[Participant], language: str) -> dict:
    """Those who agreed to be named, by delegation in protocol order, the head first."""
    names = {
        StakeholderType.GOVERNMENT: _("Governments"),
        StakeholderType.INTERNATIONAL_ORGANIZATION: _("International organizations"),
        StakeholderType.CIVIL_SOCIETY: _("Civil society"),
    }
    named = [person for person in people if person.is_listed]
    return {
        "groups": [
            {
                "name": names[type_],
                "delegations": [
                    {"name": delegation.name, "people": [_person(person) for person in of_it]}
                    for delegation, of_it in delegations
                ],
            }
            for type_, delegations in groupby(
                _by_delegation(named, language), key=lambda pair: pair[0].stakeholder_type
            )
        ],
        "unnamed": len(people) - len(named),
    }


def _by_delegation(people, language):
    """Each delegation in protocol order, and its people: the head first, then by name."""
    of_delegation: dict = {}
    for person in people:
        of_delegation.setdefault(person.delegation_id, []).append(person)
    delegations = [of_it[0].delegation for of_it in of_delegation.values()]
    return [
        (
            delegation,
            sorted(
                of_delegation[delegation.pk],
                key=lambda person: (
                    _RANK[person.capacity],
                    alphabetical(person.family_name, language),
                    alphabetical(person.given_name, language),
                    person.pk,
                ),
            ),
        )
        for delegation in in_protocol_order(delegations, language)
    ]


def _person(person):
    return {
        "name": f"{person.honorific} {person.full_name}".strip(),
        "function": person.function,
        "capacity": person.get_capacity_display(),
    }
