"""What a rapporteur still has to do for a session."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome

from .models import Item, Practice, Recommendation, SessionRecord, Status


@dataclass
class Due:
    """How a session stands: what it has recorded, and what is missing."""

    session: Session
    recorded: Counter = field(default_factory=Counter)
    drafts: int = 0
    stale: int = 0
    has_key_points: bool = False

    @property
    def is_to_come(self) -> bool:
        return self.session.starts_at > timezone.now()

    @property
    def total(self) -> int:
        return self.recorded.total()

    @property
    def served(self) -> list[tuple[ExpectedOutcome, int]]:
        """The outcomes that the agenda names for it, and how much it has recorded under each."""
        return [(outcome, self.recorded[outcome.pk]) for outcome in self.session.outcomes.all()]

    @property
    def is_all_done(self) -> bool:
        return bool(self.total and self.has_key_points and not self.drafts and not self.stale)


def due_of(sessions) -> list[Due]:
    """What is due for each of the sessions, which have their ``outcomes`` prefetched."""
    due = {session.pk: Due(session) for session in sessions}
    for session in (
        SessionRecord.objects.filter(session__in=due)
        .exclude(key_points="")
        .values_list("session", flat=True)
    ):
        due[session].has_key_points = True
    for items in (Recommendation.objects.standing(), Practice.objects.standing()):
        for item in items.order_by().filter(session__in=due):
            due[item.session_id].recorded[item.outcome_id] += 1
            due[item.session_id].drafts += is_draft(item)
            due[item.session_id].stale += len(item.stale_languages)
    return list(due.values())


def is_draft(item: Item) -> bool:
    """Whether its rapporteur has not handed it in."""
    if isinstance(item, Practice):
        return item.submitted_at is None
    return item.status == Status.DRAFT
