"""Changes that are asked for once the list is closed: kept beside what they would replace.

Whoever asks changes nothing; an organiser sees old and new side by side, and accepts or
declines. A withdrawal is never asked for: it frees a seat at once.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting
from gfmd_meeting.outbox import write_mail
from gfmd_meeting.roles import is_organiser

from .models import ChangeRequest, Delegation, Participant, Status
from .registration import change_participant, register_participant
from .seats import lock_seats


@dataclass(frozen=True)
class Difference:
    """One field of a request as people read it; ``now`` is what stands there by now."""

    label: str
    old: str
    new: str
    now: str

    @property
    def has_moved_on(self) -> bool:
        """Whether the field was changed after the request was made."""
        return self.old != self.now


def must_be_asked_for(meeting: Meeting, by) -> bool:
    """Whether this person's changes are requests by now."""
    return not meeting.registration_is_open() and not (by is not None and is_organiser(by))


@transaction.atomic
def ask_for_change(*, participant: Participant, by, **details) -> ChangeRequest | None:
    """Ask for other data about a person. What was asked before and is still open is replaced.

    Nothing is asked where nothing differs.
    """
    lock_seats()
    current = Participant.objects.select_related("delegation").get(pk=participant.pk)
    values = {name: value for name, value in details.items() if getattr(current, name) != value}
    open_before = ChangeRequest.objects.open().filter(participant=current)
    if not values:
        open_before.delete()
        return None
    _check(current, values)
    open_before.delete()
    return ChangeRequest.objects.create(
        delegation=current.delegation,
        participant=current,
        values=values,
        replaced={name: getattr(current, name) for name in values},
        asked_by=by,
    )


@transaction.atomic
def ask_to_add(*, delegation: Delegation, by, **details) -> ChangeRequest:
    """Ask for a person to be added to a delegation."""
    lock_seats()
    _check(Participant(delegation=delegation), details)
    return ChangeRequest.objects.create(delegation=delegation, values=details, asked_by=by)


@transaction.atomic
def accept_change(request: ChangeRequest, *, by) -> None:
    """Do what was asked. Raises ValidationError where that is not possible any more."""
    lock_seats()
    request = _open(request)
    values = read_values(request)
    if request.participant is None:
        register_participant(delegation=request.delegation, by=by, **values)
    else:
        change_participant(participant=request.participant, by=by, **values)
        _write_to(request, "registrations_change_accepted")
    _decide(request, accepted=True, by=by)


@transaction.atomic
def decline_change(request: ChangeRequest, *, by, reason: str) -> None:
    """Leave things as they are, and say why."""
    lock_seats()
    request = _open(request)
    if not reason.strip():
        raise ValidationError(_("Give the reason: the person reads it."), code="no_reason")
    _decide(request, accepted=False, by=by, reason=reason.strip())
    _write_to(request, "registrations_change_declined")


def differences(request: ChangeRequest) -> list[Difference]:
    """Old and new side by side, in the order of the fields."""
    values = read_values(request)
    replaced = read_values(request, "replaced")
    person = request.participant
    return [
        Difference(
            label=capfirst(field.verbose_name),
            old=show(field, replaced.get(field.name)),
            new=show(field, values[field.name]),
            now=show(field, getattr(person, field.name)) if person else "",
        )
        for field in Participant._meta.concrete_fields
        if field.name in values
    ]


def read_values(request: ChangeRequest, column: str = "values") -> dict:
    """The values of a request as the fields of a participant hold them."""
    return {
        name: Participant._meta.get_field(name).to_python(value)
        for name, value in getattr(request, column).items()
    }


def show(field: models.Field, value) -> str:
    """A value as people read it."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return str(value)


def _check(participant: Participant, values: dict) -> None:
    """Refuse now what could never be accepted."""
    asked = Participant(
        **{
            field.attname: getattr(participant, field.attname)
            for field in Participant._meta.concrete_fields
        }
    )
    asked._state.adding = participant._state.adding
    for name, value in values.items():
        setattr(asked, name, value)
    asked.full_clean()


def _open(request: ChangeRequest) -> ChangeRequest:
    waiting = ChangeRequest.objects.open().select_related("participant", "delegation")
    found = waiting.filter(pk=request.pk).first()
    if found is None:
        raise ValidationError(_("This request was decided already."), code="decided_already")
    return found


def _decide(request: ChangeRequest, *, accepted: bool, by, reason: str = "") -> None:
    request.accepted = accepted
    request.reason = reason
    request.decided_at = timezone.now()
    request.decided_by = by
    request.save(update_fields=["accepted", "reason", "decided_at", "decided_by"])


def _write_to(request: ChangeRequest, template: str) -> None:
    """To the person concerned; to whoever asked where that person was never written to."""
    person, asked_by = request.participant, request.asked_by
    if person is not None and person.status != Status.NAMED:
        to, language, name = person.email, person.language, person.full_name
    elif asked_by is not None:
        to, language, name = asked_by.email, asked_by.language, str(asked_by)
    else:
        return
    write_mail(
        to=to,
        language=language,
        template=template,
        name=name,
        reason=request.reason,
        delegation=request.delegation,
    )
