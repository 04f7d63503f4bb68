"""The versions of what was recorded, as a reader goes through them: latest first."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Paginator

from .differences import Difference, compare_details
from .models import Version

# What one person saves within this time of their last save belongs to the same sitting.
PAUSE = timedelta(minutes=30)
PER_PAGE = 20


@dataclass(frozen=True)
class Stretch:
    """Versions that one person saved in a row, by the first and the last of them."""

    first: Version
    last: Version
    before: Version | None
    differences: list[Difference]

    @property
    def number(self) -> int:
        return self.last.number - self.first.number + 1


def read_history(item, *, page, each: bool = False, without: tuple[str, ...] = ()) -> tuple:
    """A page of the stretches of an item's versions, and the page's place among the others.

    With ``each``, no versions are taken together. ``without`` names what the reader may
    not know; who proposed it is compared like any other field.
    """
    light = list(item.versions.defer("details").order_by("-number"))
    found = Paginator(_stretches(light, each), PER_PAGE).get_page(page)
    wanted = {version.pk for stretch in found for version in stretch if version}
    full = Version.objects.select_related("made_by").in_bulk(wanted)
    model = type(item)
    stretches = []
    for triple in found:
        first, last, before = (full[version.pk] if version else None for version in triple)
        differences = compare_details(
            model, _said(before) if before else {}, _said(last), without=without
        )
        stretches.append(Stretch(first, last, before, differences))
    return stretches, found


def _stretches(versions, each):
    """``(first, last, the one before)`` of each stretch, latest first."""
    groups = []
    for version in versions:
        later = groups[-1][-1] if groups else None
        if (
            later is None
            or each
            or later.made_by_id != version.made_by_id
            or later.made_at - version.made_at > PAUSE
        ):
            groups.append([version])
        else:
            groups[-1].append(version)
    befores = [*(group[0] for group in groups[1:]), None]
    return [(group[-1], group[0], before) for group, before in zip(groups, befores, strict=False)]


def _said(version: Version) -> dict:
    if version.record_id:
        return version.details
    return version.details | {"proposed_by": version.proposed_by}
