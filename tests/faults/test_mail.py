"""Mail leaves whatever dies, and nobody waits for it."""

import signal
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from gfmd_meeting import outbox
from gfmd_meeting.models import OutgoingMail
from registrations.models import Participant
from tests.factories import make_delegation, make_meeting

from .processes import wait_until

# What a person will wait for a page before they think that it is broken.
BEARABLE = 5


@pytest.fixture
def delegation(full_mode):
    make_meeting()
    return make_delegation(name_en="Caritas", takes_requests=True)


def register(visitor, delegation, **fields):
    person = {
        "delegation": delegation.pk,
        "capacity": "delegate",
        "given_name": "Ana",
        "family_name": "García",
        "function": "Counsellor",
        "email": "ana@example.org",
        "language": "en",
    }
    return visitor.send("/register/", **person | fields)


def letters(full_mode):
    return [path.read_text() for path in full_mode.outbox.glob("*.log")]


def is_sent(mail):
    return lambda: OutgoingMail.objects.filter(pk=mail.pk).exclude(sent_at=None).exists()


def test_the_letter_of_a_registration_is_sent_by_a_worker(full_mode, delegation):
    full_mode.worker()

    register(full_mode.web(), delegation)

    mail = OutgoingMail.objects.get()
    wait_until(is_sent(mail), "the letter")
    assert "To: ana@example.org" in letters(full_mode)[0]
    assert len(letters(full_mode)) == 1


def test_a_letter_in_the_hands_of_a_killed_worker_is_handed_on(
    full_mode, delegation, mute_mail_server
):
    worker = full_mode.worker(EMAIL_URL=f"smtp://127.0.0.1:{mute_mail_server}")
    register(full_mode.web(), delegation)
    held = OutgoingMail.objects.exclude(claimed_until=None)
    wait_until(held.exists, "a worker that takes the letter in hand")
    worker.kill()
    mail = OutgoingMail.objects.get()

    full_mode.worker()
    full_mode.manage("sweep")
    time.sleep(2)
    assert not is_sent(mail)(), "sent while another may still have it in hand"
    held.update(claimed_until=timezone.now() - timedelta(seconds=1))
    full_mode.manage("sweep")

    wait_until(is_sent(mail), "the letter")
    assert len(letters(full_mode)) == 1


@pytest.mark.parametrize("fault", [signal.SIGSTOP, signal.SIGKILL], ids=["frozen", "gone"])
def test_nobody_waits_for_a_broker_that_does_not_answer(full_mode, delegation, fault):
    if full_mode.broker is None:
        pytest.fail("This test freezes its own broker: run it without REDIS_URL.")
    visitor = full_mode.web()
    visitor.get("/register/")
    full_mode.broker.process.send_signal(fault)

    begun = time.monotonic()
    register(visitor, delegation)
    taken = time.monotonic() - begun

    assert Participant.objects.count() == 1
    assert taken < BEARABLE
    assert outbox.waiting(timezone.now()).count() == 1


def test_what_waited_for_a_frozen_broker_leaves_when_it_wakes(full_mode, delegation):
    visitor = full_mode.web()
    full_mode.worker()
    full_mode.broker.process.send_signal(signal.SIGSTOP)
    register(visitor, delegation)
    assert not letters(full_mode)

    full_mode.broker.process.send_signal(signal.SIGCONT)
    full_mode.manage("sweep")

    wait_until(is_sent(OutgoingMail.objects.get()), "the letter")
