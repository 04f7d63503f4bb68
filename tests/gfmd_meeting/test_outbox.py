"""A message leaves once, after the act that it tells of, in its reader's language."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from gfmd_meeting import outbox
from gfmd_meeting.links import make_link, token_of
from gfmd_meeting.models import OutgoingMail
from gfmd_meeting.tasks import sweep_mail
from tests.factories import make_meeting, make_organiser


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


@pytest.fixture
def no_mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def sweep_when_its_turn_comes(message):
    """Let the time pass until the message may be tried again, and sweep."""
    OutgoingMail.objects.filter(pk=message.pk).exclude(claimed_until=None).update(
        claimed_until=timezone.now() - timedelta(seconds=1)
    )
    sweep_mail()
    message.refresh_from_db()


@pytest.mark.django_db
def test_a_message_that_cannot_leave_is_tried_again_later_and_later(
    template, meeting, no_mail_server
):
    message = write(template)
    waits = []

    for _ in range(outbox.MOST_ATTEMPTS - 1):
        sweep_when_its_turn_comes(message)
        waits.append(message.claimed_until - timezone.now())
        sweep_mail()

    message.refresh_from_db()
    assert message.attempts == outbox.MOST_ATTEMPTS - 1
    assert waits == sorted(waits)
    assert (str(message.stage), message.failed_at) == ("Waiting", None)
    assert "refused" in message.last_error


@pytest.mark.django_db
def test_a_message_has_failed_after_its_last_try_and_is_left_to_a_person(
    template, meeting, no_mail_server
):
    message = write(template)

    for _ in range(outbox.MOST_ATTEMPTS + 2):
        sweep_when_its_turn_comes(message)

    assert message.attempts == outbox.MOST_ATTEMPTS
    assert str(message.stage) == "Failed"
    assert not outbox.waiting(timezone.now()).exists()


@pytest.mark.django_db
def test_a_message_whose_workers_all_died_has_failed_too(template, meeting):
    message = write(template)
    OutgoingMail.objects.update(
        attempts=outbox.MOST_ATTEMPTS, claimed_until=timezone.now() - timedelta(seconds=1)
    )

    sweep_mail()

    message.refresh_from_db()
    assert message.failed_at
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_failed_message_is_sent_again_and_a_sent_one_is_copied(template, meeting, client):
    sent = write(template)
    failed = write(template)
    OutgoingMail.objects.filter(pk=failed.pk).update(
        sent_at=None, failed_at=timezone.now(), attempts=outbox.MOST_ATTEMPTS
    )
    client.force_login(make_organiser())

    client.post(
        "/admin/gfmd_meeting/outgoingmail/",
        {"action": "send_again", "_selected_action": [sent.pk, failed.pk]},
    )

    assert OutgoingMail.objects.count() == 3
    assert OutgoingMail.objects.filter(failed_at=None).exclude(sent_at=None).count() == 3
    assert len(mail.outbox) == 4


@pytest.mark.django_db(transaction=True)
def test_no_header_is_injected(template, meeting):
    outbox.write_mail(
        to="ana@example.org\nBcc: eve@example.org",
        language="en",
        template=template,
        name="Ana\r\nBcc: eve@example.org",
    )

    message = OutgoingMail.objects.get()
    assert "\n" not in message.to + message.subject
    for sent in mail.outbox:
        assert "eve@example.org" not in sent.message().get_all("Bcc", [])
        assert "Bcc" not in sent.message()


@pytest.mark.django_db
def test_a_message_that_no_mail_can_carry_has_failed_at_once(template, meeting):
    message = write(template)
    OutgoingMail.objects.update(subject="Two\nlines")

    sweep_mail()

    message.refresh_from_db()
    assert message.failed_at
    assert message.attempts == 1


@pytest.mark.django_db(transaction=True)
def test_a_personal_link_is_in_the_message_and_not_in_the_outbox(settings, tmp_path, meeting):
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails" / "link.txt").write_text("Come\n\n{{ site_url }}/come/{{ token }}/\n")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    link = make_link(purpose="coming", subject=1, address="ana@example.org")

    outbox.write_mail(to="ana@example.org", language="en", template="link", link=link)

    assert token_of(link) in mail.outbox[0].body
    assert token_of(link) not in OutgoingMail.objects.get().body


@pytest.mark.django_db(transaction=True)
def test_answers_go_to_the_contact_of_the_meeting(template):
    make_meeting(contact_email="desk@example.org")
    write(template)

    assert mail.outbox[0].reply_to == ["desk@example.org"]


@pytest.mark.django_db
def test_the_database_knows_that_what_was_sent_has_not_failed(template, meeting):
    write(template)

    with pytest.raises(IntegrityError, match="sent_or_failed"), transaction.atomic():
        OutgoingMail.objects.update(sent_at=timezone.now(), failed_at=timezone.now())
