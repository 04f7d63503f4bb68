"""What workers do for the whole project."""

from celery import shared_task
from django.utils import timezone

from . import outbox


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
