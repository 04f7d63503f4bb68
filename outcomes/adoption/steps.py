"""What every act of adoption begins with, the lock and the refusals, and the step it leaves."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.models import User
from outcomes.models import AdoptionAct, AdoptionStep, Recommendation, Status


def lock_recommendation(recommendation: Recommendation) -> Recommendation:
    """Its row as it is now, which nobody changes until the transaction ends."""
    Session.objects.select_for_update(no_key=True).get(pk=recommendation.session_id)
    rows = Recommendation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("outcome").get(pk=recommendation.pk)


def refuse_unless_standing(current: Recommendation) -> None:
    """To be called with the recommendation locked."""
    if current.withdrawn_at:
        raise ValidationError(_("This was withdrawn."), code="withdrawn")
    if current.replaced_in_id:
        raise ValidationError(_("This was merged or split meanwhile."), code="replaced")


def refuse_unless(current: Recommendation, *statuses: Status) -> None:
    """Unless it stands, and in one of these states. To be called with it locked."""
    refuse_unless_standing(current)
    if current.status not in statuses:
        raise ValidationError(
            _("This cannot be done now. The state of the text: %(state)s."),
            code="wrong_state",
            params={"state": current.get_status_display()},
        )


def move_on(
    current: Recommendation,
    status: Status,
    act: AdoptionAct,
    *,
    by: User | None,
    from_address: str | None = None,
    **said,
) -> Recommendation:
    """Into another state, or the one that it is in, by an act that is kept as a step."""
    before, current.status = current.status, status
    current.adopted_at = timezone.now() if status == Status.ADOPTED else None
    current.save(update_fields=["status", "adopted_at"])
    leave_step(current, before, act, by=by, from_address=from_address, **said)
    return current


def leave_step(
    current: Recommendation, before: Status, act: AdoptionAct, *, by: User | None, **said
) -> None:
    """Keep who did what. To be called with the recommendation as it is after the act."""
    step = AdoptionStep(
        recommendation=current,
        act=act,
        status_before=before,
        status_after=current.status,
        done_by=by,
        **said,
    )
    step.full_clean(exclude=["party", "done_by", "from_address"])
    step.save()
