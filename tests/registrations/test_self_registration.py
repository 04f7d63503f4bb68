"""The public page: people of bodies that the organisers have opened ask for a seat themselves."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from gfmd_meeting.models import OutgoingMail
from registrations.models import InvitationState, Participant, Status
from registrations.registration import request_registration
from tests.factories import (
    make_delegation,
    make_group,
    make_meeting,
    make_participant,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _(meeting):
    """Every page speaks of the meeting."""


def open_delegation(**fields):
    return make_delegation(takes_requests=True, **fields)


def sent(delegation, **fields):
    """What the form of the public page sends."""
    return {
        "delegation": delegation.pk,
        "capacity": "delegate",
        "given_name": "Kari",
        "family_name": "Lie",
        "function": "Counsellor",
        "email": "kari@example.org",
        "language": "en",
    } | fields


def page(response):
    return " ".join(response.content.decode().split())


def test_the_form_offers_delegations_under_their_group_in_the_readers_language(client):
    europe = make_group(name_en="Governments of Europe", name_fr="Gouvernements d’Europe")
    open_delegation(group=europe, name_en="Sweden", name_fr="Suède")
    open_delegation(group=europe, name_en="Germany", name_fr="Allemagne")

    french = page(client.get("/register/", headers={"accept-language": "fr"}))

    assert "Gouvernements d’Europe" in french
    assert french.index("Allemagne") < french.index("Suède")


def test_registering_says_that_there_is_no_seat_yet_and_offers_a_code(client):
    response = client.post("/register/", sent(open_delegation()), follow=True)

    assert response.redirect_chain == [("/register/received/", 302)]
    assert "You do not have a seat yet." in page(response)
    assert f'action="{reverse("account_request_login_code")}"' in page(response)
    assert 'name="email" value="kari@example.org"' in page(response)
    assert Participant.objects.get().status == Status.REGISTERED


def test_the_mailed_code_leads_to_ones_own_page(client):
    client.post("/register/", sent(open_delegation()))

    response = client.post(reverse("account_request_login_code"), {"email": "kari@example.org"})

    assert response.status_code == 302
    assert response.url == reverse("account_confirm_login_code")


def test_an_address_that_is_registered_gets_the_same_page_and_another_letter(client):
    norway = open_delegation()
    first = client.post("/register/", sent(norway))
    again = client.post("/register/", sent(norway, given_name="Mallory"))

    assert (first.status_code, first.url) == (again.status_code, again.url)
    assert Participant.objects.get().given_name == "Kari"
    assert OutgoingMail.objects.first().subject.startswith("You are registered already")


def test_what_was_typed_wrongly_is_said_beside_its_field_and_kept(client):
    response = client.post("/register/", sent(open_delegation(), email="kari@", family_name=""))

    assert response.status_code == 200
    assert 'href="#id_email"' in page(response)
    assert 'value="Kari"' in page(response)
    assert not Participant.objects.exists()


def test_control_characters_are_refused_in_words(client):
    response = client.post("/register/", sent(open_delegation(), function="a\x07b"))

    assert "Write this on one line" in page(response)


def test_spaces_are_tidied(client):
    client.post("/register/", sent(open_delegation(), family_name="  von   Allmen "))

    assert Participant.objects.get().family_name == "von Allmen"


def test_consent_to_be_listed_is_given_and_not_assumed(client):
    assert "checked" not in page(client.get("/register/"))
    client.post("/register/", sent(open_delegation()))
    assert Participant.objects.get().is_listed is False


def test_after_the_last_day_the_page_says_so(client):
    make_meeting(registration_closes_on=date(2011, 9, 20))

    for response in (client.get("/register/"), client.post("/register/", sent(open_delegation()))):
        assert "Registration closed on 20 September 2011." in page(response)
    assert not Participant.objects.exists()


def test_after_the_last_day_no_page_offers_to_register(client):
    pages = ("/", "/concept-note/", "/agenda/", "/accounts/login/", "/accounts/signup/")
    for path in pages:
        assert 'href="/register/"' in page(client.get(path)), path

    make_meeting(registration_closes_on=date(2011, 9, 20))

    for path in pages:
        assert 'href="/register/"' not in page(client.get(path)), path
    assert "Registration closed on 20 September 2011." in page(client.get("/"))


def test_too_many_registrations_from_one_address_are_asked_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"register": "2/h/ip"}
    answers = [
        client.post("/register/", {}, REMOTE_ADDR="203.0.113.9").status_code for _ in range(3)
    ]

    assert answers == [200, 200, 429]


def test_the_received_page_is_for_those_who_sent_something(client):
    assert client.get("/register/received/").url == "/register/"


def test_who_is_registered_and_signed_in_is_shown_their_own_page(client):
    user = make_user()
    make_participant(user=user)
    client.force_login(user)

    assert client.get("/register/").url == "/me/"


def test_only_what_the_organisers_opened_is_offered(client):
    open_delegation(name_en="Caritas")
    open_delegation(name_en="Norway", state=InvitationState.DECLINED)
    make_delegation(name_en="Sweden")

    text = page(client.get("/register/"))

    assert "Caritas" in text
    assert "Norway" not in text
    assert "Sweden" not in text


def test_where_nothing_is_open_the_page_says_who_names_people(client):
    make_delegation()

    assert "Delegations name their people themselves." in page(client.get("/register/"))


def test_a_delegation_that_takes_no_requests_is_refused_at_the_door_too(client):
    closed = make_delegation(name_en="Sweden")
    details = sent(closed)
    del details["delegation"]

    with pytest.raises(ValidationError, match="Sweden names its people itself"):
        request_registration(delegation=closed, **details)
    client.post("/register/", sent(closed))
    assert not Participant.objects.exists()
