"""What a delegation may do about the people it sends: name them, submit, decline.

A name is a draft until the focal point submits the whole, with one note from the
State or body behind it. Then the organisers decide, and each nominee is sent a
personal link to complete their own data.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_meeting.links import revoke_links
from gfmd_meeting.outbox import write_mail

from .changes import ask_for_change, ask_to_add, must_be_asked_for
from .gaps import gaps_of, gaps_of_delegation
from .models import ChangeRequest, Delegation, InvitationState, Participant, Status
from .personal_links import FOCAL_POINT, NOMINEE, link_for_focal_point, link_for_nominee
from .registration import change_participant, register_participant
from .seats import lock_seats


@transaction.atomic
def name_participant(*, delegation: Delegation, by, **details) -> Participant | ChangeRequest:
    """Name a person whom a delegation sends. Nobody is written to before it submits.

    Once the list is closed it is asked of the organisers instead: see changes.py.
    """
    meeting = lock_seats()
    if must_be_asked_for(meeting, by):
        return ask_to_add(delegation=delegation, by=by, **details)
    participant = register_participant(
        delegation=delegation, by=by, status=Status.NAMED, sends_mail=False, **details
    )
    _bring_to(delegation, InvitationState.NOMINATING, by=by)
    return participant


@transaction.atomic
def change_nominee(*, participant: Participant, by, **details) -> ChangeRequest | None:
    """Correct what a delegation said of a person; a request once the list is closed."""
    meeting = lock_seats()
    if must_be_asked_for(meeting, by):
        return ask_for_change(participant=participant, by=by, **details)
    change_participant(participant=participant, by=by, **details)
    return None


@transaction.atomic
def submit_nominations(*, delegation: Delegation, by) -> list[Participant]:
    """Hand the people who are named over to the organisers, and write to each of them.

    Raises ValidationError where nobody is named anew or no note stands behind them.
    """
    lock_seats()
    if not delegation.correspondence.nominating().exists():
        raise ValidationError(
            _("Hand in the note of the State or body first: it stands behind these names."),
            code="no_note",
        )
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


@transaction.atomic
def send_link_to_focal_point(*, focal_point, by) -> None:
    """Mail a focal point the way to its delegation. Links sent before end."""
    revoke_links(purpose=FOCAL_POINT, subject=focal_point.pk, by=by)
    write_mail(
        to=focal_point.user.email,
        language=focal_point.user.language,
        template="registrations_focal_point",
        link=link_for_focal_point(focal_point, by=by),
        focal_point=focal_point,
        delegation=focal_point.delegation,
    )


@transaction.atomic
def remind_delegation(*, delegation: Delegation, by, sentence: str = "") -> list:
    """Write to each current focal point what its delegation still owes. Returns to whom."""
    people = list(delegation.participants.all())
    reminded = list(delegation.focal_points.current().select_related("user"))
    for focal_point in reminded:
        with translation.override(focal_point.user.language):
            gaps = gaps_of_delegation(delegation, people)
            incomplete = [(person.full_name, gaps_of(person)) for person in people]
        revoke_links(purpose=FOCAL_POINT, subject=focal_point.pk, by=by)
        write_mail(
            to=focal_point.user.email,
            language=focal_point.user.language,
            template="registrations_reminder",
            link=link_for_focal_point(focal_point, by=by),
            focal_point=focal_point,
            delegation=delegation,
            gaps=gaps,
            incomplete=[(name, ", ".join(missing)) for name, missing in incomplete if missing],
            sentence=sentence.strip(),
        )
    return reminded


def _bring_to(delegation: Delegation, state: InvitationState, *, by) -> None:
    if delegation.state == state:
        return
    delegation.state = state
    delegation.state_at = timezone.now()
    delegation.state_by = by
    delegation.save(update_fields=["state", "state_at", "state_by"])
