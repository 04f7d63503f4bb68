"""The rapporteurs' desk: who sees it, what is due, and how a session went."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outcomes.models import Practice, Recommendation, SessionRecord, Status
from outcomes.recording import change_item, record_practice, record_session
from tests.factories import (
    make_organiser,
    make_outcome,
    make_party,
    make_practice,
    make_rapporteur,
    make_recommendation,
    make_session,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"outcomes:{name}", args=args)


@pytest.fixture(autouse=True)
def _world(meeting):
    """Every page has its meeting."""


# -- Who sees what ------------------------------------------------------------------------------


def test_a_visitor_signs_in_first(client, session):
    item = make_recommendation(session=session)
    for page in (
        url("rapporteur_home"),
        url("session_record", session.pk),
        url("recommendation_add", session.pk),
        url("recommendation_change", item.pk),
        url("recommendation_history", item.pk),
    ):
        assert client.get(page).url == f"{reverse('account_login')}?next={page}"


def test_a_rapporteur_of_one_session_does_not_find_another(client, session, rapporteur):
    other = make_recommendation(session=make_session())
    heard = make_practice(session=other.session)
    client.force_login(rapporteur)

    assert client.get(url("session_record", session.pk)).status_code == 200
    for page in (
        url("session_record", other.session_id),
        url("recommendation_add", other.session_id),
        url("practice_add", other.session_id),
        url("recommendation_change", other.pk),
        url("practice_change", heard.pk),
        url("recommendation_history", other.pk),
        url("practice_history", heard.pk),
    ):
        assert client.get(page).status_code == 404
    for page in (url("recommendation_restore", other.pk), url("practice_submit", heard.pk)):
        assert client.post(page).status_code == 404


def test_who_records_nothing_is_told_how_it_comes_about(client):
    client.force_login(make_user())

    page = client.get(url("rapporteur_home")).content.decode()

    assert "No session is assigned to you." in page


def test_an_organiser_sees_every_session_but_the_breaks(client, session):
    make_session(kind="plenary", title_en="Adoption")
    make_session(kind="break", title_en="Coffee")
    client.force_login(make_organiser())

    page = client.get(url("rapporteur_home")).content.decode()

    assert "Session 1. Legal routes" in page
    assert "Adoption" in page
    assert "Coffee" not in page


@pytest.mark.parametrize("status", [Status.CONSIDERED, Status.NOT_RETAINED])
def test_once_it_is_under_consideration_its_rapporteur_reads_it_and_no_longer_changes_it(
    client, session, rapporteur, written, status
):
    item = make_recommendation(session=session, status=status, text_en="As it was.")
    client.force_login(rapporteur)

    page = client.get(url("recommendation_change", item.pk))
    answers = [
        client.post(url("recommendation_change", item.pk), written | {"version": 1}),
        client.post(url("recommendation_delete", item.pk), {"version": 1}),
        client.post(url("recommendation_submit", item.pk)),
    ]

    assert "It is no longer changed here" in page.content.decode()
    assert "As it was." in page.content.decode()
    assert 'name="text"' not in page.content.decode()
    assert [answer.status_code for answer in answers] == [403] * 3
    assert Recommendation.objects.get().version == 1


# -- What is due --------------------------------------------------------------------------------


def desk_of(client, user):
    client.force_login(user)
    return client.get(url("rapporteur_home")).content.decode()


def test_the_desk_says_what_is_due_and_when_nothing_is(client, session, rapporteur):
    before = desk_of(client, rapporteur)
    item = make_recommendation(session=session, outcome=session.outcomes.get(), text_es="Vías.")
    during = desk_of(client, rapporteur)
    client.post(url("recommendation_submit", item.pk))
    change_item(item, version=1, by=None, reviewed_es=True)
    record_session(session, version=0, by=None, language="en", key_points="It went well.")
    after = desk_of(client, rapporteur)

    assert "Nothing recorded yet" in before
    assert "No key points yet" in before
    assert "nothing yet" in before
    assert "1 item recorded" in during
    assert "1 draft not submitted" in during
    assert "1 translation behind its text" in during
    assert "Nothing is due" in after
    assert "not submitted" not in after


def test_of_a_session_to_come_nothing_is_due(client, session):
    start = timezone.now() + timedelta(days=1)
    coming = make_session(starts_at=start, ends_at=start + timedelta(hours=1))

    page = desk_of(client, make_rapporteur(coming))

    assert "To come" in page
    assert "No key points yet" not in page


# -- How the session went -----------------------------------------------------------------------

WENT = {
    "language": "en",
    "attendance": "45",
    "held_from": "2011-10-04T09:10",
    "held_until": "2011-10-04T10:20",
    "key_points": "Two States spoke.",
    "notes": "The tone was cold.",
    "version": "0",
}


def test_how_a_session_went_is_kept_in_the_meetings_time(client, session, rapporteur):
    client.force_login(rapporteur)

    answer = client.post(url("session_record", session.pk), WENT)
    page = client.get(url("session_record", session.pk)).content.decode()

    assert answer.status_code == 302
    record = SessionRecord.objects.get()
    session.refresh_from_db()
    assert (record.attendance, record.key_points, record.notes) == (
        45,
        "Two States spoke.",
        "The tone was cold.",
    )
    assert (session.held_from, session.held_until) == (moment(4, "09:10"), moment(4, "10:20"))
    assert 'value="2011-10-04T09:10"' in page
    assert "The tone was cold." in page


def test_an_organiser_neither_reads_nor_overwrites_the_working_notes(client, session, rapporteur):
    client.force_login(rapporteur)
    client.post(url("session_record", session.pk), WENT)
    client.force_login(make_organiser())

    page = client.get(url("session_record", session.pk)).content.decode()
    more = {"key_points": "Three States spoke.", "notes": "Mine.", "version": "1"}
    client.post(url("session_record", session.pk), WENT | more)
    conflict = client.post(url("session_record", session.pk), WENT | {"attendance": "46"})
    history = client.get(url("session_record_history", session.pk)).content.decode()

    record = SessionRecord.objects.get()
    assert (record.key_points, record.notes) == ("Three States spoke.", "The tone was cold.")
    assert "Someone else has saved meanwhile" in conflict.content.decode()
    for shown in (page, conflict.content.decode(), history):
        assert "The tone was cold." not in shown
        assert "Working notes" not in shown


def test_a_session_that_ends_before_it_begins_is_refused_and_loses_nothing(
    client, session, rapporteur
):
    client.force_login(rapporteur)

    page = client.post(url("session_record", session.pk), WENT | {"held_until": "2011-10-04T08:00"})

    assert "It was held until after it began." in page.content.decode()
    assert "Two States spoke." in page.content.decode()
    assert not SessionRecord.objects.exists()


# -- What the pages say -------------------------------------------------------------------------


def test_a_translation_whose_text_changed_is_marked_and_no_longer_reviewed(
    client, session, rapporteur, practised
):
    client.force_login(rapporteur)
    client.post(url("practice_add", session.pk), practised)
    item = Practice.objects.get()

    change_item(item, version=1, by=None, results_en="2,000 visas a year.", reviewed_es=True)
    item.refresh_from_db()
    page = client.get(url("practice_change", item.pk)).content.decode()
    desk = client.get(url("session_record", session.pk)).content.decode()

    assert (item.stale_languages, item.reviewed_es) == (["es"], False)
    assert "data-behind>The text has changed since this was translated" in page
    assert "Translations are behind" in desk
    change_item(item, version=2, by=None, reviewed_es=True)
    item.refresh_from_db()
    assert (item.stale_languages, item.reviewed_es) == ([], True)


@pytest.mark.parametrize("number", [1, 30])
def test_no_page_asks_more_of_the_database_for_more_rows(
    client, session, number, django_assert_max_num_queries
):
    for n in range(number):
        other = make_session(starts_at=session.starts_at + timedelta(minutes=n))
        outcome = make_outcome(number=n + 2)
        other.outcomes.add(outcome)
        make_recommendation(session=other, outcome=outcome)
        make_recommendation(session=session, outcome=outcome, changed_by=make_user())
        make_practice(session=session, outcome=outcome, changed_by=make_user())
        item = make_recommendation(
            session=session, outcome=outcome, withdrawn_by=make_user(), withdrawn_at=timezone.now()
        )
        heard = record_practice(
            session=session, by=make_user(), outcome=outcome, language="en", text_en=f"Case {n}."
        )
    for n in range(number):
        change_item(heard, version=n + 1, by=make_user(), text_en=f"Case {n} again.")
        record_session(session, version=n, by=make_user(), language="en", attendance=n)
    client.force_login(make_organiser())
    for page, most in (
        (url("rapporteur_home"), 9),
        (url("session_record", session.pk), 14),
        (url("recommendation_add", session.pk), 10),
        (url("recommendation_change", item.pk), 12),
        (url("practice_change", heard.pk), 7),
        (url("recommendation_delete", item.pk), 6),
        (url("practice_history", heard.pk), 9),
        (url("session_record_history", session.pk), 8),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200


def test_the_pages_for_co_chairs_stay_theirs(client, session):
    item = make_recommendation(session=session)
    client.force_login(make_user(party=make_party(is_co_chair=True)))

    assert client.get(url("recommendation_change", item.pk)).status_code == 403
    assert client.post(url("recommendation_delete", item.pk)).status_code == 403
    assert client.get(url("recommendation_history", item.pk)).status_code == 200
    assert client.get(url("session_record", session.pk)).status_code == 404
