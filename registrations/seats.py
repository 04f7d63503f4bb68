"""The one door to a seat: given, offered, refused and taken back here alone.

Three limits hold at once: the seats of the delegation, the ceiling of its
stakeholder group (where it has one) and the seats of the meeting. An offer that
stands takes a seat up like a confirmation. Every act takes the same lock, on the
row of the meeting, before it measures, so that two who ask for the last seat cannot
both be given it. On SQLite a transaction is the only writer from its start, which
does the same.

Each act that may free a seat ends by offering what is free to those who wait, the
first of the group first (waiting.py), so that no seat stays free that a waiting
person could take, and nobody who comes later is given it.
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
from .waiting import next_place, offer_free_seats


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
    taken = Participant.objects.taking_seats()
    group = delegation.group
    limits = [
        Limit(
            code="meeting",
            name=_("Meeting"),
            seats=meeting.seats,
            taken=taken.count(),
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
                taken=taken.filter(delegation__group=group).count(),
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
            taken=taken.filter(delegation=delegation).count(),
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
    offer_free_seats(meeting)
    _bring_up_to_date(participant)
    if participant.status == Status.CONFIRMED:
        return False
    _refuse_unsubmitted(participant)
    full = []
    if participant.status != Status.OFFERED:
        full = [limit for limit in measure_limits(participant.delegation, meeting) if limit.is_full]
    if full and not override_reason.strip():
        raise ValidationError([limit.refusal() for limit in full])
    participant.override_reason = override_reason.strip() if full else ""
    _decide(participant, Status.CONFIRMED, by=by)
    if sends_mail:
        _write_to(participant, "registrations_confirmed")
    return True


@transaction.atomic
def put_on_waiting_list(*, participant: Participant, by, sends_mail: bool = True) -> bool:
    """Let a person wait for a seat, behind those of their group who wait already.

    Where a seat is free for them it is offered at once. Returns whether this act
    changed anything: who waits already keeps the place, and an offer stands.
    """
    meeting = lock_seats()
    _bring_up_to_date(participant)
    if participant.status in (Status.WAITING, Status.OFFERED):
        return False
    _refuse_unsubmitted(participant)
    if participant.status == Status.CONFIRMED:
        raise ValidationError(
            _("%(name)s has a seat."),
            code="already_confirmed",
            params={"name": participant.full_name},
        )
    _decide(participant, Status.WAITING, by=by, waiting_place=next_place())
    if participant not in offer_free_seats(meeting) and sends_mail:
        _write_to(participant, "registrations_waiting")
    participant.refresh_from_db()
    return True


@transaction.atomic
def accept_offer(*, participant: Participant, by) -> None:
    """The person takes the seat that is held for them. Refuses once the offer has lapsed."""
    lock_seats()
    _bring_up_to_date(participant)
    if participant.status != Status.OFFERED or participant.offer_has_lapsed:
        raise ValidationError(_("This offer does not stand any more."), code="no_offer_stands")
    _decide(participant, Status.CONFIRMED, by=by)
    _write_to(participant, "registrations_confirmed")


def lapse_offers(*, now=None) -> int:
    """End the offers whose deadline has passed, and offer all free seats to those who wait.

    Beat asks for it in full mode, ``manage.py sweep`` and the sweeper in embedded mode.
    Returns how many offers lapsed.
    """
    past = Participant.objects.filter(
        status=Status.OFFERED, offer_expires_at__lte=now or timezone.now()
    )
    if not (past.exists() or Participant.objects.waiting().exists()):
        return 0
    with transaction.atomic():
        return _lapse(past, lock_seats())


def _lapse(past, meeting: Meeting) -> int:
    lapsed = list(past.select_related("delegation__group"))
    for participant in lapsed:
        _decide(participant, Status.LAPSED, by=None)
        _write_to(participant, "registrations_lapsed")
    offer_free_seats(meeting, first=[one.delegation.group_id for one in lapsed])
    return len(lapsed)


@transaction.atomic
def decline_participant(
    *, participant: Participant, by, reason: str, sends_mail: bool = True
) -> None:
    """Tell a person who waits that there is no seat for them, and why."""
    lock_seats()
    _bring_up_to_date(participant)
    if not reason.strip():
        raise ValidationError(_("Give the reason: the person reads it."), code="no_reason")
    _refuse_unsubmitted(participant)
    if participant.status in (Status.CONFIRMED, Status.OFFERED):
        raise ValidationError(
            _("%(name)s has a seat. Withdraw the registration instead."),
            code="already_confirmed",
            params={"name": participant.full_name},
        )
    if not participant.is_expected:
        raise _has_ended(participant)
    _decide(participant, Status.DECLINED, by=by, reason=reason.strip())
    if sends_mail:
        _write_to(participant, "registrations_declined")


@transaction.atomic
def withdraw_participant(
    *, participant: Participant, by, reason: str = "", sends_mail: bool = True
) -> None:
    """Take a registration back, by the person or for them. A seat passes to the next."""
    meeting = lock_seats()
    _bring_up_to_date(participant)
    if not participant.is_standing:
        raise _has_ended(participant)
    had_seat = participant.status == Status.CONFIRMED
    was_told = participant.status != Status.NAMED
    _decide(participant, Status.WITHDRAWN, by=by, reason=reason.strip())
    if sends_mail and was_told:
        _write_to(participant, "registrations_withdrawn", had_seat=had_seat)
    offer_free_seats(meeting, first=[participant.delegation.group_id])


@transaction.atomic
def record_attendance(*, participant: Participant, by) -> bool:
    """Note that a person with a seat came. Returns whether this act noted it."""
    lock_seats()
    _bring_up_to_date(participant)
    if participant.status != Status.CONFIRMED:
        raise ValidationError(
            _("%(name)s has no seat."), code="no_seat", params={"name": participant.full_name}
        )
    if participant.attended_at:
        return False
    participant.attended_at = timezone.now()
    participant.attended_by = by
    participant.save(update_fields=["attended_at", "attended_by"])
    return True


def _bring_up_to_date(participant: Participant) -> None:
    """Forget what was read before the lock: another act may have come first."""
    participant.refresh_from_db(
        from_queryset=Participant.objects.select_related("delegation__group", "user")
    )


def _refuse_unsubmitted(participant: Participant) -> None:
    """A name that a focal point has not submitted is a draft, and no nomination."""
    if participant.status == Status.NAMED:
        raise ValidationError(
            _("%(name)s is named, but the delegation has not submitted its nominations."),
            code="not_submitted",
            params={"name": participant.full_name},
        )


def _decide(participant: Participant, status: Status, *, by, reason="", waiting_place=None) -> None:
    participant.status = status
    participant.decided_at = timezone.now()
    participant.decided_by = by
    participant.decision_reason = reason
    participant.waiting_place = waiting_place
    participant.offer_expires_at = None
    if status != Status.CONFIRMED:
        participant.override_reason = ""
        participant.attended_at = participant.attended_by = None
    participant.full_clean()
    participant.save(
        update_fields=[
            "status",
            "decided_at",
            "decided_by",
            "decision_reason",
            "override_reason",
            "waiting_place",
            "offer_expires_at",
            "attended_at",
            "attended_by",
        ]
    )


def _has_ended(participant: Participant) -> ValidationError:
    sentences = {
        Status.WITHDRAWN: _("The registration of %(name)s was withdrawn already."),
        Status.DECLINED: _("The registration of %(name)s was declined already."),
        Status.LAPSED: _("The offer to %(name)s has lapsed already."),
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
