"""The demo shows every state of a text, once, under the name of who recorded it."""

import pytest

import agenda.demo
from gfmd_meeting.demo import load_demo
from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import Party, User
from outcomes import demo
from outcomes.models import (
    Addressee,
    AdoptionAct,
    AdoptionStep,
    Comment,
    Consent,
    Consolidation,
    OwnerConsent,
    Practice,
    Recommendation,
    SessionRecord,
    Status,
)
from outcomes.numbers import number_of
from outcomes.permissions import RULES
from outcomes.report_texts import TextState, places
from tests.factories import make_organiser, make_outcome, make_rapporteur, make_session, make_user

pytestmark = pytest.mark.django_db
MISSING, STALE, WRITTEN = TextState.MISSING, TextState.STALE, TextState.WRITTEN


@pytest.fixture
def accounts(meeting):
    """Of a meeting that has the demo's sessions, and no co-chair who can sign in."""
    sessions = [make_session(title_en=f"Session {number}. A title") for number in range(1, 7)]
    for number in range(1, 7):
        make_outcome(number=number)
    return {"organiser": make_organiser(), "rapporteur": make_rapporteur(sessions[0])}


@pytest.fixture
def loaded(db):
    """The demo's texts in the first meeting, its co-chairs among those who can sign in."""
    load_meeting_file("san_salvador_2011")
    people = {"organiser": make_organiser(), "rapporteur": make_user()}
    people |= {party.key: make_user(party=party) for party in Party.objects.co_chairing()}
    agenda.demo.load(people)
    assert demo.load(people) == "26 recommendations, options and practices"


def test_every_outcome_has_a_practice_and_a_recommendation_in_three_languages(accounts):
    demo.load(accounts)

    assert (Recommendation.objects.count(), Practice.objects.count()) == (12, 13)
    for items in (Recommendation.objects, Practice.objects):
        assert all(i.text_en and i.text_es and i.text_fr for i in items.all())
        assert {item.outcome.number for item in items.all()} == set(range(1, 7))
    for practice in Practice.objects.all():
        assert all((practice.title_en, practice.title_es, practice.title_fr))


def test_all_are_addressed_to_those_whom_the_form_offers(accounts):
    demo.load(accounts)

    named = {
        name
        for items in (Recommendation.objects, Practice.objects)
        for item in items.all()
        for name in item.addressed_to.split(", ")
    }
    assert named <= set(Addressee.values)


def test_the_rapporteur_recorded_their_own_session_and_the_organiser_the_others(accounts):
    demo.load(accounts)

    mine = Recommendation.objects.filter(recorded_by=accounts["rapporteur"])
    assert {item.session.title_en for item in mine} == {"Session 1. A title"}
    assert not Recommendation.objects.filter(recorded_by=None).exists()
    assert not Practice.objects.filter(recorded_by=None).exists()


def test_loading_twice_adds_nothing(accounts):
    demo.load(accounts)

    assert demo.load(accounts) is None
    assert (Recommendation.objects.count(), Practice.objects.count()) == (12, 13)


def test_a_meeting_of_fewer_sessions_gets_what_it_has_room_for(meeting):
    session = make_session(title_en="Session 1. A title")
    make_outcome(number=1)

    demo.load({"organiser": make_organiser(), "rapporteur": make_rapporteur(session)})

    assert (Recommendation.objects.count(), Practice.objects.count()) == (2, 2)
    assert SessionRecord.objects.get().session == session


def test_without_co_chairs_nothing_goes_further_than_submitted(accounts):
    demo.load(accounts)

    states = {item.status for item in Recommendation.objects.all()}
    assert states == {Status.DRAFT, Status.SUBMITTED}


def test_every_state_of_a_text_can_be_seen(loaded):
    standing = Recommendation.objects.standing()

    assert {item.status for item in standing} == set(Status.values)
    assert {act for (act,) in AdoptionStep.objects.values_list("act")} >= {
        AdoptionAct.SUBMIT,
        AdoptionAct.TAKE_UP,
        AdoptionAct.CONSENT,
        AdoptionAct.ADOPT,
        AdoptionAct.VOID,
        AdoptionAct.NOT_RETAIN,
    }
    assert standing.filter(status=Status.ADOPTED).count() == 4
    assert all(number_of(item) for item in standing.exclude(status__in=("draft", "submitted")))
    assert Consent.objects.valid().exists()
    assert Consent.objects.filter(voided_because="changed").exists()
    assert {bool(comment.settled_at) for comment in Comment.objects.all()} == {True, False}
    assert Comment.objects.exclude(proposed_wording="").exists()


def test_what_was_merged_tells_what_it_came_from(loaded):
    merger = Consolidation.objects.get()

    assert [item.status for item in merger.made.all()] == [Status.CONSIDERED]
    assert {i.session.title_en.split(".")[0] for i in merger.replaced.all()} == {
        "Session 1",
        "Working group A",
    }


def test_translations_are_missing_behind_drafts_and_reviewed(loaded):
    items = Recommendation.objects.all()

    assert [item.stale_languages for item in items if item.stale_languages] == [["fr"]]
    assert any(not item.text_fr for item in items)
    assert any(item.reviewed_fr for item in items.standing())
    assert any(item.text_fr and item.language != "fr" and not item.reviewed_fr for item in items)


def test_practices_wait_for_their_owners_in_every_way_and_some_are_published(loaded):
    assert {practice.owner_consent for practice in Practice.objects.all()} == set(OwnerConsent)
    assert Practice.objects.published().count() == 6
    for practice in Practice.objects.exclude(source_url=""):
        assert practice.source_url.startswith("https://")


def test_some_outcomes_and_a_session_are_left_empty_for_coverage_to_show(loaded):
    adopted = Recommendation.objects.adopted().values_list("outcome__number", flat=True)

    assert set(adopted) == {1, 3, 5, 6}
    assert {r.session.title_en.split(".")[0] for r in SessionRecord.objects.all()} == {
        f"Session {number}" for number in range(1, 6)
    }
    assert {record.language for record in SessionRecord.objects.all()} == {"en", "es", "fr"}
    assert all(r.session.held_from and r.attendance for r in SessionRecord.objects.all())


def test_in_the_whole_demo_the_rapporteur_brings_the_sessions_together_too(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_meeting_file("san_salvador_2011")

    assert "26 recommendations, options and practices" in load_demo()

    rapporteur = User.objects.get(email="rapporteur@example.org")
    assert RULES["consolidate"](rapporteur)
    assert Recommendation.objects.filter(recorded_by=rapporteur).exists()


def test_the_report_is_written_but_for_a_summary_and_two_translations(loaded):
    states = {place.key: {code: state for code, _name, state in place.states} for place in places()}

    assert {key for key, by_language in states.items() if MISSING in by_language.values()} == {
        "outcome-6"
    }
    assert states["outcome-4"] == {"en": WRITTEN, "es": STALE, "fr": STALE}
    assert set(states["summary"].values()) == {WRITTEN}
