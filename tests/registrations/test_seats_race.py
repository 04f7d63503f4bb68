"""Sixty-four organisers and delegates act at random at once; the limits and the order hold."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from gfmd_meeting.models import StakeholderGroup
from registrations import waiting
from registrations.models import Delegation, Participant
from registrations.seats import (
    accept_offer,
    confirm_participant,
    decline_participant,
    lapse_offers,
    put_on_waiting_list,
    withdraw_participant,
)
from tests.factories import make_delegation, make_group, make_meeting, make_participant

THREADS = 64
ACTS_OF_EACH = 12
SEATS = 20

Participants = Participant.objects


def confirm(person):
    confirm_participant(participant=person, by=None, sends_mail=False)


def confirm_past_a_limit(person):
    confirm_participant(participant=person, by=None, override_reason="Protocol", sends_mail=False)


def wait(person):
    put_on_waiting_list(participant=person, by=None, sends_mail=False)


def withdraw(person):
    withdraw_participant(participant=person, by=None, sends_mail=False)


def accept(person):
    accept_offer(participant=person, by=None)


def decline(person):
    decline_participant(participant=person, by=None, reason="Full", sends_mail=False)


def lapse(person):
    lapse_offers(now=timezone.now() + timedelta(days=30))


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
        for seats in (2, 3, 8):
            delegation = make_delegation(group=group, seats=seats)
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


@pytest.mark.django_db(transaction=True)
def test_at_no_instant_is_a_limit_exceeded_or_a_waiting_person_passed_over(crowd, monkeypatch):
    wrong, offered, done = [], [], threading.Event()
    offer = waiting._offer

    def watched_offer(person, meeting):
        wrong.extend(f"{one} was passed over" for one in passed_over(person))
        offer(person, meeting)
        offered.append(person)

    monkeypatch.setattr(waiting, "_offer", watched_offer)

    def watch():
        try:
            while not done.wait(0.05):
                wrong.extend(limits_broken())
        finally:
            connection.close()

    def act_at_random(seed):
        dice = random.Random(seed)
        acted = Counter()
        try:
            for _ in range(ACTS_OF_EACH):
                (act,) = dice.choices(list(ACTS), weights=ACTS.values())
                person = Participants.get(pk=dice.choice(crowd))
                try:
                    act(person)
                except ValidationError:
                    acted["refused"] += 1
                else:
                    acted[act.__name__] += 1
        finally:
            connection.close()
        return acted

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(THREADS) as threads:
        acted = sum(threads.map(act_at_random, range(THREADS)), Counter())
    done.set()
    watcher.join()

    assert wrong == []
    assert limits_broken() == []
    # A race in which nothing happened would show nothing.
    assert {act.__name__ for act in ACTS} | {"refused"} == set(acted)
    assert sum(acted.values()) == THREADS * ACTS_OF_EACH
    free = waiting.FreeSeats(waiting.Meeting.objects.get())
    people = Participants.waiting().select_related("delegation__group")
    assert not any(free.take(person) for person in people)
    assert offered
