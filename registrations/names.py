"""Names as people type them: found whatever the language, case, accents and spaces."""

import unicodedata

from django.conf import settings
from django.utils import translation

from gfmd_meeting.models import Region, StakeholderGroup

from .models import Delegation

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def fold(text) -> str:
    """A name without what people type differently."""
    plain = unicodedata.normalize(
        "NFKD", str(text or "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.casefold().split())


def find_choice(choices, text) -> str | None:
    """The value of a choice that is called this in any of the languages."""
    wanted = fold(text)
    for code in LANGUAGES:
        with translation.override(code):
            for value, label in choices:
                if wanted in (fold(label), fold(value)):
                    return value
    return None


def find_region(text) -> Region | None:
    return _find(Region.objects.all(), text)


def find_group(type: str, region: Region | None) -> StakeholderGroup | None:
    """The group of this type and region, else that of the type as a whole."""
    groups = {group.region_id: group for group in StakeholderGroup.objects.filter(type=type)}
    return groups.get(region.pk if region else None) or groups.get(None)


def find_delegation(text, type: str | None = None) -> Delegation | None:
    """The delegation of this name, in any language, and of this type where one is given."""
    delegations = Delegation.objects.select_related("group__region", "home_region")
    if type:
        delegations = delegations.filter(group__type=type)
    return _find(delegations, text)


def _find(named, text):
    wanted = fold(text)
    for one in named:
        if wanted in {fold(getattr(one, f"name_{code}")) for code in LANGUAGES}:
            return one
    return None
