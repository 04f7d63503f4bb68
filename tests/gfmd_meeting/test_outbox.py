"""A message leaves once, after the act that it tells of, in its reader's language."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from gfmd_meeting import outbox
from gfmd_meeting.models import OutgoingMail
from gfmd_meeting.tasks import sweep_mail


@pytest.fixture
def template(settings, tmp_path):
    """A message of three languages under templates/emails/."""
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails" / "note.txt").write_text(
        "{% load i18n %}{% translate 'Yes' %} {{ name }}\n\nIn {{ meeting.city }}.\n"
    )
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    return "note"


def write(template, language="en"):
    return outbox.write_mail(to="ana@example.org", language=language, template=template, name="Ana")


@pytest.mark.django_db(transaction=True)
def test_a_message_leaves_after_the_commit(template, meeting):
    with transaction.atomic():
        write(template)
        assert mail.outbox == []

    assert [(m.subject, m.body, m.to) for m in mail.outbox] == [
        ("Yes Ana", "In San Salvador.\n", ["ana@example.org"])
    ]
    assert OutgoingMail.objects.get().sent_at


@pytest.mark.django_db(transaction=True)
def test_a_message_of_an_act_that_failed_never_leaves(template, meeting):
    with transaction.atomic():
        write(template)
        transaction.set_rollback(True)

    assert mail.outbox == []
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_is_in_its_readers_language(template, meeting):
    write(template, language="es")

    assert mail.outbox[0].subject == "Sí Ana"


@pytest.mark.django_db(transaction=True)
def test_a_message_that_arrives_twice_leaves_once(template, meeting):
    message = write(template)

    outbox.send(message.pk)

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_the_sweeper_hands_a_lost_claim_on_but_no_live_one(template, meeting):
    message = write(template)
    rows = OutgoingMail.objects.filter(pk=message.pk)
    rows.update(claimed_until=timezone.now() + timedelta(minutes=1), attempts=1)

    sweep_mail()
    assert mail.outbox == []
    rows.update(claimed_until=timezone.now() - timedelta(seconds=1))
    sweep_mail()

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_message_that_cannot_leave_is_tried_three_times_and_keeps_its_error(
    template, meeting, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    message = write(template)

    for _ in range(5):
        sweep_mail()

    message.refresh_from_db()
    assert (message.attempts, message.sent_at) == (3, None)
    assert "refused" in message.last_error
