"""One page shows organisers all that is to be mended in the draft."""

import pytest
from django.urls import reverse

from agenda.models import Session
from tests.factories import (
    make_assignment,
    make_organiser,
    make_outcome,
    make_participant,
    make_room,
    make_session,
    moment,
)

PAGE = reverse("agenda:agenda_clashes")


@pytest.fixture
def organiser(client, meeting):
    organiser = make_organiser()
    client.force_login(organiser)
    return organiser


def test_an_agenda_without_fault_says_so(client, organiser):
    assert "Nothing clashes and nothing is missing" in client.get(PAGE).content.decode()


def test_what_is_to_be_mended_stands_together_by_kind_and_leads_to_the_desk(client, organiser):
    one, two = make_session(title_en="One"), make_session(title_en="Two")
    make_outcome(number=4, short_title_en="The public")

    page = client.get(PAGE).content.decode()

    assert "There are 5 things to look at." in page
    assert page.count("<h2 ") == 3
    for session in (one, two):
        assert page.count(reverse("admin:agenda_session_change", args=[session.pk])) == 2
    assert "No session serves expected outcome 4, The public." in page
    assert "Nothing clashes" not in page


def test_what_was_written_past_the_doors_comes_first_and_is_marked_as_refused(
    client, organiser, no_exclusion_of_people
):
    person = make_participant(status="confirmed")
    for room in (make_room(), make_room()):
        make_assignment(session=make_session(room=room, kind="plenary"), participant=person)
    make_session(starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))

    page = client.get(PAGE).content.decode()

    assert page.index("is in two places at once") < page.index("has no rapporteur")
    assert '<span class="tag stop">Refused</span>' in page


def test_it_is_about_the_draft_and_follows_it_at_once(client, organiser):
    session = make_session()
    assert "has no rapporteur" in client.get(PAGE).content.decode()
    Session.objects.filter(pk=session.pk).update(kind="social")

    assert "Nothing clashes" in client.get(PAGE).content.decode()


def test_organisers_are_led_to_it_from_their_own_page(client, organiser):
    assert PAGE in client.get(reverse("registrations:me")).content.decode()


@pytest.mark.parametrize("sessions", [1, 30])
def test_the_page_takes_as_many_queries_for_thirty_sessions_as_for_one(
    client, organiser, sessions, django_assert_num_queries
):
    outcome = make_outcome()
    for _ in range(sessions):
        make_assignment().session.outcomes.add(outcome)

    with django_assert_num_queries(11):
        client.get(PAGE)
