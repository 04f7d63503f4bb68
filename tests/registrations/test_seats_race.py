"""Sixty-four organisers and delegates act at random at once; the limits and the order hold.

``RACE_SECONDS=60`` lets them act for a minute instead of a dozen times each.
"""

import os
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from gfmd_meeting.models import Meeting, StakeholderGroup
from registrations import seats, waiting
from registrations.models import Delegation, Participant
from tests.factories import make_delegation, make_group, make_meeting, make_participant

THREADS = 64
ACTS_OF_EACH = 12
SEATS = 20
SECONDS = float(os.environ.get("RACE_SECONDS", 0))

Participants = Participant.objects


def confirm(person):
    seats.confirm_participant(participant=person, by=None, sends_mail=False)


def confirm_past_a_limit(person):
    seats.confirm_participant(
        participant=person, by=None, override_reason="Protocol", sends_mail=False
    )


def wait(person):
    seats.put_on_waiting_list(participant=person, by=None, sends_mail=False)


def withdraw(person):
    seats.withdraw_participant(participant=person, by=None, sends_mail=False)


def accept(person):
    seats.accept_offer(participant=person, by=None)


def decline(person):
    seats.decline_participant(participant=person, by=None, reason="Full", sends_mail=False)


def lapse(person):
    seats.lapse_offers(now=timezone.now() + timedelta(days=30))


ACTS = {
    confirm: 6,
    wait: 8,
    withdraw: 8,
    accept: 5,
    decline: 1,
    lapse: 1,
    confirm_past_a_limit: 1,
}


@pytest.fixture
def crowd():
    """Three groups, one without a ceiling; nine delegations; far more people than seats."""
    make_meeting(seats=SEATS, seats_expected=1)
    for ceiling in (6, 9, None):
        group = make_group(seats=ceiling)
        for held in (2, 3, 8):
            delegation = make_delegation(group=group, seats=held)
            for _ in range(10):
                make_participant(delegation=delegation)
    return list(Participants.values_list("pk", flat=True))


def limits_broken() -> list[str]:
    """Limits that more people hold a seat under than it has, but for those let past it."""
    held = list(
        Participants.taking_seats()
        .filter(override_reason="")
        .values_list("delegation_id", "delegation__group_id")
    )
    of_delegation = Counter(delegation for delegation, _group in held)
    of_group = Counter(group for _delegation, group in held)
    broken = ["meeting"] * (len(held) > SEATS)
    for one in StakeholderGroup.objects.exclude(seats=None):
        broken += [f"group of {one.seats}"] * (of_group[one.pk] > one.seats)
    for one in Delegation.objects.all():
        broken += [f"delegation of {one.seats}"] * (of_delegation[one.pk] > one.seats)
    return broken


def passed_over(person) -> list[Participant]:
    """Who waits before this person in the same group, and for whose delegation a seat is left."""
    before = Participants.waiting().filter(
        delegation__group=person.delegation.group, waiting_place__lt=person.waiting_place
    )
    return [
        one
        for one in before.select_related("delegation")
        if Participants.taking_seats().filter(delegation=one.delegation).count()
        < one.delegation.seats
    ]


def race(crowd, acts) -> tuple[Counter, list[str]]:
    """What everybody did at once, and which limits were seen broken meanwhile."""
    broken, done = [], threading.Event()
    end = time.monotonic() + SECONDS

    def watch():
        try:
            while not done.wait(0.05):
                broken.extend(limits_broken())
        finally:
            connection.close()

    def act_at_random(seed):
        dice = random.Random(seed)
        acted = Counter()
        try:
            for number in count():
                if number >= ACTS_OF_EACH and time.monotonic() >= end:
                    return acted
                (act,) = dice.choices(list(acts), weights=acts.values())
                person = Participants.get(pk=dice.choice(crowd))
                try:
                    act(person)
                except ValidationError:
                    acted["refused"] += 1
                else:
                    acted[act.__name__] += 1
        finally:
            connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(THREADS) as threads:
        acted = sum(threads.map(act_at_random, range(THREADS)), Counter())
    done.set()
    watcher.join()
    return acted, broken + limits_broken()


@pytest.mark.django_db(transaction=True)
def test_at_no_instant_is_a_limit_exceeded_or_a_waiting_person_passed_over(crowd, monkeypatch):
    wrong, offered = [], []
    offer, decide = waiting._offer, seats._decide

    def watched_offer(person, meeting):
        wrong.extend(f"{one} was passed over" for one in passed_over(person))
        offer(person, meeting)
        offered.append(person)
        wrong.extend(limits_broken())

    def watched_decide(*args, **kwargs):
        """Under the lock every state there ever is can be seen, not one in twenty."""
        decide(*args, **kwargs)
        wrong.extend(limits_broken())

    monkeypatch.setattr(waiting, "_offer", watched_offer)
    monkeypatch.setattr(seats, "_decide", watched_decide)

    acted, broken = race(crowd, ACTS)

    assert wrong + broken == []
    # A race in which nothing happened would show nothing.
    assert {act.__name__ for act in ACTS} | {"refused"} == set(acted)
    assert sum(acted.values()) >= THREADS * ACTS_OF_EACH
    free = waiting.FreeSeats(Meeting.objects.get())
    people = Participants.waiting().select_related("delegation__group")
    assert not any(free.take(person) for person in people)
    assert offered


@pytest.mark.django_db(transaction=True)
def test_without_their_lock_the_same_acts_break_the_limits(crowd, monkeypatch):
    """The control: what shows that the race above is one."""
    measure = seats.measure_limits

    def measure_and_hesitate(*args):
        limits = measure(*args)
        time.sleep(0.01)
        return limits

    # On SQLite the transaction is the lock, so the control goes without both.
    monkeypatch.setattr(seats, "lock_seats", Meeting.objects.get)
    monkeypatch.setattr(seats, "measure_limits", measure_and_hesitate)
    for act in ("confirm_participant", "withdraw_participant"):
        monkeypatch.setattr(seats, act, getattr(seats, act).__wrapped__)

    _acted, broken = race(crowd, {confirm: 3, withdraw: 1})

    assert broken
