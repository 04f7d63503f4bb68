"""What workers do for reports."""

from celery import shared_task

from .report import build

SWEEP_SECONDS = 60


@shared_task(soft_time_limit=400, time_limit=420)
def build_report(report_id: int) -> None:
    """Make one report; may arrive twice."""
    build.make_report(report_id)


@shared_task
def sweep_reports() -> None:
    """Ring again for the reports that still wait. A bell is worth nothing after the next one."""
    for report_id in build.hand_on_stale_reports():
        build_report.apply_async((report_id,), expires=SWEEP_SECONDS)
