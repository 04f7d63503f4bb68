"""What workers do for reports."""

from celery import shared_task

from gfmd_meeting.paper.keeping import forget_leftovers

from .models import ReportFile
from .report import build

SWEEP_SECONDS = 60


@shared_task(soft_time_limit=400, time_limit=420)
def build_report(file_id: int) -> None:
    """Make one file of a report; may arrive twice."""
    build.make_file(file_id)


@shared_task
def sweep_reports() -> None:
    """Ring again for the files that still wait, and drop what dead attempts left.

    A bell is worth nothing after the next one.
    """
    for file_id in build.hand_on_stale_files():
        build_report.apply_async((file_id,), expires=SWEEP_SECONDS)
    forget_leftovers(ReportFile.objects.all())
