"""The co-chairs' page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outcomes.recording import withdraw_item
from tests.factories import (
    make_organiser,
    make_outcome,
    make_party,
    make_rapporteur,
    make_recommendation,
    make_report,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"outcomes:{name}", args=args)


def make_co_chair():
    return make_user(party=make_party(is_co_chair=True))


@pytest.fixture(autouse=True)
def _world(meeting):
    """Every page has its meeting."""


def test_the_co_chairs_page_is_for_co_chairs_and_organisers(client):
    for user, answer in (
        (make_rapporteur(make_session()), 403),
        (make_user(), 403),
        (make_organiser(), 200),
    ):
        client.force_login(user)
        assert client.get(url("co_chair_home")).status_code == answer


def test_a_text_without_translation_is_shown_as_recorded_and_says_so(client):
    make_recommendation(language="es", text_en="", text_es="Ampliar las vías.")
    client.force_login(make_co_chair())

    page = client.get(url("co_chair_home")).content.decode()

    assert '<p class="wording" lang="es">Ampliar las vías.</p>' in page
    assert "Recorded in Spanish; there is no translation yet." in page


def test_a_text_with_a_translation_is_shown_in_the_readers_language(client):
    make_recommendation(language="es", text_en="Widen the routes.", text_es="Ampliar las vías.")
    client.force_login(make_co_chair())

    page = client.get(url("co_chair_home")).content.decode()
    spanish = client.get(url("co_chair_home"), headers={"accept-language": "es"}).content.decode()
    french = client.get(url("co_chair_home"), headers={"accept-language": "fr"}).content.decode()

    assert '<p class="wording" lang="en">Widen the routes.</p>' in page
    assert '<p class="wording" lang="es">Ampliar las vías.</p>' in spanish
    assert '<p class="wording" lang="es">Ampliar las vías.</p>' in french


def test_an_empty_outcome_is_shown_and_says_so(client):
    make_outcome(number=4, short_title_en="Sensitizing the public")
    client.force_login(make_co_chair())

    page = client.get(url("co_chair_home")).content.decode()

    assert "1 expected outcome has nothing recorded yet." in page
    assert "Nothing is recorded under this outcome yet." in page
    assert "No report has been asked for yet." in page


def test_the_co_chairs_page_names_no_proposer_and_nothing_withdrawn(client):
    make_recommendation(proposed_by="Ruritania")
    taken_back = make_recommendation(text_en="Taken back.")
    withdraw_item(taken_back, version=1, by=None)
    client.force_login(make_co_chair())

    page = client.get(url("co_chair_home")).content.decode()

    assert "Ruritania" not in page
    assert "Taken back." not in page


@pytest.mark.parametrize("number", [1, 30])
def test_no_page_asks_more_of_the_database_for_more_rows(
    client, number, django_assert_max_num_queries
):
    session = make_session()
    for n in range(number):
        other = make_session(starts_at=session.starts_at + timedelta(minutes=n))
        outcome = make_outcome(number=n + 2)
        other.outcomes.add(outcome)
        make_recommendation(session=other, outcome=outcome)
        make_recommendation(session=session, outcome=outcome, changed_by=make_user())
        make_recommendation(
            session=session, outcome=outcome, withdrawn_by=make_user(), withdrawn_at=timezone.now()
        )
        make_report(requested_by=make_user())
    client.force_login(make_organiser())
    with django_assert_max_num_queries(15):
        assert client.get(url("co_chair_home")).status_code == 200
