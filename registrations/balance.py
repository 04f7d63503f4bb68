"""Who comes, in figures: by region, by stakeholder type, by stakeholder group."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting, Region, StakeholderGroup, StakeholderType

from .models import Delegation

NO_REGION = ""


@dataclass(frozen=True)
class Share:
    """One row of the balance, named in the reader's language.

    ``key`` is that of the region or group, the value of the type, or NO_REGION;
    ``seats`` is how many people its delegations may send.
    """

    key: str
    name: str
    confirmed: int
    waiting: int
    seats: int


@dataclass(frozen=True)
class Balance:
    """The figures of one moment. Each list sums to ``confirmed``, ``waiting`` and ``seats``.

    ``meeting_seats`` is how many participants there can be.
    """

    by_region: list[Share]
    by_type: list[Share]
    by_group: list[Share]
    confirmed: int
    waiting: int
    seats: int
    meeting_seats: int


def measure_balance() -> Balance:
    """The figures as they stand now, in four queries whatever the number of rows."""
    delegations = list(
        Delegation.objects.select_related("group__region", "home_region").with_figures()
    )
    regions = [(region.key, region.name) for region in Region.objects.all()]
    if any(delegation.region is None for delegation in delegations):
        regions.append((NO_REGION, _("No region")))
    types = [(value, str(label)) for value, label in StakeholderType.choices]
    groups = [(group.key, group.name) for group in StakeholderGroup.objects.all()]
    meeting = Meeting.objects.get()
    return Balance(
        by_region=_shares(
            regions, delegations, lambda one: one.region.key if one.region else NO_REGION
        ),
        by_type=_shares(types, delegations, lambda one: one.group.type),
        by_group=_shares(groups, delegations, lambda one: one.group.key),
        confirmed=sum(one.confirmed for one in delegations),
        waiting=sum(one.pending for one in delegations),
        seats=sum(one.seats for one in delegations),
        meeting_seats=meeting.seats,
    )


def _region_key(delegation: Delegation) -> str:
    return delegation.region.key if delegation.region else NO_REGION


def _shares(kinds, delegations, kind_of) -> list[Share]:
    shares = []
    for key, name in kinds:
        its_own = [one for one in delegations if kind_of(one) == key]
        shares.append(
            Share(
                key=key,
                name=name,
                confirmed=sum(one.confirmed for one in its_own),
                waiting=sum(one.pending for one in its_own),
                seats=sum(one.seats for one in its_own),
            )
        )
    return shares
