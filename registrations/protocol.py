"""Protocol order: delegations one after the other, in the alphabet of the reader's language.

Governments come first, then international organizations, then civil society, each
in alphabetical order of the short name. The alphabet is that of the CLDR for the
three languages: accents and case decide only between names that are otherwise the
same, spaces and signs come before letters, and in Spanish ñ is a letter after n.
"""

import unicodedata

from django.utils.translation import get_language

from gfmd_meeting.models import StakeholderType

from .models import Delegation

AFTER_EVERY_LETTER = "\U0010ffff"
LIGATURES = str.maketrans({"æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def in_protocol_order(delegations, language: str | None = None) -> list[Delegation]:
    """The delegations in order; each gets its ``place``, counted from 1."""
    ranks = {value: rank for rank, value in enumerate(StakeholderType.values)}
    ordered = sorted(
        delegations,
        key=lambda one: (ranks[one.group.type], alphabetical(one.name, language), one.pk),
    )
    for place, delegation in enumerate(ordered, start=1):
        delegation.place = place
    return ordered


def grouped_by_stakeholders(delegations) -> list[tuple[str, list[Delegation]]]:
    """Delegations under the name of their group, in the reader's alphabet."""
    groups: dict = {}
    for delegation in delegations.select_related("group"):
        groups.setdefault(delegation.group, []).append(delegation)
    return [
        (group.name, sorted(groups[group], key=lambda one: alphabetical(one.name)))
        for group in sorted(groups, key=lambda group: (group.position, group.pk))
    ]


def alphabetical(name: str, language: str | None = None) -> tuple[str, str]:
    """A key that sorts names as a dictionary of the language does."""
    language = (language or get_language() or "en")[:2]
    text = name.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").translate(LIGATURES)
    if language == "es":
        text = unicodedata.normalize("NFC", text).replace("ñ", f"n{AFTER_EVERY_LETTER}")
    apart = unicodedata.normalize("NFKD", text)
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return letters, apart
