"""A nominee's form keeps every character: a killed browser, an expired sign-in, no network."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gfmd_meeting.links import token_of
from gfmd_meeting.models import User
from registrations.models import Participant
from registrations.personal_links import link_for_nominee
from tests.factories import make_meeting, make_participant, make_user

from .chromium import find_chromium
from .conftest import HEIGHT, QUIET, WIDTHS

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Ødegård–O'Connor Ñandú 🌍"


@pytest.fixture
def kari(live_server):
    make_meeting()
    return make_participant(given_name="Kari", family_name="Lie")


@pytest.fixture
def path(kari):
    return f"/nominees/{token_of(link_for_nominee(kari))}/"


def stored(person):
    return Participant.objects.get(pk=person.pk).draft.get("typed", {})


def saved(page):
    expect(page.locator(".keeping")).to_contain_text("Everything that you typed is saved.")


def test_what_is_typed_is_on_the_server_before_it_is_sent(page, kari, path):
    page.goto(path)

    page.locator("#id_passport_name").press_sequentially(NAME)
    page.locator("#id_needs_interpretation").check()

    saved(page)
    assert stored(kari)["passport_name"] == NAME
    page.reload()
    expect(page.locator("#id_passport_name")).to_have_value(NAME)
    expect(page.locator("#id_needs_interpretation")).to_be_checked()


@pytest.fixture
def own_browser(chromium, live_server, tmp_path):
    """A browser with a profile on the disk, that can be killed and started again."""
    started = []

    def start():
        context = chromium.browser_type.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=find_chromium(),
            args=[*QUIET, "--no-sandbox"],
            base_url=live_server.url,
            viewport={"width": WIDTHS["phone"], "height": HEIGHT},
            locale="en-GB",
        )
        started.append(context)
        return context

    yield start
    for context in started:
        context.close()


def kill(profile):
    """As a battery that is empty does: no page is told."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        words = command.read_bytes().decode(errors="replace").split("\0")
        if f"--user-data-dir={profile}" in words:
            with suppress(ProcessLookupError):
                os.kill(int(command.parent.name), signal.SIGKILL)


def test_a_browser_that_is_killed_loses_nothing(own_browser, kari, path, tmp_path):
    context = own_browser()
    page = context.pages[0]
    page.goto(path)
    page.locator("#id_passport_name").press_sequentially(NAME)
    saved(page)
    kill(tmp_path / "profile")

    again = own_browser().pages[0]
    again.goto(path)

    expect(again.locator("#id_passport_name")).to_have_value(NAME)
    assert again.get_by_text("You had typed this and not sent it yet.").is_visible()


def test_without_a_network_the_page_says_so_and_saves_when_it_is_back(
    page, context, kari, path, complaints
):
    page.goto(path)
    context.set_offline(True)
    page.locator("#id_passport_name").press_sequentially(NAME)
    expect(page.locator(".keeping")).to_contain_text("There is no connection.")
    assert stored(kari) == {}

    context.set_offline(False)

    saved(page)
    assert stored(kari)["passport_name"] == NAME
    complaints.clear()


def test_what_was_typed_without_a_network_survives_the_tab_and_is_sealed_on_the_device(
    page, context, kari, path, complaints
):
    page.goto(path)
    context.set_offline(True)
    page.locator("#id_passport_name").press_sequentially(NAME)
    expect(page.locator(".keeping")).to_contain_text("There is no connection.")
    page.wait_for_function("Object.keys(localStorage).length === 1")
    # The last letter is sealed some moments after it is typed.
    page.wait_for_function(
        """() => {
            const [now, before] = [JSON.stringify(localStorage), window.before];
            window.before = now;
            return now === before;
        }""",
        polling=300,
    )
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "degård" not in kept
    assert "O'Connor" not in kept
    page.close(run_before_unload=False)

    context.set_offline(False)
    again = context.new_page()
    again.goto(path)

    expect(again.locator("#id_passport_name")).to_have_value(NAME)
    # What the device had sealed goes once the server has it.
    again.wait_for_function("Object.keys(localStorage).length === 0")
    assert stored(kari)["passport_name"] == NAME
    complaints.clear()


def test_a_nominee_whose_cookies_are_gone_still_sends_the_form(page, context, kari, path):
    page.goto(path)
    page.locator("#id_passport_name").press_sequentially(NAME)
    saved(page)
    context.clear_cookies()

    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("You sent your data on")).to_be_visible()
    assert Participant.objects.get(pk=kari.pk).passport_name == NAME


def test_an_expired_sign_in_keeps_what_is_typed_until_one_is_back(
    page, context, kari, sign_in, complaints
):
    user = make_user(email=kari.email)
    Participant.objects.filter(pk=kari.pk).update(user=user)
    sign_in(user)
    page.goto("/me/details/")
    context.clear_cookies()
    page.locator("#id_passport_name").press_sequentially(NAME)
    expect(page.locator(".keeping")).to_contain_text("Your sign-in has ended.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#id_passport_name")).to_have_value(NAME)

    sign_in(User.objects.get(pk=user.pk))
    page.reload()

    expect(page.locator("#id_passport_name")).to_have_value(NAME)
    saved(page)
    complaints.clear()


def test_a_sign_in_in_another_tab_saves_what_was_typed_in_this_one(
    page, context, kari, sign_in, complaints
):
    user = make_user(email=kari.email)
    Participant.objects.filter(pk=kari.pk).update(user=user)
    sign_in(user)
    page.goto("/me/details/")
    context.clear_cookies()
    page.locator("#id_passport_name").press_sequentially(NAME)
    expect(page.locator(".keeping")).to_contain_text("Your sign-in has ended.")

    # Whoever signs in is given another token than the one that this page has.
    sign_in(User.objects.get(pk=user.pk))
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    saved(page)
    assert stored(kari)["passport_name"] == NAME
    complaints.clear()


def test_two_devices_do_not_overwrite_each_other_unseen(page, chromium, kari, path, complaints):
    page.goto(path)
    page.locator("#id_phone").fill("+47 1")
    saved(page)
    keep = Participant.objects.get(pk=kari.pk).draft
    Participant.objects.filter(pk=kari.pk).update(
        draft=keep | {"revision": keep["revision"] + 1, "typed": {"phone": "+47 elsewhere"}}
    )

    page.locator("#id_phone").fill("+47 2")

    expect(page.locator("[data-conflict]")).to_be_visible()
    assert stored(kari)["phone"] == "+47 elsewhere"
    page.get_by_role("button", name="Keep what stands here").click()
    saved(page)
    assert stored(kari)["phone"] == "+47 2"
    complaints.clear()


def test_the_passport_is_asked_for_with_the_letter_alone(page, kari, path, assert_accessible):
    page.goto(path)
    expect(page.locator("#id_passport_number")).to_be_hidden()

    page.locator("#id_needs_visa_letter").check()

    expect(page.locator("#id_passport_number")).to_be_visible()
    saved(page)
    assert_accessible(page)
