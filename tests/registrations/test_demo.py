"""The demo's people: loaded once, through the doors that everyone uses."""

import pytest

from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import OutgoingMail
from registrations.demo import load
from registrations.models import (
    Correspondence,
    Delegation,
    FocalPoint,
    InvitationState,
    Participant,
    Status,
)
from tests.factories import make_organiser, make_user


@pytest.fixture
def accounts(db):
    """Those who sign in to the demo, in the meeting that it is about."""
    load_meeting_file("san_salvador_2011")
    names = ("rapporteur", "focalpoint", "delegate")
    return {"organiser": make_organiser(email="organiser@example.org")} | {
        name: make_user(email=f"{name}@example.org") for name in names
    }


def test_the_demo_seats_its_people_within_the_limits_and_writes_of_one_offer(accounts):
    assert load(accounts) == "45 delegations and 60 participants"

    assert Delegation.objects.count() == 45
    states = list(Participant.objects.values_list("status", flat=True))
    assert {status: states.count(status) for status in Status} == {
        Status.NAMED: 1,
        Status.REGISTERED: 6,
        Status.WAITING: 2,
        Status.OFFERED: 1,
        Status.CONFIRMED: 48,
        Status.DECLINED: 1,
        Status.WITHDRAWN: 1,
        Status.LAPSED: 0,
    }
    assert Participant.objects.get(status=Status.DECLINED).decision_reason
    assert not Participant.objects.exclude(override_reason="").exists()
    assert OutgoingMail.objects.get().subject.startswith("Un siège vous est réservé")


def test_the_demos_accounts_are_what_they_are_called(accounts):
    load(accounts)

    rapporteur = Participant.objects.get(user=accounts["rapporteur"])
    assert (rapporteur.full_name, rapporteur.delegation.code) == ("Margaret O'Connor", "ca")
    delegate = Participant.objects.get(user=accounts["delegate"])
    assert (delegate.status, delegate.delegation.code) == (Status.REGISTERED, "gt")
    assert FocalPoint.objects.get(user=accounts["focalpoint"]).delegation.code == "gt"


def test_delegations_of_the_demo_are_in_every_state(accounts):
    load(accounts)

    assert set(Delegation.objects.values_list("state", flat=True)) == set(InvitationState)


def test_of_the_invitations_of_the_demo_some_are_answered_and_some_overdue(accounts):
    load(accounts)

    late = Correspondence.objects.overdue()
    assert {letter.delegation.state for letter in late} == {InvitationState.INVITED}
    assert Correspondence.objects.filter(direction="in").count() > 30


def test_every_delegation_of_the_demo_is_named_in_three_languages(accounts):
    load(accounts)

    for delegation in Delegation.objects.all():
        assert delegation.name_en
        assert delegation.name_es
        assert delegation.name_fr


def test_the_demo_is_loaded_once(accounts):
    load(accounts)

    assert load(accounts) is None
    assert Participant.objects.count() == 60
