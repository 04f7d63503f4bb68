"""What workers do about the agenda."""

from celery import shared_task

from gfmd_meeting.paper.keeping import forget_leftovers
from gfmd_meeting.paper.making import hand_on_stale_papers

from .models import AgendaPaper
from .paper import printing

SWEEP_SECONDS = 60


@shared_task(soft_time_limit=240, time_limit=260)
def build_agenda_paper(paper_id: int) -> None:
    """Make the PDF of one release in one language; may arrive twice."""
    printing.make_agenda_paper(paper_id)


@shared_task
def sweep_agenda_papers() -> None:
    """Ring again for those that still wait, and drop what dead attempts left.

    A bell is worth nothing after the next one.
    """
    for paper_id in hand_on_stale_papers(AgendaPaper.objects.all()):
        build_agenda_paper.apply_async((paper_id,), expires=SWEEP_SECONDS)
    forget_leftovers(AgendaPaper.objects.all())
