"""Whether the seats are spoken for, counted once for the many rows of a list.

Those who are expected speak for a seat, whether they have it or may yet be given one.
This decides nothing: seats.py does.
"""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting

from .models import Delegation, Participant


class SpokenFor:
    """How many people each delegation, each group and the meeting expect."""

    def __init__(self):
        self._seats = Meeting.objects.get().seats
        self._people, self._of_group, self._of_delegation = 0, Counter(), Counter()
        expected = Participant.objects.expected().order_by()
        counts = expected.values_list("delegation_id", "delegation__group_id")
        for delegation, group, people in counts.annotate(people=Count("pk")):
            self._people += people
            self._of_group[group] += people
            self._of_delegation[delegation] += people

    def add(self, delegation: Delegation) -> list[str]:
        """Count one more person of a delegation. Says what had no seat left for them."""
        group = delegation.group
        full = []
        if self._people >= self._seats:
            full.append(_("the meeting"))
        if group.seats is not None and self._of_group[group.pk] >= group.seats:
            full.append(group.name)
        if self._of_delegation[delegation.pk] >= delegation.seats:
            full.append(delegation.name)
        self._people += 1
        self._of_group[group.pk] += 1
        self._of_delegation[delegation.pk] += 1
        sentence = _("All seats of %(name)s are spoken for: this person can only wait.")
        return [sentence % {"name": name} for name in full]
