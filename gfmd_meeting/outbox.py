"""Mail: written with the act that it tells of, sent by a task, in the reader's language."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .bell import ring
from .models import Meeting, OutgoingMail

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


def write_mail(*, to: str, language: str, template: str, **context) -> OutgoingMail:
    """Put a message in the outbox, to leave after the transaction is committed.

    ``template`` is a text file of templates/emails/: its first line is the subject.
    """
    with translation.override(language):
        context |= {"meeting": Meeting.objects.first(), "site_url": settings.SITE_URL}
        text = render_to_string(f"emails/{template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    mail = OutgoingMail.objects.create(
        to=to, language=language, subject=subject.strip()[:200], body=body.strip() + "\n"
    )
    ring("gfmd_meeting.tasks.send_mail", mail.pk)
    return mail


def waiting(at):
    """Messages that have yet to leave and are in no worker's hands."""
    return OutgoingMail.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=at), sent_at=None, attempts__lt=MOST_ATTEMPTS
    )


def send(mail_id: int) -> None:
    """Send one message, once: a message that another worker claimed is passed over."""
    now = timezone.now()
    mine = waiting(now).filter(pk=mail_id)
    if not mine.update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
        return
    mail = OutgoingMail.objects.get(pk=mail_id)
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
    except OSError as error:
        log.warning("Message %s did not leave: %s", mail_id, error)
        OutgoingMail.objects.filter(pk=mail_id).update(claimed_until=None, last_error=str(error))
        return
    OutgoingMail.objects.filter(pk=mail_id).update(
        sent_at=timezone.now(), claimed_until=None, last_error=""
    )
