"""What moves a recommendation on but for the keys: submitted, taken up, set aside, sent back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import User
from outcomes.models import AdoptionAct, Recommendation, Status, VoidedBecause
from outcomes.numbers import give_number

from .keys import void_consents
from .steps import lock_recommendation, move_on, refuse_unless


@transaction.atomic
def submit_recommendation(
    recommendation: Recommendation, *, by: User | None, from_address: str | None = None
) -> Recommendation:
    """Its rapporteur has done with it."""
    current = lock_recommendation(recommendation)
    refuse_unless(current, Status.DRAFT)
    return move_on(current, Status.SUBMITTED, AdoptionAct.SUBMIT, by=by, from_address=from_address)


@transaction.atomic
def take_up(
    recommendation: Recommendation, *, by: User | None, from_address: str | None = None
) -> Recommendation:
    """Take it under consideration, under the number by which it is cited from now on."""
    current = lock_recommendation(recommendation)
    refuse_unless(current, Status.SUBMITTED)
    give_number(current)
    return move_on(
        current, Status.CONSIDERED, AdoptionAct.TAKE_UP, by=by, from_address=from_address
    )


@transaction.atomic
def not_retain(
    recommendation: Recommendation, *, by: User | None, note: str, from_address: str | None = None
) -> Recommendation:
    """Leave it out of the results, and say why."""
    current = lock_recommendation(recommendation)
    refuse_unless(current, Status.SUBMITTED, Status.CONSIDERED)
    void_consents(current.consents.valid(), VoidedBecause.NOT_RETAINED, by=by)
    return move_on(
        current,
        Status.NOT_RETAINED,
        AdoptionAct.NOT_RETAIN,
        by=by,
        from_address=from_address,
        note=_reason(note),
    )


@transaction.atomic
def reconsider(
    recommendation: Recommendation, *, by: User | None, from_address: str | None = None
) -> Recommendation:
    """Take up again what was not retained."""
    current = lock_recommendation(recommendation)
    refuse_unless(current, Status.NOT_RETAINED)
    give_number(current)
    return move_on(
        current, Status.CONSIDERED, AdoptionAct.RECONSIDER, by=by, from_address=from_address
    )


@transaction.atomic
def send_back(
    recommendation: Recommendation, *, by: User | None, note: str, from_address: str | None = None
) -> Recommendation:
    """Give it back to its rapporteur as a draft, and say why."""
    current = lock_recommendation(recommendation)
    refuse_unless(current, Status.SUBMITTED, Status.CONSIDERED)
    void_consents(current.consents.valid(), VoidedBecause.REPLACED, by=by)
    return move_on(
        current,
        Status.DRAFT,
        AdoptionAct.SEND_BACK,
        by=by,
        from_address=from_address,
        note=_reason(note),
    )


def _reason(note):
    note = note.strip()
    if not note:
        raise ValidationError({"note": ValidationError(_("Say why."), code="no_reason")})
    return note
