"""What workers do for the whole project."""

from celery import shared_task
from django.utils import timezone

from . import outbox
from .spreadsheets import imports, work

SWEEP_SECONDS = 60


@shared_task
def send_mail(mail_id: int) -> None:
    """Send one message of the outbox; may arrive twice."""
    outbox.send(mail_id)


@shared_task
def sweep_mail() -> None:
    """Send the messages whose turn it is, and give up those that were tried often enough."""
    now = timezone.now()
    outbox.give_up_at_last(now)
    for mail_id in outbox.waiting(now).values_list("pk", flat=True)[:200]:
        outbox.send(mail_id)


@shared_task(soft_time_limit=3000, time_limit=3060)
def work_on_import(import_id: int) -> None:
    """Try the rows of a sheet, or take those that are right; may arrive twice."""
    work.work_on(import_id)


@shared_task
def sweep_imports() -> None:
    """Ring again for the imports that wait for a worker, and drop what is kept long enough."""
    imports.forget_old_sheets()
    for import_id in work.hand_on_stale_imports():
        work_on_import.apply_async((import_id,), expires=SWEEP_SECONDS)
