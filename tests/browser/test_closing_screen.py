"""The closing session: a co-chair's keys at one machine, the hall's screen at another."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from outcomes.adoption import consent, wording_hash
from outcomes.recording import change_item
from tests.factories import (
    make_considered,
    make_meeting,
    make_outcome,
    make_party,
    make_rapporteur,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

WITHIN = 3_000


@pytest.fixture
def salvador(db):
    make_meeting()
    return make_user(party=make_party(short_name_en="El Salvador"))


@pytest.fixture
def texts(salvador):
    """1.1 and 1.2 under one outcome, 2.1 under another."""
    first, second = make_outcome(), make_outcome()
    return [
        make_considered(outcome=first, text_en="Share data."),
        make_considered(outcome=first, text_en="Issue visas."),
        make_considered(outcome=second, text_en="Train consuls."),
    ]


@pytest.fixture
def open_screen(chromium, live_server):
    """The screen on a machine of its own: ``open_screen(user)``."""
    contexts = []

    def open_screen(user, path="", **options):
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context = chromium.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(reverse("outcomes:closing_screen") + path)
        return page

    yield open_screen
    for context in contexts:
        context.close()


def shows(page, words):
    page.locator(".at .text", has_text=words).wait_for(timeout=WITHIN)


def test_the_hall_follows_the_co_chairs_keys(open_screen, salvador, texts):
    chair, hall = open_screen(salvador), open_screen(make_rapporteur())
    assert hall.locator("button").count() == 0

    for key, words in (
        ("ArrowRight", "Share data."),
        ("ArrowDown", "Issue visas."),
        ("PageDown", "The wording of outcome 2"),
        ("ArrowRight", "Train consuls."),
        ("ArrowLeft", "The wording of outcome 2"),
        ("PageUp", "The wording of outcome 1"),
        ("End", "Train consuls."),
        ("Home", "The wording of outcome 1"),
    ):
        chair.keyboard.press(key)
        shows(chair, words)
        shows(hall, words)


def test_two_quick_presses_are_two_steps(open_screen, salvador, texts):
    chair, hall = open_screen(salvador), open_screen(make_rapporteur())

    chair.keyboard.press("ArrowRight")
    chair.keyboard.press("ArrowRight")

    shows(hall, "Issue visas.")


def test_the_hall_sees_consents_adoption_and_changes_of_text(open_screen, salvador, texts):
    item = texts[0]
    chair, hall = open_screen(salvador), open_screen(make_rapporteur())
    chair.keyboard.press("ArrowRight")
    shows(hall, "Share data.")
    assert "El Salvador has not consented." in hall.locator(".consents").inner_text()

    consent(
        item,
        party=salvador.party,
        by=salvador,
        language="en",
        seen_hash=wording_hash(item, "en"),
    )
    hall.locator(".standing .state-adopted").wait_for(timeout=WITHIN)
    assert "El Salvador has consented." in hall.locator(".consents").inner_text()

    change_item(item, version=1, by=None, text_en="Share all data.")
    shows(hall, "Share all data.")
    assert hall.locator(".standing .state-considered").is_visible()


def test_without_scripts_plain_buttons_move_it_and_the_page_renews_itself(
    open_screen, salvador, texts
):
    chair = open_screen(salvador, java_script_enabled=False)
    hall = open_screen(make_rapporteur(), java_script_enabled=False)

    chair.get_by_role("button", name="Next text").click()

    shows(chair, "Share data.")
    hall.locator(".at .text", has_text="Share data.").wait_for(timeout=10_000)


def test_when_the_network_is_away_it_keeps_what_it_shows_and_says_so(open_screen, salvador, texts):
    hall = open_screen(salvador)
    hall.keyboard.press("ArrowRight")
    shows(hall, "Share data.")

    hall.context.set_offline(True)
    hall.locator(".stale").wait_for(state="visible", timeout=20_000)
    assert hall.locator(".at .text").inner_text() == "Share data."

    hall.context.set_offline(False)
    hall.locator(".stale").wait_for(state="hidden")


def test_the_screen_is_accessible_and_what_is_read_is_large(
    open_screen, salvador, texts, assert_accessible
):
    chair = open_screen(salvador)
    chair.keyboard.press("ArrowRight")
    shows(chair, "Share data.")

    assert_accessible(chair)
    size = chair.locator(".at .text").evaluate(
        "node => parseFloat(getComputedStyle(node).fontSize)"
    )
    assert size > 720 / 20
