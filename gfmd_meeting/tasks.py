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
    """Ring again for the messages that still wait."""
    for mail_id in outbox.waiting(timezone.now()).values_list("pk", flat=True)[:200]:
        outbox.send(mail_id)
