"""The one door to a seat: given, refused and taken back here alone.

Three limits hold at once: the seats of the delegation, the ceiling of its
stakeholder group (where it has one) and the seats of the meeting. Every act takes
the same lock, on the row of the meeting, before it measures, so that two who ask
for the last seat cannot both be given it. On SQLite a transaction is the only
writer from its start, which does the same.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_meeting.models import Meeting
from gfmd_meeting.outbox import write_mail

from .models import Delegation, Participant, Status


@dataclass(frozen=True)
class Limit:
    """How many seats there are of one kind, how many are taken, and what to say when all are."""

    code: str
    name: str
    seats: int
    taken: int
    when_full: str

    @property
    def left(self) -> int:
        return max(self.seats - self.taken, 0)

    @property
    def is_full(self) -> bool:
        return self.taken >= self.seats

    def refusal(self) -> ValidationError:
        params = {"name": self.name, "seats": self.seats}
        return ValidationError(self.when_full, code=f"{self.code}_is_full", params=params)


def lock_seats() -> Meeting:
    """Let one act about seats go on at a time, until its transaction ends."""
    return Meeting.objects.select_for_update().get()


def measure_limits(delegation: Delegation, meeting: Meeting) -> list[Limit]:
    """The limits over a seat of this delegation, the widest first."""
    seated = Participant.objects.seated()
    group = delegation.group
    limits = [
        Limit(
            code="meeting",
            name=_("Meeting"),
            seats=meeting.seats,
            taken=seated.count(),
            when_full=ngettext(
                "The only seat of the meeting is taken.",
                "All %(seats)s seats of the meeting are taken.",
                meeting.seats,
            ),
        )
    ]
    if group.seats is not None:
        limits.append(
            Limit(
                code="group",
                name=group.name,
                seats=group.seats,
                taken=seated.filter(delegation__group=group).count(),
                when_full=ngettext(
                    "The only seat of the group %(name)s is taken.",
                    "All %(seats)s seats of the group %(name)s are taken.",
                    group.seats,
                ),
            )
        )
    limits.append(
        Limit(
            code="delegation",
            name=delegation.name,
            seats=delegation.seats,
            taken=seated.filter(delegation=delegation).count(),
            when_full=ngettext(
                "The only seat of the delegation %(name)s is taken.",
                "All %(seats)s seats of the delegation %(name)s are taken.",
                delegation.seats,
            ),
        )
    )
    return limits


@transaction.atomic
def confirm_participant(
    *, participant: Participant, by, override_reason: str = "", sends_mail: bool = True
) -> bool:
    """Give a person a seat, within the three limits or past them for a stated reason.

    Returns whether this act gave the seat: one who is confirmed already keeps it and
    gets no second letter. ``participant`` is brought up to date. Refuses with a
    ValidationError that names every limit that is full.
    """
    meeting = lock_seats()
    _bring_up_to_date(participant)
    if participant.status == Status.CONFIRMED:
        return False
    full = [limit for limit in measure_limits(participant.delegation, meeting) if limit.is_full]
    if full and not override_reason.strip():
        raise ValidationError([limit.refusal() for limit in full])
    participant.override_reason = override_reason.strip() if full else ""
    _decide(participant, Status.CONFIRMED, by=by, reason="")
    if sends_mail:
        _write_to(participant, "registrations_confirmed")
    return True


@transaction.atomic
def decline_participant(
    *, participant: Participant, by, reason: str, sends_mail: bool = True
) -> None:
    """Tell a person who waits that there is no seat for them, and why."""
    lock_seats()
    _bring_up_to_date(participant)
    if not reason.strip():
        raise ValidationError(_("Give the reason: the person reads it."), code="no_reason")
    if participant.status == Status.CONFIRMED:
        raise ValidationError(
            _("%(name)s has a seat. Withdraw the registration instead."),
            code="already_confirmed",
            params={"name": participant.full_name},
        )
    if participant.status != Status.REGISTERED:
        raise _has_ended(participant)
    _decide(participant, Status.DECLINED, by=by, reason=reason.strip())
    if sends_mail:
        _write_to(participant, "registrations_declined")


@transaction.atomic
def withdraw_participant(
    *, participant: Participant, by, reason: str = "", sends_mail: bool = True
) -> None:
    """Take a registration back, by the person or for them. A seat becomes free for another."""
    lock_seats()
    _bring_up_to_date(participant)
    if not participant.is_expected:
        raise _has_ended(participant)
    had_seat = participant.status == Status.CONFIRMED
    _decide(participant, Status.WITHDRAWN, by=by, reason=reason.strip())
    if sends_mail:
        _write_to(participant, "registrations_withdrawn", had_seat=had_seat)


def _bring_up_to_date(participant: Participant) -> None:
    """Forget what was read before the lock: another act may have come first."""
    participant.refresh_from_db(
        from_queryset=Participant.objects.select_related("delegation__group", "user")
    )


def _decide(participant: Participant, status: Status, *, by, reason: str) -> None:
    participant.status = status
    participant.decided_at = timezone.now()
    participant.decided_by = by
    participant.decision_reason = reason
    participant.full_clean()
    participant.save(
        update_fields=[
            "status",
            "decided_at",
            "decided_by",
            "decision_reason",
            "override_reason",
        ]
    )


def _has_ended(participant: Participant) -> ValidationError:
    sentences = {
        Status.WITHDRAWN: _("The registration of %(name)s was withdrawn already."),
        Status.DECLINED: _("The registration of %(name)s was declined already."),
    }
    return ValidationError(
        sentences[participant.status],
        code=f"already_{participant.status}",
        params={"name": participant.full_name},
    )


def _write_to(participant: Participant, template: str, **context) -> None:
    write_mail(
        to=participant.email,
        language=participant.language,
        template=template,
        participant=participant,
        **context,
    )
