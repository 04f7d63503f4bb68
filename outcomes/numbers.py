"""The numbers by which recommendations are cited, such as 3.2: given once, never reused."""

from django.db import transaction
from django.db.models import Max

from gfmd_meeting.models import ExpectedOutcome

from .models import GivenNumber, Recommendation


@transaction.atomic
def give_number(recommendation: Recommendation) -> GivenNumber:
    """The item's number under its outcome: the one that it has there, or the next.

    The lock on the outcome lets one number be given at a time.
    """
    outcome = ExpectedOutcome.objects.select_for_update(no_key=True).get(
        pk=recommendation.outcome_id
    )
    if given := recommendation.numbers.filter(outcome=outcome).first():
        return given
    last = outcome.given_numbers.aggregate(last=Max("place"))["last"] or 0
    return GivenNumber.objects.create(
        outcome=outcome, place=last + 1, recommendation=recommendation
    )


def number_of(recommendation: Recommendation) -> str:
    """Its number under its present outcome, or nothing; read with ``numbers`` prefetched."""
    for given in recommendation.numbers.all():
        if given.outcome_id == recommendation.outcome_id:
            return f"{recommendation.outcome.number}.{given.place}"
    return ""


def place_of(recommendation: Recommendation) -> float:
    """What to sort by under its outcome: its number's place; what has none comes last."""
    given = recommendation.numbers.all()
    return next((n.place for n in given if n.outcome_id == recommendation.outcome_id), float("inf"))


def next_position(outcome_id: int | None) -> int:
    """Where an item that comes under an outcome stands: last, once that was put in order."""
    standing = Recommendation.objects.standing().filter(outcome_id=outcome_id)
    last = standing.aggregate(last=Max("position"))["last"]
    return last + 1 if last else 0
