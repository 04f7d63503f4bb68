"""The agenda in the hand and on the wall."""

import pytest
from django.urls import reverse

from agenda.views import reading
from gfmd_meeting.demo import load_demo
from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import User
from tests.factories import make_release, moment

from .conftest import HEIGHT, WIDTHS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def first_morning(db, settings, tmp_path, monkeypatch):
    """The demo, on 4 October at twenty to twelve."""
    settings.VAR_DIR = tmp_path
    load_meeting_file("san_salvador_2011")
    load_demo()
    make_release()
    now = reading.timezone.localtime
    monkeypatch.setattr(
        reading.timezone,
        "localtime",
        lambda value=None, *zone: now(value, *zone) if value else moment(4, "11:40"),
    )


@pytest.mark.parametrize("account", [None, "delegate"])
def test_now_and_next_are_seen_without_scrolling(page, first_morning, sign_in, account):
    if account:
        sign_in(User.objects.get(email=f"{account}@example.org"))
    page.goto(reverse("agenda:session_list"))

    box = page.locator(".happening").bounding_box()

    assert box["y"] + box["height"] <= HEIGHT
    assert page.locator(".happening .mark").all_inner_texts() == ["Now", "Next"]


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
