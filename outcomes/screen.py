"""Where the large screen of the closing session stands, and how it is moved.

It stands at an expected outcome as a whole, then at each of its texts in turn. What it
shows is what is under consideration or adopted.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome, User

from .models import ClosingScreen, Recommendation, Status
from .numbers import place_of

SHOWN = (Status.CONSIDERED, Status.ADOPTED)


class Move(TextChoices):
    PREVIOUS = "previous", _("Previous text")
    NEXT = "next", _("Next text")
    PREVIOUS_OUTCOME = "previous_outcome", _("Previous outcome")
    NEXT_OUTCOME = "next_outcome", _("Next outcome")
    FIRST = "first", _("To the beginning")
    LAST = "last", _("To the end")


@dataclass(frozen=True)
class Stop:
    """A place at which the screen can stand: an outcome, or one of its texts."""

    outcome: ExpectedOutcome
    item: Recommendation | None = None


def stops_of_screen() -> list[Stop]:
    """Every place in the order of the closing session: outcomes, and their texts by number."""
    items = (
        Recommendation.objects.standing()
        .filter(status__in=SHOWN)
        .prefetch_related("numbers", "consents")
        .select_related("outcome")
    )
    by_number = sorted(items, key=lambda item: (place_of(item), item.position, item.pk))
    stops = []
    for outcome in ExpectedOutcome.objects.all():
        stops.append(Stop(outcome))
        stops += [Stop(outcome, item) for item in by_number if item.outcome_id == outcome.pk]
    return stops


def find_present_stop(screen: ClosingScreen | None, stops: list[Stop]) -> int:
    """Where the screen stands among these; a text that is no longer shown leaves its outcome."""
    if screen is None:
        return 0
    places = {
        (stop.outcome.pk, stop.item and stop.item.pk): place for place, stop in enumerate(stops)
    }
    for stop in (
        (screen.outcome_id, screen.recommendation_id),
        (screen.outcome_id, None),
    ):
        if stop in places:
            return places[stop]
    return 0


@transaction.atomic
def move_screen(*, to: str, by: User) -> ClosingScreen:
    """Move the screen by a step or to an end; past an end it stays where it is.

    Steps take turns, so two that are asked for in the same moment are two.
    """
    if to not in Move.values:
        raise ValidationError(_("The screen does not move so."), code="unknown_move")
    ClosingScreen.objects.get_or_create(pk=1)
    screen = ClosingScreen.objects.select_for_update(no_key=True).get(pk=1)
    stops = stops_of_screen()
    if not stops:
        raise ValidationError(_("The meeting has no expected outcomes."), code="nothing_to_show")
    stop = stops[_place_after(to, find_present_stop(screen, stops), stops)]
    screen.outcome, screen.recommendation = stop.outcome, stop.item
    screen.turn += 1
    screen.moved_by = by
    screen.save()
    return screen


def _place_after(to, present, stops):
    heads = [place for place, stop in enumerate(stops) if stop.item is None]
    match to:
        case Move.NEXT:
            return min(present + 1, len(stops) - 1)
        case Move.PREVIOUS:
            return max(present - 1, 0)
        case Move.NEXT_OUTCOME:
            return next((place for place in heads if place > present), present)
        case Move.PREVIOUS_OUTCOME:
            return max((place for place in heads if place < present), default=present)
        case Move.LAST:
            return len(stops) - 1
    return 0
