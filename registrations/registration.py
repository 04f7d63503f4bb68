"""How a person comes to be registered, and what may be corrected afterwards.

Registering gives no seat: a new participant waits until seats.py decides.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_meeting.models import PersonalLink, User
from gfmd_meeting.outbox import write_mail
from gfmd_meeting.roles import is_organiser

from .accounts import account_for, follow_address
from .models import ADDRESS_IS_TAKEN, TAKING_SEATS, Delegation, Participant, Status
from .personal_links import link_for_nominee
from .seats import lock_seats


@transaction.atomic
def register_participant(
    *,
    delegation: Delegation,
    by: User | None = None,
    status: Status = Status.REGISTERED,
    sends_mail: bool = True,
    **details,
) -> Participant:
    """Register a person for a delegation. They wait for confirmation and can sign in.

    The lock makes registrations take turns, so that one address or one head of
    delegation that is sent in twice at once is stored once and refused once, in words.
    """
    meeting = lock_seats()
    if not meeting.registration_is_open() and not (by and is_organiser(by)):
        raise ValidationError(
            _("Registration closed on %(day)s. Write to the organisers."),
            code="registration_closed",
            params={"day": meeting.registration_closes_on},
        )
    participant = Participant(delegation=delegation, registered_by=by, status=status, **details)
    participant.full_clean()
    participant.user = account_for(participant, by)
    participant.save()
    if sends_mail:
        link = link_for_nominee(participant, by=by)
        _write_to(participant, "registrations_received", link=link)
    return participant


@transaction.atomic
def request_registration(*, delegation: Delegation, by: User | None = None, **details) -> None:
    """Register a person from the public page, without telling who is registered.

    An address that is registered already gets a letter that says so; whoever sent
    the form is answered like everybody else.
    """
    lock_seats()
    if not Delegation.objects.taking_requests().filter(pk=delegation.pk).exists():
        raise ValidationError(
            _("%(name)s names its people itself. Write to it, not here."),
            code="takes_no_requests",
            params={"name": delegation.name},
        )
    try:
        register_participant(delegation=delegation, by=by, **details)
    except ValidationError as refusal:
        others = _without(refusal, ADDRESS_IS_TAKEN)
        if others:
            raise ValidationError(others) from refusal
        registered = Participant.objects.select_related("delegation").get(
            email__iexact=details["email"]
        )
        _write_to(registered, "registrations_known")


@transaction.atomic
def change_participant(*, participant: Participant, by: User | None, **details) -> Participant:
    """Correct what is said about a person, and nothing that another act decides."""
    lock_seats()
    current = Participant.objects.select_related("delegation__group", "user").get(pk=participant.pk)
    old_email = current.email
    changed = [name for name, value in details.items() if getattr(current, name) != value]
    if "delegation" in changed and current.status in TAKING_SEATS:
        # An offer is measured when it is made, and not again when it is taken.
        raise ValidationError(
            _("%(name)s has a seat of %(delegation)s. Withdraw it before moving the person.")
            if current.status == Status.CONFIRMED
            else _("%(name)s is offered a seat of %(delegation)s, which would not move along."),
            code="seat_stays_with_its_delegation",
            params={"name": current.full_name, "delegation": current.delegation.name},
        )
    if by is not None and not is_organiser(by) and not current.is_standing:
        raise ValidationError(_("This registration has ended."), code="registration_ended")
    for name in changed:
        setattr(current, name, details[name])
    current.full_clean()
    current.save(update_fields=changed)
    if "email" in changed:
        follow_address(current, old_email=old_email)
    return current


def _without(refusal: ValidationError, code: str) -> dict:
    """What a refusal says, by field, but for what has this code."""
    by_field = refusal.update_error_dict({})
    kept = {
        field: [error for error in errors if error.code != code]
        for field, errors in by_field.items()
    }
    return {field: errors for field, errors in kept.items() if errors}


def _write_to(participant: Participant, template: str, link: PersonalLink | None = None) -> None:
    write_mail(
        to=participant.email,
        language=participant.language,
        template=template,
        link=link,
        participant=participant,
    )
