"""What confirming some people would do to the meeting, their groups and their delegations."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting

from .models import TAKING_SEATS, Gender, Participant


@dataclass(frozen=True)
class Effect:
    """Seats taken under one limit before and after; ``seats`` is none where there is no limit."""

    name: str
    seats: int | None
    taken: int
    after: int
    women: int
    women_after: int
    men: int
    men_after: int

    @property
    def too_many(self) -> int:
        """How many of them the limit does not hold."""
        if self.seats is None:
            return 0
        return max(self.after - max(self.seats, self.taken), 0)


def effect_of_confirming(people, meeting: Meeting) -> list[Effect]:
    """The effect on the meeting, then on each group, then on each delegation concerned.

    An offer takes a seat up already, so confirming it changes nothing. Three queries,
    whatever the number of people.
    """
    people = list(people)
    new = [person for person in people if person.status not in TAKING_SEATS]
    groups = {person.delegation.group_id: person.delegation.group for person in people}
    delegations = {person.delegation_id: person.delegation for person in people}
    effects = [_effect(_("Meeting"), meeting.seats, _count(Participant.objects), new)]
    taken = _counts_by("delegation__group_id", groups)
    for pk, group in groups.items():
        alike = [person for person in new if person.delegation.group_id == pk]
        effects.append(_effect(group.name, group.seats, taken[pk], alike))
    taken = _counts_by("delegation_id", delegations)
    for pk, delegation in delegations.items():
        alike = [person for person in new if person.delegation_id == pk]
        effects.append(_effect(delegation.name, delegation.seats, taken[pk], alike))
    return effects


NOBODY = {"taken": 0, "women": 0, "men": 0}
_COUNTED = {
    "taken": Count("pk"),
    "women": Count("pk", filter=Q(gender=Gender.WOMAN)),
    "men": Count("pk", filter=Q(gender=Gender.MAN)),
}


def _count(people) -> dict:
    return people.taking_seats().aggregate(**_COUNTED)


def _counts_by(column: str, wanted) -> dict[int, dict]:
    people = Participant.objects.taking_seats().filter(**{f"{column}__in": list(wanted)})
    rows = people.order_by().values(column).annotate(**_COUNTED)
    return dict.fromkeys(wanted, NOBODY) | {row.pop(column): row for row in rows}


def _effect(name: str, seats: int | None, taken: dict, new: list[Participant]) -> Effect:
    said = Counter(person.gender for person in new)
    return Effect(
        name=name,
        seats=seats,
        taken=taken["taken"],
        after=taken["taken"] + len(new),
        women=taken["women"],
        women_after=taken["women"] + said[Gender.WOMAN],
        men=taken["men"],
        men_after=taken["men"] + said[Gender.MAN],
    )
