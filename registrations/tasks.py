"""What workers do about who comes."""

from celery import shared_task

from gfmd_meeting.paper.keeping import forget_leftovers
from gfmd_meeting.paper.making import hand_on_stale_papers

from . import seats
from .letters import printing
from .models import Letter

SWEEP_SECONDS = 60


@shared_task
def sweep_offers() -> None:
    """End the offers of a seat that nobody took in time, and offer what is free."""
    seats.lapse_offers()


@shared_task(soft_time_limit=240, time_limit=260)
def build_letter(letter_id: int) -> None:
    """Make the PDF of one letter; may arrive twice."""
    printing.make_letter(letter_id)


@shared_task
def sweep_letters() -> None:
    """Ring again for the letters that still wait, and drop what dead attempts left.

    A bell is worth nothing after the next one.
    """
    for letter_id in hand_on_stale_papers(Letter.objects.all()):
        build_letter.apply_async((letter_id,), expires=SWEEP_SECONDS)
    forget_leftovers(Letter.objects.all())
