"""Who comes, in figures: by stakeholder group, by region, by stakeholder type.

People and seats are counted by the database, once for each group, home region and
state; the three tables add up the same counts, so each of them sums to the totals.
"""

from dataclasses import dataclass, fields

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting, Region, StakeholderGroup, StakeholderType

from .models import UNDECIDED, Delegation, Gender, InvitationState, Participant, Status

NO_REGION = ""
# Who was submitted to the organisers, and did not withdraw.
NOMINATED = (
    Status.REGISTERED,
    Status.WAITING,
    Status.OFFERED,
    Status.CONFIRMED,
    Status.DECLINED,
    Status.LAPSED,
)


@dataclass
class Figures:
    """What is counted.

    ``seats`` are those allotted to the delegations, which is the target; ``invited``
    are the seats of those that were invited. The others are people: ``nominated`` is
    everyone who was submitted and did not withdraw, whatever was decided; ``undecided``
    awaits a decision; ``waiting`` is on a waiting list, ``offered`` has an offer that
    stands; ``women``, ``men`` and ``unsaid`` are the confirmed, by what they chose to say.
    """

    seats: int = 0
    invited: int = 0
    nominated: int = 0
    undecided: int = 0
    confirmed: int = 0
    offered: int = 0
    waiting: int = 0
    declined: int = 0
    attended: int = 0
    women: int = 0
    men: int = 0
    unsaid: int = 0

    def add(self, other: "Figures") -> None:
        for field in fields(other):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


@dataclass
class Share:
    """One row of a table, named in the reader's language.

    ``key`` is that of the region or group, the value of the type, or NO_REGION;
    ``ceiling`` that of the group, where it has one, and ``pk`` the group's.
    """

    key: str
    name: str
    figures: Figures
    ceiling: int | None = None
    pk: int | None = None


@dataclass(frozen=True)
class Balance:
    """The figures of one moment. Each list sums to ``total``.

    ``meeting_seats`` is how many participants there can be.
    """

    by_group: list[Share]
    by_region: list[Share]
    by_type: list[Share]
    total: Figures
    meeting_seats: int


def measure_balance() -> Balance:
    """The figures as they stand now, in five queries whatever the number of rows."""
    regions = {region.pk: region for region in Region.objects.all()}
    groups = {group.pk: group for group in StakeholderGroup.objects.all()}
    by_group = {
        pk: Share(one.key, one.name, Figures(), one.seats, pk) for pk, one in groups.items()
    }
    by_region = {pk: Share(region.key, region.name, Figures()) for pk, region in regions.items()}
    by_region[None] = Share(NO_REGION, _("No region"), Figures())
    by_type = {
        value: Share(value, str(label), Figures()) for value, label in StakeholderType.choices
    }
    total = Figures()
    for group_id, home_region_id, figures in [*_seats(), *_people()]:
        group = groups[group_id]
        by_group[group_id].figures.add(figures)
        by_region[group.region_id or home_region_id].figures.add(figures)
        by_type[group.type].figures.add(figures)
        total.add(figures)
    if by_region[None].figures == Figures():
        del by_region[None]
    return Balance(
        by_group=list(by_group.values()),
        by_region=list(by_region.values()),
        by_type=list(by_type.values()),
        total=total,
        meeting_seats=Meeting.objects.get().seats,
    )


def _seats():
    """The seats of the delegations of each group and home region."""
    invited = ~Q(state=InvitationState.TO_INVITE)
    counted = Delegation.objects.order_by().values("group_id", "home_region_id")
    for row in counted.annotate(
        seats_=Sum("seats"), invited_=Sum("seats", filter=invited, default=0)
    ):
        figures = Figures(seats=row["seats_"], invited=row["invited_"])
        yield row["group_id"], row["home_region_id"], figures


def _people():
    """The people of each group and home region."""
    where = {"group": "delegation__group_id", "region": "delegation__home_region_id"}
    counted = Participant.objects.order_by().values(*where.values())

    def count(condition):
        return Count("pk", filter=condition)

    confirmed = Q(status=Status.CONFIRMED)
    undecided = [status for status in UNDECIDED if status != Status.NAMED]
    for row in counted.annotate(
        nominated=count(Q(status__in=NOMINATED)),
        undecided=count(Q(status__in=undecided)),
        confirmed=count(confirmed),
        offered=count(Q(status=Status.OFFERED)),
        waiting=count(Q(status=Status.WAITING)),
        declined=count(Q(status=Status.DECLINED)),
        attended=count(Q(attended_at__isnull=False)),
        women=count(confirmed & Q(gender=Gender.WOMAN)),
        men=count(confirmed & Q(gender=Gender.MAN)),
        unsaid=count(confirmed & Q(gender="")),
    ):
        group_id, home_region_id = (row.pop(name) for name in where.values())
        yield group_id, home_region_id, Figures(**row)
