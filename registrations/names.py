"""Names as people type them: found whatever the language, case, accents and spaces."""

from django.conf import settings
from django.utils import translation

from gfmd_meeting.models import Region, StakeholderGroup, StakeholderType
from gfmd_meeting.spreadsheets.cells import fold

from .models import Delegation

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def find_choice(choices, text, also=None) -> str | None:
    """The value of a choice that is called this in any of the languages.

    ``also`` gives the other words for a value.
    """
    wanted = fold(text)
    if not wanted:
        return None
    for value, words in (also or {}).items():
        if wanted in map(fold, words):
            return value
    for code in LANGUAGES:
        with translation.override(code):
            for value, label in choices:
                if wanted in (fold(label), fold(value)):
                    return value
    return None


class Directory:
    """Regions, groups and delegations by the names they go by, read once for many rows."""

    def __init__(self):
        self._regions = {
            name: region
            for region in Region.objects.all()
            for name in {*_names_of(region), fold(region.key)}
        }
        self._region_of_state = {
            code: region for region in self._regions.values() for code in region.countries.split()
        }
        self._groups = {
            (group.type, group.region_id): group for group in StakeholderGroup.objects.all()
        }
        self._delegations: dict[str, list[Delegation]] = {}
        self._states: dict[str, Delegation] = {}
        delegations = Delegation.objects.select_related("group__region", "home_region")
        for delegation in delegations:
            self.enter(delegation)

    def enter(self, delegation: Delegation) -> None:
        """Have a delegation found from now on."""
        for name in _names_of(delegation):
            self._delegations.setdefault(name, []).append(delegation)
        if delegation.country and delegation.group.type == StakeholderType.GOVERNMENT:
            self._states.setdefault(delegation.country, delegation)

    def region(self, name) -> Region | None:
        return self._regions.get(fold(name))

    def region_of_state(self, country: str) -> Region | None:
        """The region that the meeting puts the government of a State into."""
        return self._region_of_state.get(country)

    def group(self, type: str, region: Region | None) -> StakeholderGroup | None:
        """The group of this type and region, else that of the type as a whole."""
        of_region = self._groups.get((type, region.pk)) if region else None
        return of_region or self._groups.get((type, None))

    def delegation(self, name, type: str | None = None) -> Delegation | None:
        """The delegation of this name, and of this type where one is given."""
        for delegation in self._delegations.get(fold(name), []):
            if type is None or delegation.group.type == type:
                return delegation
        return None

    def state(self, country) -> Delegation | None:
        """The delegation of the government of a State, by its code."""
        return self._states.get(str(country or "").upper())

    def goes_by(self, delegation: Delegation, name) -> bool:
        """Whether a delegation is called this in any of the languages."""
        return fold(name) in _names_of(delegation)


def _names_of(named) -> set[str]:
    return {fold(name) for code in LANGUAGES if (name := getattr(named, f"name_{code}"))}
