"""The waiting lists: who is offered a seat when, and that nobody is passed over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from gfmd_meeting.models import OutgoingMail
from registrations.models import Participant, Status
from registrations.seats import (
    accept_offer,
    confirm_participant,
    decline_participant,
    lapse_offers,
    put_on_waiting_list,
    record_attendance,
    withdraw_participant,
)
from tests.factories import (
    make_delegation,
    make_group,
    make_meeting,
    make_organiser,
    make_participant,
)

pytestmark = pytest.mark.django_db

CONFIRMED, WAITING, OFFERED = Status.CONFIRMED, Status.WAITING, Status.OFFERED


def status_of(participant):
    return Participant.objects.get(pk=participant.pk).status


def subjects_to(participant):
    mail = OutgoingMail.objects.filter(to=participant.email)
    return [one.subject.partition(":")[0] for one in mail.order_by("pk")]


@pytest.fixture
def full_meeting():
    """One seat, taken; gives the person who has it."""
    make_meeting(seats=1, seats_expected=1)
    return make_participant(status=CONFIRMED)


def test_who_finds_no_seat_waits_and_is_told_so(full_meeting):
    late = make_participant()

    assert put_on_waiting_list(participant=late, by=make_organiser()) is True
    place = late.waiting_place
    assert put_on_waiting_list(participant=late, by=None) is False

    assert (status_of(late), late.waiting_place) == (WAITING, place)
    assert subjects_to(late) == ["You are on the waiting list"]


def test_a_freed_seat_is_offered_to_the_next_with_a_deadline(full_meeting):
    make_meeting(seats=1, seats_expected=1, seat_offer_hours=24)
    group = full_meeting.delegation.group
    waiting = [make_participant(delegation=make_delegation(group=group)) for _ in range(2)]
    for person in waiting:
        put_on_waiting_list(participant=person, by=None, sends_mail=False)

    before = timezone.now()
    withdraw_participant(participant=full_meeting, by=None)

    first, second = (Participant.objects.get(pk=person.pk) for person in waiting)
    assert (first.status, second.status) == (OFFERED, WAITING)
    assert first.waiting_place is None
    assert timedelta(hours=24) <= first.offer_expires_at - before < timedelta(hours=24, minutes=1)
    assert subjects_to(first) == ["A seat is held for you"]
    mail = OutgoingMail.objects.get(to=first.email)
    assert mail.link.subject == first.pk
    assert "/offers/PERSONAL-LINK/" in mail.body


def test_a_seat_that_is_offered_is_held_against_everybody_else(full_meeting):
    waits, comes_later = make_participant(), make_participant()
    put_on_waiting_list(participant=waits, by=None)
    withdraw_participant(participant=full_meeting, by=None)

    with pytest.raises(ValidationError, match="The only seat of the meeting is taken"):
        confirm_participant(participant=comes_later, by=None)

    waits.refresh_from_db()
    accept_offer(participant=waits, by=waits.user)
    assert status_of(waits) == CONFIRMED
    assert subjects_to(waits)[-1] == "Your seat is confirmed"


def test_an_offer_that_nobody_takes_passes_to_the_next(full_meeting):
    first, second = make_participant(), make_participant()
    for person in (first, second):
        put_on_waiting_list(participant=person, by=None)
    withdraw_participant(participant=full_meeting, by=None)

    assert lapse_offers() == 0
    assert lapse_offers(now=timezone.now() + timedelta(hours=49)) == 1

    assert (status_of(first), status_of(second)) == (Status.LAPSED, OFFERED)
    assert subjects_to(first)[-1] == "The seat that was held for you has passed on"


def test_a_lapsed_offer_is_not_taken_even_before_the_sweeper_came(full_meeting):
    late = make_participant(status=OFFERED, offer_expires_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(ValidationError, match="does not stand any more"):
        accept_offer(participant=late, by=None)


def test_the_command_passes_lapsed_offers_on(full_meeting):
    withdraw_participant(participant=full_meeting, by=None)
    late = make_participant(status=OFFERED, offer_expires_at=timezone.now() - timedelta(minutes=1))
    waits = make_participant(status=WAITING)

    call_command("sweep")

    assert (status_of(late), status_of(waits)) == (Status.LAPSED, OFFERED)


def test_who_gives_an_offer_back_frees_it_for_the_next(full_meeting):
    first, second = make_participant(), make_participant()
    for person in (first, second):
        put_on_waiting_list(participant=person, by=None)
    withdraw_participant(participant=full_meeting, by=None)

    withdraw_participant(participant=first, by=None)

    assert (status_of(first), status_of(second)) == (Status.WITHDRAWN, OFFERED)


def test_a_freed_seat_stays_in_its_group_while_somebody_of_it_waits(full_meeting):
    elsewhere = make_participant()
    of_the_group = make_participant(delegation=make_delegation(group=full_meeting.delegation.group))
    for person in (elsewhere, of_the_group):
        put_on_waiting_list(participant=person, by=None)

    withdraw_participant(participant=full_meeting, by=None)

    assert (status_of(elsewhere), status_of(of_the_group)) == (WAITING, OFFERED)


def test_a_freed_seat_leaves_its_group_where_nobody_of_it_waits(full_meeting):
    elsewhere = make_participant()
    put_on_waiting_list(participant=elsewhere, by=None)

    withdraw_participant(participant=full_meeting, by=None)

    assert status_of(elsewhere) == OFFERED


def test_who_is_held_by_their_own_delegations_limit_does_not_block_the_others(meeting):
    group = make_group(seats=2)
    norway = make_delegation(group=group, seats=1)
    sweden = make_delegation(group=group, seats=2)
    make_participant(delegation=norway, status=CONFIRMED)
    leaves = make_participant(delegation=sweden, status=CONFIRMED)
    of_norway = make_participant(delegation=norway)
    of_sweden = make_participant(delegation=sweden)
    for person in (of_norway, of_sweden):
        put_on_waiting_list(participant=person, by=None)

    withdraw_participant(participant=leaves, by=None)

    assert (status_of(of_norway), status_of(of_sweden)) == (WAITING, OFFERED)


def test_where_a_seat_is_free_it_is_offered_at_once_instead(meeting):
    person = make_participant()

    put_on_waiting_list(participant=person, by=None)

    assert person.status == OFFERED
    assert subjects_to(person) == ["A seat is held for you"]


def test_nobody_is_confirmed_before_those_who_wait(meeting):
    make_meeting(seats=1, seats_expected=1)
    waits, comes_later = make_participant(status=WAITING), make_participant()

    with pytest.raises(ValidationError, match="The only seat of the meeting is taken"):
        confirm_participant(participant=comes_later, by=None)
    confirm_participant(participant=waits, by=None)

    assert (status_of(waits), status_of(comes_later)) == (CONFIRMED, Status.REGISTERED)


def test_an_override_passes_over_for_a_reason_that_stays(full_meeting):
    first, minister = make_participant(status=WAITING), make_participant()

    confirm_participant(participant=minister, by=make_organiser(), override_reason="A minister")

    assert (status_of(first), status_of(minister)) == (WAITING, CONFIRMED)
    minister.refresh_from_db()
    assert minister.override_reason == "A minister"


def test_one_who_waits_is_declined_with_a_reason(full_meeting):
    waits = make_participant(status=WAITING)

    decline_participant(participant=waits, by=None, reason="The list is closed")

    waits.refresh_from_db()
    assert (waits.status, waits.waiting_place) == (Status.DECLINED, None)


def test_an_offer_is_withdrawn_and_not_declined(full_meeting):
    with pytest.raises(ValidationError, match="Withdraw the registration instead"):
        decline_participant(participant=make_participant(status=OFFERED), by=None, reason="Full")


def test_who_lapsed_can_wait_again_behind_the_others(full_meeting):
    lapsed = make_participant(status=Status.LAPSED)
    waits = make_participant(status=WAITING)

    put_on_waiting_list(participant=lapsed, by=None)

    assert list(Participant.objects.waiting()) == [waits, lapsed]


def test_a_name_that_is_not_submitted_is_given_no_seat(meeting):
    named = make_participant(status=Status.NAMED)

    for act in (confirm_participant, put_on_waiting_list):
        with pytest.raises(ValidationError, match="has not submitted its nominations"):
            act(participant=named, by=None)
    withdraw_participant(participant=named, by=None)

    assert status_of(named) == Status.WITHDRAWN
    assert not OutgoingMail.objects.exists()


def test_only_who_has_a_seat_attends_and_once(full_meeting):
    assert record_attendance(participant=full_meeting, by=make_organiser()) is True
    assert record_attendance(participant=full_meeting, by=make_organiser()) is False
    with pytest.raises(ValidationError, match="has no seat"):
        record_attendance(participant=make_participant(), by=None)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("has_a_place_while_waiting", {"status": WAITING, "decided_at": timezone.now}),
        ("has_a_place_while_waiting", {"waiting_place": 1}),
        ("has_a_deadline_while_offered", {"status": OFFERED, "decided_at": timezone.now}),
        ("has_a_deadline_while_offered", {"offer_expires_at": timezone.now}),
        ("attends_with_a_seat", {"attended_at": timezone.now}),
        ("gives_a_passport_for_a_visa_letter_alone", {"passport_number": "X1"}),
    ],
)
def test_the_database_knows_what_goes_with_each_state(meeting, constraint, fields):
    person = make_participant()
    fields = {name: value() if callable(value) else value for name, value in fields.items()}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Participant.objects.filter(pk=person.pk).update(**fields)


def test_the_database_gives_no_place_on_the_list_twice(meeting):
    make_participant(status=WAITING, waiting_place=7)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_participant(status=WAITING, waiting_place=7)


def test_offering_asks_no_more_of_the_database_for_longer_lists(
    full_meeting, django_assert_max_num_queries
):
    for _ in range(30):
        make_participant(status=WAITING)

    with django_assert_max_num_queries(36):
        withdraw_participant(participant=full_meeting, by=None)
