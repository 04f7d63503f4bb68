"""What workers do about the budget."""

from celery import shared_task

from gfmd_meeting.paper.keeping import forget_leftovers
from gfmd_meeting.paper.making import hand_on_stale_papers

from .models import Statement
from .statement import making

SWEEP_SECONDS = 60


@shared_task(soft_time_limit=240, time_limit=260)
def build_statement(statement_id: int) -> None:
    """Make the PDF of one statement; may arrive twice."""
    making.make_statement_paper(statement_id)


@shared_task
def sweep_statements() -> None:
    """Ring again for those that still wait, and drop what dead attempts left.

    A bell is worth nothing after the next one.
    """
    for statement_id in hand_on_stale_papers(Statement.objects.all()):
        build_statement.apply_async((statement_id,), expires=SWEEP_SECONDS)
    forget_leftovers(Statement.objects.all())
