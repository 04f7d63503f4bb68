"""The three limits, the way past them, and the race for the last seats."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gfmd_meeting.models import OutgoingMail
from registrations import seats
from registrations.models import Capacity, Participant, Status
from registrations.seats import confirm_participant, decline_participant, withdraw_participant
from tests.factories import (
    make_delegation,
    make_group,
    make_meeting,
    make_organiser,
    make_participant,
)

CONFIRMED = Status.CONFIRMED


def status_of(participant):
    return Participant.objects.get(pk=participant.pk).status


@pytest.mark.django_db
def test_a_confirmed_person_has_a_seat_and_is_told_so_once(meeting):
    organiser = make_organiser()
    ana = make_participant(email="ana@example.org", language="en")

    assert confirm_participant(participant=ana, by=organiser) is True
    assert confirm_participant(participant=ana, by=organiser) is False

    assert status_of(ana) == CONFIRMED
    assert ana.decided_by == organiser
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("ana@example.org", "Your seat is confirmed: A meeting")


@pytest.mark.django_db
def test_mail_is_written_as_people_write_and_without_escapes():
    make_meeting(short_title_en="Women's meeting")
    person = make_participant(
        family_name="O'Connor", delegation=make_delegation(name_en="Côte d'Ivoire")
    )

    confirm_participant(participant=person, by=None)

    mail = OutgoingMail.objects.get()
    assert "Women's meeting" in mail.subject
    assert "O'Connor" in mail.body
    assert "Côte d'Ivoire" in mail.body
    assert "http://localhost:8000/me/details/" in mail.body


@pytest.mark.django_db
def test_the_meeting_seats_no_more_than_it_has():
    make_meeting(seats=1, seats_expected=1)
    make_participant(status=CONFIRMED)
    late = make_participant()

    with pytest.raises(ValidationError, match="The only seat of the meeting is taken") as refusal:
        confirm_participant(participant=late, by=None)

    assert refusal.value.error_list[0].code == "meeting_is_full"
    assert status_of(late) == Status.REGISTERED
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_a_refusal_names_the_limit_in_words():
    make_meeting(seats=2, seats_expected=1)
    for _ in range(2):
        make_participant(status=CONFIRMED)

    with pytest.raises(ValidationError, match="All 2 seats of the meeting are taken."):
        confirm_participant(participant=make_participant(), by=None)


@pytest.mark.django_db
def test_a_group_seats_no_more_than_its_ceiling(meeting):
    europe = make_group(name_en="Governments of Europe", seats=2)
    for _ in range(2):
        make_participant(delegation=make_delegation(group=europe), status=CONFIRMED)
    third = make_participant(delegation=make_delegation(group=europe))

    with pytest.raises(ValidationError, match="All 2 seats of the group Governments of Europe"):
        confirm_participant(participant=third, by=None)

    elsewhere = make_participant(delegation=make_delegation(group=make_group(seats=None)))
    assert confirm_participant(participant=elsewhere, by=None)


@pytest.mark.django_db
def test_a_delegation_seats_no_more_than_it_has(meeting):
    norway = make_delegation(name_en="Norway", seats=1)
    make_participant(delegation=norway, status=CONFIRMED)

    with pytest.raises(ValidationError, match="The only seat of the delegation Norway is taken"):
        confirm_participant(participant=make_participant(delegation=norway), by=None)


@pytest.mark.django_db
def test_every_limit_that_is_full_is_named():
    make_meeting(seats=1, seats_expected=1)
    norway = make_delegation(name_en="Norway", seats=1, group=make_group(seats=1))
    make_participant(delegation=norway, status=CONFIRMED)

    with pytest.raises(ValidationError) as refusal:
        confirm_participant(participant=make_participant(delegation=norway), by=None)

    codes = [error.code for error in refusal.value.error_list]
    assert codes == ["meeting_is_full", "group_is_full", "delegation_is_full"]


@pytest.mark.django_db
def test_only_the_confirmed_take_up_seats():
    make_meeting(seats=1, seats_expected=1)
    for status in (Status.REGISTERED, Status.DECLINED, Status.WITHDRAWN):
        make_participant(status=status)

    assert confirm_participant(participant=make_participant(), by=None)


@pytest.mark.django_db
def test_an_organiser_may_go_past_a_limit_for_a_reason_that_stays():
    make_meeting(seats=1, seats_expected=1)
    make_participant(status=CONFIRMED)
    minister = make_participant()

    confirm_participant(participant=minister, by=make_organiser(), override_reason="A minister")

    minister.refresh_from_db()
    assert (minister.status, minister.override_reason) == (CONFIRMED, "A minister")


@pytest.mark.django_db
def test_blanks_are_no_reason_to_go_past_a_limit():
    make_meeting(seats=1, seats_expected=1)
    make_participant(status=CONFIRMED)

    with pytest.raises(ValidationError, match="seat of the meeting"):
        confirm_participant(participant=make_participant(), by=None, override_reason="  ")


@pytest.mark.django_db
def test_a_reason_that_was_not_needed_is_not_kept(meeting):
    person = make_participant()

    confirm_participant(participant=person, by=None, override_reason="Just in case")

    assert Participant.objects.get(pk=person.pk).override_reason == ""


@pytest.mark.django_db
def test_a_withdrawal_gives_the_seat_back():
    make_meeting(seats=1, seats_expected=1)
    first = make_participant(status=CONFIRMED)
    second = make_participant()

    withdraw_participant(participant=first, by=None, reason="Ill")
    confirm_participant(participant=second, by=None)

    assert list(Participant.objects.seated()) == [second]
    first.refresh_from_db()
    assert first.decision_reason == "Ill"
    assert "Your seat is free for someone else." in OutgoingMail.objects.last().body


@pytest.mark.django_db
def test_who_was_withdrawn_or_declined_can_be_confirmed_after_all(meeting):
    for status in (Status.WITHDRAWN, Status.DECLINED):
        person = make_participant(status=status, decision_reason="Was ill")

        assert confirm_participant(participant=person, by=None)

        assert Participant.objects.get(pk=person.pk).decision_reason == ""


@pytest.mark.django_db
def test_a_second_head_is_not_let_back_in(meeting):
    norway = make_delegation()
    gone = make_participant(delegation=norway, capacity=Capacity.HEAD, status=Status.WITHDRAWN)
    make_participant(delegation=norway, capacity=Capacity.HEAD)

    with pytest.raises(ValidationError, match="The delegation has a head already"):
        confirm_participant(participant=gone, by=None)


@pytest.mark.django_db
def test_a_refusal_is_declared_with_its_reason(meeting):
    person = make_participant()

    with pytest.raises(ValidationError, match="Give the reason"):
        decline_participant(participant=person, by=None, reason=" ")
    decline_participant(participant=person, by=None, reason="No nomination reached us")

    assert status_of(person) == Status.DECLINED
    assert "No nomination reached us" in OutgoingMail.objects.get().body


@pytest.mark.django_db
def test_who_has_a_seat_is_not_declined(meeting):
    person = make_participant(status=CONFIRMED)

    with pytest.raises(ValidationError, match="has a seat. Withdraw"):
        decline_participant(participant=person, by=None, reason="Full")


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.DECLINED])
def test_what_has_ended_is_not_ended_again(meeting, status):
    person = make_participant(status=status)

    with pytest.raises(ValidationError, match="already"):
        withdraw_participant(participant=person, by=None)
    with pytest.raises(ValidationError, match="already"):
        decline_participant(participant=person, by=None, reason="Full")
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_a_decision_is_made_on_what_is_stored_and_not_on_what_was_read_before(meeting):
    person = make_participant()
    stale = Participant.objects.get(pk=person.pk)
    withdraw_participant(participant=person, by=None)

    with pytest.raises(ValidationError, match="already"):
        decline_participant(participant=stale, by=None, reason="Full")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("dated_once_decided", {"status": CONFIRMED, "decided_at": None}),
        ("dated_once_decided", {"status": Status.REGISTERED, "decided_at": timezone.now}),
    ],
)
def test_the_database_knows_that_a_decision_is_dated(meeting, constraint, fields):
    person = make_participant()
    fields = {name: value() if callable(value) else value for name, value in fields.items()}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Participant.objects.filter(pk=person.pk).update(**fields)


def race(people, act):
    """Run the act for each person, 25 at once in real threads; give what each was told."""

    def run(person):
        try:
            return act(person)
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=25) as threads:
        return list(threads.map(run, people))


@pytest.mark.django_db(transaction=True)
def test_a_race_for_the_last_seats_gives_no_seat_too_many():
    make_meeting(seats=60)
    delegation = make_delegation()
    for _ in range(50):
        make_participant(delegation=delegation, status=CONFIRMED)
    people = [make_participant(delegation=delegation) for _ in range(100)]

    told = race(people, lambda person: confirm_participant(participant=person, by=None))

    assert Participant.objects.seated().count() == 60
    assert told.count(True) == 10
    refusals = [answer for answer in told if answer is not True]
    assert len(refusals) == 90
    assert {" ".join(refusal.messages) for refusal in refusals} == {
        "All 60 seats of the meeting are taken."
    }
    assert OutgoingMail.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_without_its_lock_the_same_race_gives_seats_too_many(monkeypatch):
    """The control: what shows that the race above is one."""
    make_meeting(seats=3, seats_expected=1)
    people = [make_participant() for _ in range(8)]
    everyone_has_measured = threading.Barrier(len(people))
    measure = seats.measure_limits

    def measure_together(*args):
        limits = measure(*args)
        everyone_has_measured.wait()
        return limits

    # On SQLite the transaction is the lock, so the control goes without both.
    monkeypatch.setattr(seats, "lock_seats", seats.Meeting.objects.get)
    monkeypatch.setattr(seats, "measure_limits", measure_together)
    without_transaction = confirm_participant.__wrapped__

    told = race(
        people, lambda person: without_transaction(participant=person, by=None, sends_mail=False)
    )

    assert told.count(True) == 8
    assert Participant.objects.seated().count() == 8
