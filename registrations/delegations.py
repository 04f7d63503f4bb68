"""What there is to say about a delegation: its place in lists, its seats, what it still owes."""

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_meeting.models import StakeholderType

from .models import Capacity, Delegation, Participant
from .names import fold
from .seats import lock_seats


@transaction.atomic
def store_delegation(delegation: Delegation) -> Delegation:
    """Store a delegation, new or changed, whose people keep the seats they were given."""
    lock_seats()
    delegation.full_clean()
    refuse_fewer_seats_than_taken(delegation)
    delegation.save()
    return delegation


def refuse_fewer_seats_than_taken(delegation: Delegation) -> None:
    """The seats of a delegation, and the ceiling of a group it moves to, hold its confirmed."""
    if delegation.pk is None:
        return
    stored = Delegation.objects.with_figures().get(pk=delegation.pk)
    if delegation.seats < min(stored.confirmed, stored.seats):
        raise ValidationError(
            {
                "seats": ValidationError(
                    ngettext(
                        "%(taken)s person of this delegation has a seat.",
                        "%(taken)s people of this delegation have a seat.",
                        stored.confirmed,
                    ),
                    code="seats_are_taken",
                    params={"taken": stored.confirmed},
                )
            }
        )
    group = delegation.group
    if group.pk == stored.group_id or group.seats is None:
        return
    taken = Participant.objects.seated().filter(delegation__group=group).count()
    if stored.confirmed and taken + stored.confirmed > group.seats:
        raise ValidationError(
            {
                "group": ValidationError(
                    _(
                        "The group %(name)s has %(left)s seats left,"
                        " and this delegation has taken %(taken)s."
                    ),
                    code="group_is_full",
                    params={
                        "name": group.name,
                        "left": max(group.seats - taken, 0),
                        "taken": stored.confirmed,
                    },
                )
            }
        )


def grouped_by_stakeholders() -> list[tuple[str, list[Delegation]]]:
    """All delegations under the name of their group, in the reader's alphabet."""
    groups: dict = {}
    for delegation in Delegation.objects.select_related("group"):
        groups.setdefault(delegation.group, []).append(delegation)
    return [
        (group.name, sorted(groups[group], key=lambda one: fold(one.name)))
        for group in sorted(groups, key=lambda group: (group.position, group.pk))
    ]


def gaps_of(participant: Participant) -> list[str]:
    """What is not known yet about a person who is expected."""
    if not participant.is_expected:
        return []
    asked = [
        (participant.phone, _("telephone")),
        (participant.arrives_at, _("arrival")),
        (participant.departs_at, _("departure")),
    ]
    return [name for value, name in asked if not value]


def gaps_of_delegation(delegation: Delegation, people: list[Participant]) -> list[str]:
    """What a delegation has yet to do, in sentences."""
    expected = [person for person in people if person.is_expected]
    gaps = []
    if not any(person.capacity == Capacity.HEAD for person in expected):
        gaps.append(_("No head of delegation is registered."))
    free = delegation.seats - len(expected)
    if free > 0:
        gaps.append(
            ngettext(
                "%(free)s seat has nobody registered for it.",
                "%(free)s seats have nobody registered for them.",
                free,
            )
            % {"free": free}
        )
    return gaps


def is_state(delegation: Delegation) -> bool:
    """Whether it is a government of a known State. A body may have a country too."""
    of_government = (
        delegation.group_id is not None and delegation.group.type == StakeholderType.GOVERNMENT
    )
    return of_government and bool(delegation.country)


def new_code(delegation: Delegation) -> str:
    """A code for the address of its page: a State's own, else one made of its name."""
    if is_state(delegation):
        stem = slugify(delegation.country)
    else:
        stem = slugify(delegation.name_en)[:36].strip("-") or "delegation"
    taken = set(Delegation.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number = 1
    code = stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def name_state_in_other_languages(delegation: Delegation) -> None:
    """Fill in the names of a State that nobody wrote, from the CLDR. Protocol may correct them."""
    if not is_state(delegation):
        return
    for language, _name in settings.LANGUAGES:
        if not getattr(delegation, f"name_{language}"):
            name = Locale.parse(language).territories.get(delegation.country)
            setattr(delegation, f"name_{language}", name)
