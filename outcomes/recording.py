"""What a session concluded: recorded, changed and withdrawn, and by whom.

Every act locks the session first, so what is recorded in one session takes turns: no
text is recorded twice, and no change overwrites another that its author has not seen.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Kind as SessionKind
from agenda.models import Session
from gfmd_meeting.models import User
from gfmd_meeting.roles import is_organiser

from .models import Recommendation

# What is said of an item; its session and who recorded it when are not among it.
DETAILS = (
    "kind",
    "outcome",
    "language",
    "text_en",
    "text_es",
    "text_fr",
    "addressed_to",
    "proposed_by",
)
WITHOUT_CONCLUSIONS = (SessionKind.ACCREDITATION, SessionKind.BREAK, SessionKind.SOCIAL)


def sessions_to_record(user):
    """A rapporteur's are those assigned to them; an organiser's all that can conclude anything."""
    if user.is_authenticated and is_organiser(user):
        return Session.objects.exclude(kind__in=WITHOUT_CONCLUSIONS)
    return Session.objects.recorded_by(user)


@transaction.atomic
def record_recommendation(*, session: Session, by: User | None, **details) -> Recommendation:
    """Record what a session concluded; the same text under the same outcome only once."""
    _lock(session.pk)
    recommendation = Recommendation(session=session, recorded_by=by, changed_by=by, **details)
    return _store(recommendation)


@transaction.atomic
def change_recommendation(
    recommendation: Recommendation, *, version: int, by: User | None, **details
) -> Recommendation:
    """Change what was recorded, starting from a version that was read.

    Refused when someone has changed it since, so that both wordings can be read before
    one is kept. Sending the same again is no change and is not refused. To change what
    was withdrawn is to put it back.
    """
    current = _locked(recommendation)
    same = all(getattr(current, name) == value for name, value in details.items())
    if same and current.withdrawn_at is None:
        return current
    _refuse_unless_read(current, version)
    for name, value in details.items():
        setattr(current, name, value)
    current.withdrawn_at = current.withdrawn_by = None
    current.changed_by = by
    current.version += 1
    return _store(current)


@transaction.atomic
def withdraw_recommendation(
    recommendation: Recommendation, *, version: int, by: User | None
) -> Recommendation:
    """Take back what was recorded. It is no longer shown or reported, and can be put back."""
    current = _locked(recommendation)
    if current.withdrawn_at:
        return current
    _refuse_unless_read(current, version)
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by
    current.version += 1
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "version"])
    return current


@transaction.atomic
def restore_recommendation(recommendation: Recommendation, *, by: User | None) -> Recommendation:
    """Put back what was withdrawn."""
    current = _locked(recommendation)
    if current.withdrawn_at is None:
        return current
    current.withdrawn_at = current.withdrawn_by = None
    current.changed_by = by
    current.version += 1
    return _store(current)


def details_of(recommendation: Recommendation) -> dict:
    """What is said of an item, as the acts take it."""
    return {name: getattr(recommendation, name) for name in DETAILS}


def _lock(session_id):
    Session.objects.select_for_update(no_key=True).get(pk=session_id)


def _locked(recommendation):
    _lock(recommendation.session_id)
    return Recommendation.objects.select_related("changed_by", "withdrawn_by").get(
        pk=recommendation.pk
    )


def _refuse_unless_read(current, version):
    if current.version == version:
        return
    if current.withdrawn_at:
        sentence = _("%(person)s withdrew this after you opened it.")
        person = current.withdrawn_by
    else:
        sentence = _("%(person)s changed this after you opened it.")
        person = current.changed_by
    raise ValidationError(
        sentence, code="changed_meanwhile", params={"person": person or _("Someone")}
    )


def _store(recommendation):
    recommendation.full_clean()
    column = f"text_{recommendation.language}"
    twins = Recommendation.objects.standing().filter(
        session=recommendation.session_id,
        outcome=recommendation.outcome_id,
        kind=recommendation.kind,
        **{column: recommendation.original},
    )
    if twins.exclude(pk=recommendation.pk).exists():
        raise ValidationError(
            _("The session has recorded this text under this outcome already."),
            code="recorded_already",
        )
    recommendation.save()
    return recommendation
