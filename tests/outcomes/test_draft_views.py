"""The drafts that delegations read, and the screen of the closing session."""

from datetime import date

import pytest
from django.urls import reverse

from outcomes.models import Comment
from outcomes.recording import change_item
from outcomes.screen import move_screen
from tests.factories import (
    make_comment,
    make_considered,
    make_delegation,
    make_focal_point,
    make_meeting,
    make_participant,
    make_party,
    make_user,
)
from tests.outcomes.test_adoption_views import give_consent

pytestmark = pytest.mark.django_db


OPEN = {"comments_open_on": date(2000, 1, 1), "comments_close_on": date(2100, 1, 1)}


@pytest.fixture
def salvador(meeting):
    return make_user(party=make_party(short_name_en="El Salvador"))


@pytest.fixture
def mexico(meeting):
    return make_user(party=make_party(short_name_en="Mexico"))


def url(name, *args):
    return reverse(f"outcomes:{name}", args=args)


def read(client, path, **options):
    return client.get(path, **options).content.decode()


# -- Drafts for delegations ---------------------------------------------------------------------


def test_a_delegation_comments_on_a_draft_from_the_list(client):
    make_meeting(**OPEN)
    item, delegation = make_considered(), make_delegation()
    client.force_login(make_focal_point(delegation=delegation).user)
    field = f"text-{item.pk}"
    said = {"item": item.pk, f"{field}-body": "Yes.", f"{field}-language": "en"}

    client.post(url("draft_list"), said | {f"{field}-delegation": delegation.pk})

    comment = Comment.objects.get()
    assert (comment.delegation, comment.body) == (delegation, "Yes.")
    assert "Yes." in read(client, url("draft_list"))


def test_what_a_delegation_typed_stays_when_it_is_refused(client):
    make_meeting(**OPEN)
    item, delegation = make_considered(), make_delegation()
    client.force_login(make_focal_point(delegation=delegation).user)
    field = f"text-{item.pk}"
    said = {
        "item": item.pk,
        f"{field}-body": "Kept words" + "\x00",
        f"{field}-language": "en",
        f"{field}-delegation": "9999",
    }

    page = client.post(url("draft_list"), said).content.decode()

    assert "Kept words" in page
    assert "There is a problem" in page
    assert not Comment.objects.exists()


def test_a_delegation_does_not_read_the_comments_of_another(client):
    make_meeting(**OPEN)
    make_comment(recommendation=make_considered(), delegation=make_delegation(), body="Between us.")
    client.force_login(make_focal_point().user)

    assert "Between us." not in read(client, url("draft_list"))


def test_outside_the_window_no_draft_is_shown_and_the_page_says_when(client):
    make_meeting(comments_open_on=date(2011, 10, 1), comments_close_on=date(2011, 10, 3))
    make_considered(text_en="A draft text.")
    client.force_login(make_focal_point().user)

    page = read(client, url("draft_list"))

    assert "Comments are closed." in page
    assert "from 1 October 2011 to 3 October 2011" in page
    assert "A draft text." not in page


def test_a_delegate_without_a_seat_is_told_why_there_is_nothing_to_read(client):
    make_meeting(**OPEN)
    make_considered(text_en="A draft text.")
    user = make_user()
    make_participant(user=user)
    client.force_login(user)

    page = read(client, url("draft_list"))

    assert "Your seat is not confirmed." in page
    assert "A draft text." not in page


@pytest.mark.parametrize("item", ["", "x", "999999"])
def test_a_comment_on_no_text_that_is_open_is_refused_in_words(client, item):
    make_meeting(**OPEN)
    client.force_login(make_focal_point().user)

    said = {"item": item, "text-1-body": "Kept words"}
    page = client.post(url("draft_list"), said).content.decode()

    assert "This text is no longer open for comments." in page
    assert "Kept words" in page


# -- The closing screen -------------------------------------------------------------------------


def test_the_screen_answers_304_until_something_it_shows_changes(client, salvador, mexico):
    item = make_considered(text_en="Share data.")
    move_screen(to="last", by=salvador)
    client.force_login(salvador)
    now = url("closing_screen_now")

    def etag_after(etag):
        answer = client.get(now, headers={"if-none-match": etag} if etag else {})
        return answer.status_code, answer["ETag"]

    seen = [etag_after("")[1]]
    for act in (
        lambda: give_consent(item, salvador),
        lambda: change_item(item, version=1, by=None, text_en="Share all data."),
        lambda: give_consent(item, salvador),
        lambda: give_consent(item, mexico),
        lambda: move_screen(to="first", by=salvador),
    ):
        assert etag_after(seen[-1])[0] == 304
        act()
        status, etag = etag_after(seen[-1])
        assert status == 200
        seen.append(etag)
    assert "The wording of outcome" in read(client, now)


def test_the_screen_shows_the_number_the_state_and_who_consented(client, salvador):
    item = make_considered(text_en="Share data.")
    give_consent(item, salvador)
    move_screen(to="last", by=salvador)
    client.force_login(salvador)

    page = read(client, url("closing_screen"))

    assert f"{item.outcome.number}.1" in page
    assert "Adopted" in page
    assert "El Salvador has consented." in page
    assert page.count('aria-current="true"') == 2


def test_without_scripts_the_screen_renews_itself_and_moves_by_plain_buttons(client, salvador):
    make_considered(text_en="Share data.")
    client.force_login(salvador)

    plain = client.get(f"{url('closing_screen')}?plain")
    moved = client.post(url("closing_screen_move"), {"to": "next", "plain": "1"})

    assert plain["Refresh"]
    assert "<script" not in plain.content.decode()
    assert moved["Location"] == f"{url('closing_screen')}?plain"
    assert "Share data." in read(client, moved["Location"])
    assert '<noscript><meta http-equiv="refresh"' in read(client, url("closing_screen"))


def test_a_move_that_is_none_is_refused_in_words(client, salvador):
    client.force_login(salvador)

    page = client.post(url("closing_screen_move"), {"to": "sideways"}, follow=True)

    assert "The screen does not move so." in page.content.decode()
