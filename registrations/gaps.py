"""What is not known yet about a person, and what a delegation still owes."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Capacity, Delegation, Participant, Status


def gaps_of(participant: Participant) -> list[str]:
    """What is not known yet about a person who is expected."""
    if not participant.is_standing:
        return []
    asked = [
        (participant.passport_name, _("name as on the passport")),
        (participant.phone, _("telephone")),
        (participant.arrives_at, _("arrival")),
        (participant.departs_at, _("departure")),
        (participant.emergency_contact, _("emergency contact")),
    ]
    if participant.needs_visa_letter:
        asked += [
            (participant.passport_number, _("passport number")),
            (participant.passport_country, _("country of the passport")),
            (participant.passport_expires_on, _("expiry of the passport")),
            (participant.born_on, _("date of birth")),
        ]
    return [name for value, name in asked if not value]


def gaps_of_delegation(delegation: Delegation, people: list[Participant]) -> list[str]:
    """What a delegation has yet to do, in sentences."""
    standing = [person for person in people if person.is_standing]
    gaps = []
    if not any(person.capacity == Capacity.HEAD for person in standing):
        gaps.append(_("No head of delegation is named."))
    named = sum(person.status == Status.NAMED for person in standing)
    if named:
        gaps.append(
            ngettext(
                "%(named)s person is named and not submitted.",
                "%(named)s people are named and not submitted.",
                named,
            )
            % {"named": named}
        )
    free = delegation.seats - len(standing)
    if free > 0:
        gaps.append(
            ngettext(
                "%(free)s seat has nobody named for it.",
                "%(free)s seats have nobody named for them.",
                free,
            )
            % {"free": free}
        )
    return gaps
