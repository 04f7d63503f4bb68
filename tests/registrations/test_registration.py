"""How people are registered, linked to an account, and corrected."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone

from gfmd_meeting.models import OutgoingMail, User
from registrations.accounts import claim_registration
from registrations.models import Capacity, Participant, Status
from registrations.registration import (
    change_participant,
    register_participant,
    request_registration,
)
from tests.factories import (
    make_delegation,
    make_meeting,
    make_organiser,
    make_participant,
    make_party,
    make_user,
    moment,
)

KARI = {
    "given_name": "Kari",
    "family_name": "Lie",
    "function": "Counsellor",
    "email": "kari@example.org",
    "language": "en",
}


@pytest.mark.django_db
def test_a_registered_person_waits_and_is_told_so(meeting):
    norway = make_delegation(name_en="Norway")

    kari = register_participant(delegation=norway, **KARI)

    assert (kari.status, kari.decided_at) == (Status.REGISTERED, None)
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Your registration has been received: A meeting"
    assert "You do not have a seat yet." in mail.body
    assert "Norway" in mail.body


@pytest.mark.django_db
def test_a_registered_person_can_sign_in_without_a_password(meeting):
    kari = register_participant(delegation=make_delegation(), **KARI)

    assert kari.user.email == "kari@example.org"
    assert kari.user.full_name == "Kari Lie"
    assert not kari.user.has_usable_password()
    assert not kari.user.is_staff


@pytest.mark.django_db
def test_one_address_is_registered_once_whatever_its_case(meeting):
    register_participant(delegation=make_delegation(), **KARI)

    with pytest.raises(ValidationError, match="registered with this address already"):
        register_participant(delegation=make_delegation(), **KARI | {"email": "Kari@Example.org"})


@pytest.mark.django_db
def test_the_database_knows_that_one_address_is_registered_once(meeting):
    make_participant(email="kari@example.org")

    with pytest.raises(IntegrityError):
        make_participant(email="KARI@example.org")


@pytest.mark.django_db
def test_a_delegation_has_one_head(meeting):
    norway = make_delegation()
    make_participant(delegation=norway, capacity=Capacity.HEAD)

    with pytest.raises(ValidationError, match="has a head already"):
        register_participant(delegation=norway, capacity=Capacity.HEAD, **KARI)
    register_participant(delegation=make_delegation(), capacity=Capacity.HEAD, **KARI)


@pytest.mark.django_db
def test_the_database_knows_that_a_delegation_has_one_head(meeting):
    norway = make_delegation()
    make_participant(delegation=norway, capacity=Capacity.HEAD)
    make_participant(delegation=norway, capacity=Capacity.HEAD, status=Status.WITHDRAWN)

    with pytest.raises(IntegrityError):
        make_participant(delegation=norway, capacity=Capacity.HEAD)


@pytest.mark.django_db
def test_the_database_knows_that_people_leave_after_they_arrive(meeting):
    with pytest.raises(IntegrityError, match="leaves_after_arriving"):
        make_participant(arrives_at=moment(4, "10:00"), departs_at=moment(3, "10:00"))


@pytest.mark.django_db
def test_registration_is_open_through_its_last_day():
    last_day = date(2011, 9, 20)
    meeting = make_meeting(registration_closes_on=last_day)

    assert meeting.registration_is_open(last_day)
    assert not meeting.registration_is_open(last_day + timedelta(days=1))
    assert make_meeting(registration_closes_on=None).registration_is_open()


@pytest.mark.django_db
def test_after_the_last_day_only_organisers_register():
    make_meeting(registration_closes_on=date(2011, 9, 20))

    for by in (None, make_user()):
        with pytest.raises(ValidationError, match="Registration closed"):
            register_participant(delegation=make_delegation(), by=by, **KARI)
    assert register_participant(delegation=make_delegation(), by=make_organiser(), **KARI).pk


@pytest.mark.django_db
def test_the_public_door_tells_the_person_and_not_the_sender_who_is_registered(meeting):
    norway = make_delegation(takes_requests=True, name_en="Norway")
    request_registration(delegation=norway, **KARI)

    request_registration(
        delegation=make_delegation(takes_requests=True), **KARI | {"given_name": "Mallory"}
    )

    assert Participant.objects.get().given_name == "Kari"
    known = OutgoingMail.objects.first()
    assert known.to == "kari@example.org"
    assert known.subject == "You are registered already: A meeting"
    assert "Awaits a decision" in known.body


@pytest.mark.django_db
def test_the_public_door_says_of_a_head_the_same_for_every_address(meeting):
    """Else a stranger who asks for a headed delegation learns whose address is registered."""
    norway = make_delegation(takes_requests=True)
    make_participant(delegation=norway, capacity=Capacity.HEAD, email="kari@example.org")

    for email in ("kari@example.org", "nobody@example.org"):
        with pytest.raises(ValidationError) as refusal:
            request_registration(
                delegation=norway, capacity=Capacity.HEAD, **KARI | {"email": email}
            )
        assert refusal.value.messages == ["The delegation has a head already."]


@pytest.mark.django_db
def test_an_account_that_exists_is_not_linked_by_whoever_types_its_address(meeting):
    organiser = make_organiser(email="kari@example.org")

    kari = register_participant(delegation=make_delegation(), by=None, **KARI)

    assert kari.user is None
    assert User.objects.get(email="kari@example.org") == organiser


@pytest.mark.django_db
def test_a_focal_point_links_no_account_but_a_new_one(meeting):
    make_user(email="kari@example.org")

    assert register_participant(delegation=make_delegation(), by=make_user(), **KARI).user is None


@pytest.mark.django_db
def test_who_is_signed_in_registers_under_their_own_account(meeting):
    user = make_user(email="kari@example.org")

    assert register_participant(delegation=make_delegation(), by=user, **KARI).user == user


@pytest.mark.django_db
def test_the_holder_of_an_account_claims_what_was_registered_with_its_address(meeting):
    kari = make_user(email="kari@example.org")
    register_participant(delegation=make_delegation(), by=None, **KARI)

    with pytest.raises(ValidationError, match="no registration to claim"):
        claim_registration(user=make_user())
    assert claim_registration(user=kari).user == kari


@pytest.mark.django_db
def test_nobody_claims_a_registration_that_is_someones(meeting):
    register_participant(delegation=make_delegation(), **KARI)
    other = make_user()
    User.objects.filter(email="kari@example.org").update(email="elsewhere@example.org")
    User.objects.filter(pk=other.pk).update(email="kari@example.org")

    with pytest.raises(ValidationError, match="no registration to claim"):
        claim_registration(user=User.objects.get(pk=other.pk))


@pytest.mark.django_db
def test_a_correction_touches_nothing_that_was_decided_meanwhile(meeting):
    kari = make_participant(given_name="Kary")
    stale = Participant.objects.get(pk=kari.pk)
    Participant.objects.filter(pk=kari.pk).update(
        status=Status.CONFIRMED, decided_at=timezone.now()
    )

    change_participant(participant=stale, by=make_user(), given_name="Kari")

    kari.refresh_from_db()
    assert (kari.given_name, kari.status) == ("Kari", Status.CONFIRMED)


@pytest.mark.django_db
def test_what_has_ended_is_corrected_by_organisers_alone(meeting):
    kari = make_participant(status=Status.WITHDRAWN)

    with pytest.raises(ValidationError, match="has ended"):
        change_participant(participant=kari, by=make_user(), given_name="Kari")
    change_participant(participant=kari, by=make_organiser(), given_name="Kari")


@pytest.mark.django_db
def test_a_seat_does_not_move_to_another_delegation(meeting):
    kari = make_participant(status=Status.CONFIRMED)

    with pytest.raises(ValidationError, match="before moving"):
        change_participant(participant=kari, by=make_organiser(), delegation=make_delegation())


@pytest.mark.django_db
def test_an_offer_does_not_move_to_a_delegation_that_may_be_full(meeting):
    kari = make_participant(status=Status.OFFERED)
    full = make_delegation(seats=0)

    with pytest.raises(ValidationError, match="which would not move along"):
        change_participant(participant=kari, by=make_organiser(), delegation=full)


@pytest.mark.django_db
def test_an_account_follows_the_address_that_organisers_correct(meeting):
    kari = register_participant(delegation=make_delegation(), **KARI)
    kari.user.emailaddress_set.create(email="kari@example.org", verified=True, primary=True)

    change_participant(participant=kari, by=make_organiser(), email="kari.lie@example.org")

    kari.user.refresh_from_db()
    assert kari.user.email == "kari.lie@example.org"
    assert not kari.user.emailaddress_set.exists()


@pytest.mark.django_db
def test_the_account_of_one_who_is_more_than_a_participant_does_not_follow(meeting):
    co_chair = make_user(email="kari@example.org", party=make_party())
    kari = make_participant(user=co_chair, email="kari@example.org")

    change_participant(participant=kari, by=make_organiser(), email="kari.lie@example.org")

    co_chair.refresh_from_db()
    assert co_chair.email == "kari@example.org"


@pytest.mark.django_db(transaction=True)
def test_two_identical_registrations_at_once_make_one_row_and_no_error():
    make_meeting()
    delegation = make_delegation(takes_requests=True)

    def send(_):
        try:
            request_registration(delegation=delegation, **KARI)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as threads:
        list(threads.map(send, range(8)))

    assert Participant.objects.count() == 1
    assert User.objects.count() == 1
    subjects = sorted(mail.subject for mail in OutgoingMail.objects.all())
    assert [subject[:8] for subject in subjects] == ["You are "] * 7 + ["Your reg"]
