"""What a delegation may do about the people it sends: name them, submit, decline.

A name is a draft until the focal point submits the whole, with one note from the
State or body behind it. Then the organisers decide, and each nominee is sent a
personal link to complete their own data.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_meeting.links import revoke_links
from gfmd_meeting.outbox import write_mail

from .models import Delegation, InvitationState, Participant, Status
from .personal_links import NOMINEE, link_for_nominee
from .registration import register_participant
from .seats import lock_seats


@transaction.atomic
def name_participant(*, delegation: Delegation, by, **details) -> Participant:
    """Name a person whom a delegation sends. Nobody is written to before it submits."""
    lock_seats()
    participant = register_participant(
        delegation=delegation, by=by, status=Status.NAMED, sends_mail=False, **details
    )
    _bring_to(delegation, InvitationState.NOMINATING, by=by)
    return participant


@transaction.atomic
def submit_nominations(*, delegation: Delegation, by) -> list[Participant]:
    """Hand the people who are named over to the organisers, and write to each of them.

    Raises ValidationError where nobody is named anew or no note stands behind them.
    """
    lock_seats()
    named = list(
        delegation.participants.filter(status=Status.NAMED).select_related("delegation__group")
    )
    if not named:
        raise ValidationError(
            _("Nobody is named who has not been submitted already."), code="nobody_named"
        )
    for participant in named:
        participant.status = Status.REGISTERED
        participant.full_clean()
        participant.save(update_fields=["status"])
        send_personal_link(participant=participant, by=by)
    _bring_to(delegation, InvitationState.COMPLETE, by=by)
    return named


@transaction.atomic
def decline_invitation(*, delegation: Delegation, by) -> None:
    """The delegation sends nobody. Refused while people of it are still registered."""
    lock_seats()
    standing = delegation.participants.standing().count()
    if standing:
        raise ValidationError(
            ngettext(
                "%(standing)s person of this delegation is still registered. Withdraw them first.",
                "%(standing)s people of this delegation are still registered. Withdraw them first.",
                standing,
            ),
            code="people_are_registered",
            params={"standing": standing},
        )
    _bring_to(delegation, InvitationState.DECLINED, by=by)


@transaction.atomic
def send_personal_link(*, participant: Participant, by, template="registrations_nominated") -> None:
    """Mail a nominee the link to their own data. Links sent before end."""
    revoke_links(purpose=NOMINEE, subject=participant.pk, by=by)
    write_mail(
        to=participant.email,
        language=participant.language,
        template=template,
        link=link_for_nominee(participant, by=by),
        participant=participant,
    )


def _bring_to(delegation: Delegation, state: InvitationState, *, by) -> None:
    if delegation.state == state:
        return
    delegation.state = state
    delegation.state_at = timezone.now()
    delegation.state_by = by
    delegation.save(update_fields=["state", "state_at", "state_by"])
