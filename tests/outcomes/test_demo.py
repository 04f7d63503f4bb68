"""The demo's items stand in three languages, once, under the name of who recorded them."""

import pytest

from outcomes import demo
from outcomes.models import Addressee, Kind, Recommendation
from tests.factories import make_organiser, make_outcome, make_rapporteur, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts():
    sessions = [make_session(title_en=f"Session {number}. A title") for number in range(1, 7)]
    for number in range(1, 7):
        make_outcome(number=number)
    return {"organiser": make_organiser(), "rapporteur": make_rapporteur(sessions[0])}


def test_every_outcome_has_a_practice_and_a_recommendation_in_three_languages(accounts):
    demo.load(accounts)

    items = Recommendation.objects.all()
    assert len(items) == 25
    assert all(item.text_en and item.text_es and item.text_fr for item in items)
    for number in range(1, 7):
        assert {Kind.PRACTICE, Kind.RECOMMENDATION} <= {
            item.kind for item in items.filter(outcome__number=number)
        }


def test_all_are_addressed_to_those_whom_the_form_offers(accounts):
    demo.load(accounts)

    named = {
        name for item in Recommendation.objects.all() for name in item.addressed_to.split(", ")
    }
    assert named <= set(Addressee.values)


def test_the_rapporteur_recorded_their_own_session_and_the_organiser_the_others(accounts):
    demo.load(accounts)

    mine = Recommendation.objects.filter(recorded_by=accounts["rapporteur"])
    assert {item.session.title_en for item in mine} == {"Session 1. A title"}
    assert Recommendation.objects.filter(recorded_by=None).count() == 0


def test_loading_twice_adds_nothing(accounts):
    demo.load(accounts)

    assert demo.load(accounts) is None
    assert Recommendation.objects.count() == 25


def test_a_meeting_of_fewer_sessions_gets_what_it_has_room_for():
    session = make_session(title_en="Session 1. A title")
    make_outcome(number=1)

    demo.load({"organiser": make_organiser(), "rapporteur": make_rapporteur(session)})

    assert Recommendation.objects.count() == 4
