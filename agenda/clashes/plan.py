"""The draft of the agenda read once, as plain values: what clashes and gaps are found in.

The finders ask nothing of the database, so the whole agenda costs as many queries as
one session of it, and any agenda can be made up to try them on.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agenda.models import Assignment, Audience, Session
from gfmd_meeting.models import ExpectedOutcome, Meeting, Party, StakeholderType
from gfmd_meeting.spreadsheets.cells import fold
from registrations.models import Participant, Status


@dataclass(frozen=True)
class Holder:
    """A role that somebody holds in a session.

    ``person`` tells people apart: a participant by number, a guest by folded name. Of
    a guest no more than the name is known, and a guest is always there.
    """

    role: str
    person: Hashable
    name: str
    status: str = Status.CONFIRMED
    language: str = ""
    needs_interpretation: bool = False
    arrives_at: datetime | None = None
    departs_at: datetime | None = None
    country: str = ""
    stakeholder_type: str = ""

    @property
    def has_seat(self):
        return self.status == Status.CONFIRMED

    @property
    def is_guest(self):
        return not self.stakeholder_type

    @property
    def is_of_government(self):
        return self.stakeholder_type == StakeholderType.GOVERNMENT


@dataclass(frozen=True)
class Sitting:
    """A session of the draft, with all who hold a role in it."""

    pk: int
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    room_id: int
    room: str
    capacity: int | None = None
    spans_rooms: bool = False
    audience: str = Audience.ALL
    interpretation: tuple[str, ...] = ()
    outcomes: frozenset[int] = frozenset()
    holders: tuple[Holder, ...] = ()

    @property
    def present(self):
        """The holders of roles who will be there as far as is known: those with a seat."""
        return [holder for holder in self.holders if holder.has_seat]


@dataclass(frozen=True)
class Plan:
    """The agenda and what it is judged by.

    ``outcomes`` are the expected outcomes by number; ``co_chairs`` the names of the
    States that co-chair, by the code of their country; ``seated`` how many people have
    a seat.
    """

    sittings: tuple[Sitting, ...]
    starts_on: date
    ends_on: date
    zone: ZoneInfo
    outcomes: dict[int, str]
    co_chairs: dict[str, str]
    seated: int = 0


def read_plan() -> Plan:
    """The draft as it stands, its sessions in the order of their times."""
    meeting = Meeting.objects.get()
    holders = {}
    roles = Assignment.objects.select_related("participant__delegation__group")
    for held in roles.order_by("position", "pk"):
        holders.setdefault(held.session_id, []).append(_read_holder(held))
    sessions = Session.objects.select_related("room").prefetch_related("outcomes")
    return Plan(
        sittings=tuple(_read_sitting(each, holders.get(each.pk, ())) for each in sessions),
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        zone=meeting.zone,
        outcomes={each.number: each.short_title for each in ExpectedOutcome.objects.all()},
        co_chairs={
            party.country: party.short_name
            for party in Party.objects.co_chairing()
            if party.country
        },
        seated=Participant.objects.seated().count(),
    )


def guest_key(name: str) -> Hashable:
    """What tells a guest from another: the name, however it is typed."""
    return ("guest", fold(name))


def _read_sitting(session, holders):
    return Sitting(
        pk=session.pk,
        kind=session.kind,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room_id=session.room_id,
        room=session.room.name,
        capacity=session.room.capacity,
        spans_rooms=session.spans_rooms,
        audience=session.audience,
        interpretation=tuple(session.interpretation.split()),
        outcomes=frozenset(outcome.number for outcome in session.outcomes.all()),
        holders=tuple(holders),
    )


def _read_holder(held):
    person = held.participant
    if person is None:
        return Holder(held.role, guest_key(held.guest_name), held.guest_name)
    return Holder(
        role=held.role,
        person=("participant", person.pk),
        name=person.full_name,
        status=person.status,
        language=person.language,
        needs_interpretation=person.needs_interpretation,
        arrives_at=person.arrives_at,
        departs_at=person.departs_at,
        country=person.delegation.country,
        stakeholder_type=person.delegation.stakeholder_type,
    )
