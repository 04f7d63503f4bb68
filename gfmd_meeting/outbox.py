"""Mail: written with the act that it tells of, sent by a task, in the reader's language."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .bell import ring
from .links import STAND_IN, with_token
from .models import Meeting, OutgoingMail, PersonalLink

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
# How long after each try in vain the next one comes. After the last the message has failed.
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
MOST_ATTEMPTS = len(BACK_OFF) + 1


def write_mail(
    *, to: str, language: str, template: str, link: PersonalLink | None = None, **context
) -> OutgoingMail:
    """Put a message in the outbox, to leave after the transaction is committed.

    ``template`` is a text file of templates/emails/: its first line is the subject. A
    personal link stands in it as ``{{ token }}``.
    """
    with translation.override(language):
        meeting = Meeting.objects.first()
        context |= {"meeting": meeting, "site_url": settings.SITE_URL, "token": STAND_IN}
        # In a page the middleware would have done this.
        with timezone.override(meeting.zone if meeting else None):
            text = render_to_string(f"emails/{template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return _put_in(to=to, language=language, subject=subject, body=body, link=link)


def write_again(mail: OutgoingMail) -> OutgoingMail:
    """Send a message once more: a copy of one that left, or the same one if it did not."""
    if mail.sent_at:
        return _put_in(
            to=mail.to, language=mail.language, subject=mail.subject, body=mail.body, link=mail.link
        )
    mine = OutgoingMail.objects.filter(pk=mail.pk, sent_at=None)
    mine.update(attempts=0, claimed_until=None, failed_at=None)
    ring("gfmd_meeting.tasks.send_mail", mail.pk)
    return mail


def waiting(at):
    """Messages that have yet to leave, and whose turn it is."""
    return OutgoingMail.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=at),
        sent_at=None,
        failed_at=None,
        attempts__lt=MOST_ATTEMPTS,
    )


def give_up_at_last(at) -> None:
    """Mark as failed what was tried often enough by workers that died before they could say so."""
    spent = OutgoingMail.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=at),
        sent_at=None,
        failed_at=None,
        attempts__gte=MOST_ATTEMPTS,
    )
    spent.update(failed_at=at, claimed_until=None)


def send(mail_id: int) -> None:
    """Send one message, once: a message that another worker claimed is passed over."""
    now = timezone.now()
    mine = waiting(now).filter(pk=mail_id)
    if not mine.update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
        return
    mail = OutgoingMail.objects.select_related("link").get(pk=mail_id)
    try:
        EmailMessage(
            mail.subject, with_token(mail.body, mail.link), to=[mail.to], reply_to=_reply_to()
        ).send()
    except OSError as error:
        log.warning("Message %s did not leave: %s", mail_id, error)
        _try_later(mail, error)
    except ValueError as error:
        # An address or a subject that no message can carry: another try would end like this one.
        log.warning("Message %s cannot be sent: %s", mail_id, error)
        _fail(mail, error)
    else:
        OutgoingMail.objects.filter(pk=mail_id).update(
            sent_at=timezone.now(), claimed_until=None, last_error=""
        )


def _put_in(*, to, language, subject, body, link) -> OutgoingMail:
    # A line break in a header would begin another header.
    mail = OutgoingMail.objects.create(
        to=" ".join(to.split()),
        language=language,
        subject=" ".join(subject.split())[:200],
        body=body.strip() + "\n",
        link=link,
    )
    ring("gfmd_meeting.tasks.send_mail", mail.pk)
    return mail


def _reply_to() -> list[str]:
    meeting = Meeting.objects.first()
    return [meeting.contact_email] if meeting and meeting.contact_email else []


def _try_later(mail: OutgoingMail, error: Exception) -> None:
    if mail.attempts >= MOST_ATTEMPTS:
        _fail(mail, error)
        return
    turn = timezone.now() + BACK_OFF[mail.attempts - 1]
    OutgoingMail.objects.filter(pk=mail.pk).update(claimed_until=turn, last_error=str(error))


def _fail(mail: OutgoingMail, error: Exception) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(
        failed_at=timezone.now(), claimed_until=None, last_error=str(error)
    )
