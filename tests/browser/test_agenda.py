"""The agenda in the hand and on the wall."""

import pytest
from django.urls import reverse

from agenda.views import reading
from gfmd_meeting.demo import load_demo
from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import User
from tests.factories import make_release, moment

from .conftest import WIDTHS

pytestmark = pytest.mark.django_db(transaction=True)


# What a phone of this width shows of a page between the bars of its browser.
SEEN = 664


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_meeting_file("san_salvador_2011")
    load_demo()
    make_release()


@pytest.fixture
def at(monkeypatch):
    """Let it be a moment for those who read the agenda: ``at(moment)``."""
    now = reading.timezone.localtime

    def at(that):
        monkeypatch.setattr(
            reading.timezone,
            "localtime",
            lambda value=None, *zone: now(value, *zone) if value else that,
        )

    return at


@pytest.fixture
def first_morning(demo, at):
    """The demo, on 4 October at twenty to twelve."""
    at(moment(4, "11:40"))


def choose_language(context, live_server, language):
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])


@pytest.mark.parametrize("account", [None, "delegate"])
def test_now_and_next_are_seen_without_scrolling(page, first_morning, sign_in, account):
    if account:
        sign_in(User.objects.get(email=f"{account}@example.org"))
    page.goto(reverse("agenda:session_list"))

    box = page.locator(".happening").bounding_box()

    assert box["y"] + box["height"] <= SEEN
    assert page.locator(".happening .mark").all_inner_texts() == ["Now", "Next"]


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize(("day", "clock"), [(4, "15:35"), (4, "16:00"), (5, "13:00")])
def test_parallel_sessions_are_seen_without_scrolling_in_every_language(
    page, context, live_server, demo, at, language, day, clock
):
    at(moment(day, clock))
    choose_language(context, live_server, language)
    page.goto(reverse("agenda:session_list"))

    box = page.locator(".happening").bounding_box()

    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".happening .mark").count() == 3
    assert box["y"] + box["height"] <= SEEN


def test_on_a_desk_both_days_are_side_by_side_and_on_a_phone_one_follows_the_other(
    page, first_morning, width
):
    page.goto(reverse("agenda:session_list"))
    first, second = (day.bounding_box() for day in page.locator(".agenda .day").all())

    if width == WIDTHS["desk"]:
        assert first["y"] == second["y"]
        assert second["x"] + second["width"] <= width
    else:
        assert second["y"] >= first["y"] + first["height"]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_screen_shows_all_of_what_is_next_without_scrolling(
    page, context, live_server, demo, at, language
):
    at(moment(4, "15:35"))
    choose_language(context, live_server, language)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(reverse("agenda:agenda_screen"))

    last = page.locator("article").last.bounding_box()

    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".next article").count() == 2
    assert last["y"] + last["height"] <= 720
    # An eighteenth of the height is read from ten metres on a screen of two.
    assert (
        page.locator(".next h3").first.evaluate("h => parseFloat(getComputedStyle(h).fontSize)")
        >= 24
    )


def test_the_screen_goes_on_showing_what_it_has_when_the_network_is_away(
    page, context, first_morning, complaints
):
    page.clock.install()
    page.goto(reverse("agenda:agenda_screen"))
    assert page.locator("h3").first.is_visible()

    context.set_offline(True)
    for _ in range(8):
        page.clock.run_for(15_000)
        page.wait_for_timeout(50)

    assert page.locator("h3").first.is_visible()
    assert page.locator(".stale").is_visible()
    context.set_offline(False)
    page.clock.run_for(15_000)
    page.locator(".stale").wait_for(state="hidden")
    complaints.clear()


def test_the_screen_follows_a_release(page, first_morning):
    from agenda.models import Session

    page.clock.install()
    page.goto(reverse("agenda:agenda_screen"))
    on = Session.objects.get(title_en__startswith="Session 1.")
    Session.objects.filter(pk=on.pk).update(title_en="Session 1, in a new order")
    make_release()

    page.clock.run_for(15_000)

    page.get_by_text("Session 1, in a new order").wait_for()
