"""Storing a delegation: its seats, and what is filled in where nobody wrote it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_meeting.countries import formal_name, short_name
from gfmd_meeting.models import Region, StakeholderGroup, StakeholderType

from .models import Delegation, Participant
from .seats import lock_seats
from .waiting import offer_free_seats


@transaction.atomic
def store_delegation(delegation: Delegation) -> Delegation:
    """Store a delegation, new or changed, whose people keep the seats they were given.

    A State is named, and put into the group of its region, where nobody said how. More
    seats are offered to its people who wait.
    """
    meeting = lock_seats()
    fill_in(delegation)
    delegation.full_clean()
    refuse_fewer_seats_than_taken(delegation)
    delegation.save()
    offer_free_seats(meeting)
    return delegation


def fill_in(delegation: Delegation) -> None:
    """What follows from the code of a State. Protocol may say otherwise."""
    if delegation.group_id is None and delegation.country:
        delegation.group = default_group(delegation.country)
    if is_state(delegation):
        for language, _name in settings.LANGUAGES:
            for name, of_country in (("name", short_name), ("formal_name", formal_name)):
                if not getattr(delegation, f"{name}_{language}"):
                    setattr(
                        delegation, f"{name}_{language}", of_country(delegation.country, language)
                    )
    if not delegation.code:
        delegation.code = new_code(delegation)


def default_group(country: str) -> StakeholderGroup | None:
    """The group of governments of the region that the meeting file puts a State into."""
    for region in Region.objects.all():
        if country in region.countries.split():
            return StakeholderGroup.objects.filter(
                type=StakeholderType.GOVERNMENT, region=region
            ).first()
    return None


def refuse_fewer_seats_than_taken(delegation: Delegation) -> None:
    """The seats of a delegation, and the ceiling of a group it moves to, hold its confirmed."""
    if delegation.pk is None:
        return
    stored = Delegation.objects.with_figures().get(pk=delegation.pk)
    if delegation.seats < min(stored.taken, stored.seats):
        raise ValidationError(
            {
                "seats": ValidationError(
                    ngettext(
                        "%(taken)s person of this delegation has a seat.",
                        "%(taken)s people of this delegation have a seat.",
                        stored.taken,
                    ),
                    code="seats_are_taken",
                    params={"taken": stored.taken},
                )
            }
        )
    group = delegation.group
    if group.pk == stored.group_id or group.seats is None:
        return
    taken = Participant.objects.taking_seats().filter(delegation__group=group).count()
    if stored.taken and taken + stored.taken > group.seats:
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
                        "taken": stored.taken,
                    },
                )
            }
        )


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
