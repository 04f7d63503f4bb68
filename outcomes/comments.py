"""What is said about a text before it is adopted, and what becomes of a proposed wording.

Co-chairs, the rapporteur-general and organisers comment at any time before adoption; a
delegation on what is under consideration, while the window of the meeting file is open.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import Meeting, User
from gfmd_meeting.roles import is_co_chair
from registrations.models import Delegation, Participant

from .adoption import lock_recommendation, refuse_unless_standing
from .models import Comment, Recommendation, Status
from .recording import change_item


def delegations_of(user) -> QuerySet[Delegation]:
    """Those that a user can speak for: as focal point, or as one of their confirmed people."""
    if not user.is_authenticated:
        return Delegation.objects.none()
    seated = Participant.objects.seated().filter(user=user).values("delegation")
    answered_for = Delegation.objects.answered_for_by(user).values("pk")
    return Delegation.objects.filter(Q(pk__in=answered_for) | Q(pk__in=seated))


def comments_visible_to(user) -> QuerySet[Comment]:
    """All to those who consolidate; to others their own delegation's, and to rapporteurs
    of the session what those who consolidate wrote."""
    if user.has_perm("outcomes.consolidate"):
        return Comment.objects.all()
    recorded = Recommendation.objects.visible_to(user).values("pk")
    own = Q(delegation__in=delegations_of(user))
    return Comment.objects.filter(own | Q(delegation=None, recommendation__in=recorded))


@transaction.atomic
def write_comment(
    recommendation: Recommendation,
    *,
    by: User,
    language: str,
    body: str = "",
    proposed_wording: str = "",
    delegation: Delegation | None = None,
) -> Comment:
    """Say something of a text, or propose another wording for it, or both."""
    current = lock_recommendation(recommendation)
    refuse_unless_standing(current)
    if current.status == Status.ADOPTED:
        raise ValidationError(_("This is adopted: comments on it are closed."), code="adopted")
    party = None
    if by.has_perm("outcomes.consolidate"):
        delegation, party = None, by.party if is_co_chair(by) else None
    else:
        _refuse_unless_it_is_their_turn(current, by, delegation)
    comment = Comment(
        recommendation=current,
        party=party,
        delegation=delegation,
        body=body.strip(),
        proposed_wording=proposed_wording.strip(),
        language=language,
        written_by=by,
    )
    comment.full_clean(exclude=["settled_at", "settled_by"])
    comment.save()
    return comment


@transaction.atomic
def settle_comment(comment: Comment, *, by: User) -> Comment:
    """Say that a comment was dealt with; the first to say so stays."""
    current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if current.settled_at is None:
        current.settled_at, current.settled_by = timezone.now(), by
        current.save(update_fields=["settled_at", "settled_by"])
    return current


@transaction.atomic
def adopt_wording(comment: Comment, *, by: User, version: int) -> Recommendation:
    """Let the text say what a comment proposes, starting from a version that was read.

    Like any change it is kept as a version, and voids the consents to other words.
    """
    current = lock_recommendation(comment.recommendation)
    refuse_unless_standing(current)
    if not comment.proposed_wording:
        raise ValidationError(_("This comment proposes no wording."), code="no_wording")
    wording = {f"text_{comment.language}": comment.proposed_wording}
    changed = change_item(current, version=version, by=by, **wording)
    settle_comment(comment, by=by)
    return changed


def _refuse_unless_it_is_their_turn(current, by, delegation):
    meeting = Meeting.objects.first()
    if meeting is None or not meeting.comments_are_open():
        raise ValidationError(_("Delegations cannot comment now."), code="window_closed")
    if current.status != Status.CONSIDERED:
        raise ValidationError(_("This is not under consideration."), code="not_considered")
    if delegation is None or not delegations_of(by).filter(pk=delegation.pk).exists():
        raise ValidationError(_("You do not speak for this delegation."), code="speaks_for_another")
