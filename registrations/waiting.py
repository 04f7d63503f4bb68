"""The waiting lists: one for each stakeholder group, in the order in which people came.

A seat that is free is offered to the first of the list whom the three limits let in,
and held until a deadline. Whoever calls holds the lock of seats.py.
"""

from collections import Counter
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from gfmd_meeting.models import Meeting
from gfmd_meeting.outbox import write_mail

from .models import Participant, Status
from .personal_links import link_for_offer


def next_place() -> int:
    """The place behind everybody who waits."""
    return (Participant.objects.waiting().aggregate(last=Max("waiting_place"))["last"] or 0) + 1


def offer_free_seats(meeting: Meeting, first=()) -> list[Participant]:
    """Offer every seat that a waiting person could take. Returns to whom.

    ``first`` are the groups in which a seat was just freed: theirs are asked before
    others, so that it stays with the group while somebody of it waits. Among the
    rest the longest wait decides. A person whose own delegation or group is full is
    not passed over: the seat that is free is none that they could take.
    """
    waiting = list(Participant.objects.waiting().select_related("delegation__group"))
    if not waiting:
        return []
    free = FreeSeats(meeting)
    waiting.sort(key=lambda person: person.delegation.group_id not in first)
    offered = []
    for person in waiting:
        if free.take(person):
            _offer(person, meeting)
            offered.append(person)
    return offered


class FreeSeats:
    """What is left of the three limits, counted once for all who wait."""

    def __init__(self, meeting: Meeting):
        of_seat = Participant.objects.taking_seats()
        taken = of_seat.values_list("delegation__group_id", "delegation_id")
        self.meeting_left = meeting.seats - len(taken)
        self.taken_of_group = Counter(group for group, _delegation in taken)
        self.taken_of_delegation = Counter(delegation for _group, delegation in taken)

    def take(self, person: Participant) -> bool:
        """Take a seat for a person if there is one; tells whether there was."""
        delegation, group = person.delegation, person.delegation.group
        group_is_full = group.seats is not None and self.taken_of_group[group.pk] >= group.seats
        delegation_is_full = self.taken_of_delegation[delegation.pk] >= delegation.seats
        if self.meeting_left <= 0 or group_is_full or delegation_is_full:
            return False
        self.meeting_left -= 1
        self.taken_of_group[group.pk] += 1
        self.taken_of_delegation[delegation.pk] += 1
        return True


def _offer(person: Participant, meeting: Meeting) -> None:
    now = timezone.now()
    person.status = Status.OFFERED
    person.waiting_place = None
    person.decided_at = now
    person.decided_by = None
    person.offer_expires_at = now + timedelta(hours=meeting.seat_offer_hours)
    person.save(
        update_fields=["status", "waiting_place", "decided_at", "decided_by", "offer_expires_at"]
    )
    write_mail(
        to=person.email,
        language=person.language,
        template="registrations_offered",
        participant=person,
        link=link_for_offer(person),
    )
