"""What a rapporteur types is not lost: it stays on the device until the server has it."""

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from outcomes.models import Recommendation, SessionRecord, Status
from outcomes.recording import change_item
from tests.factories import (
    make_outcome,
    make_rapporteur,
    make_recommendation,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Invite consulates to notify within 24 hours: Ñandú, “señal” 🌍."


@pytest.fixture
def session(meeting):
    session = make_session(title_en="Session 3. Minors")
    session.outcomes.add(make_outcome(number=3))
    return session


@pytest.fixture
def rapporteur(session):
    return make_rapporteur(session, full_name="Margaret")


@pytest.fixture
def desk(session, rapporteur, context, sign_in):
    """A rapporteur's browser, signed in."""
    sign_in(rapporteur)
    yield Desk(context, session)
    for page in context.pages:
        page.close()


class Desk:
    def __init__(self, context, session):
        self.context = context
        self.list = reverse("outcomes:rapporteur_home")
        self.home = reverse("outcomes:session_record", args=[session.pk])
        self.add = reverse("outcomes:recommendation_add", args=[session.pk])

    def open(self, url=None):
        page = self.context.new_page()
        page.goto(url or self.add)
        page.wait_for_load_state("networkidle")
        return page


def text(page):
    return page.locator("main [name=text]")


def says(page, words):
    expect(page.locator("[data-status]")).to_contain_text(words)


def saved(page, within=10):
    """Wait until the server has confirmed all that was typed, and nothing is kept here."""
    deadline = time.monotonic() + within
    while kept(page) or page.locator("[data-status]").get_attribute("data-now") != "saved":
        assert time.monotonic() < deadline, page.locator("[data-status]").inner_text()
        page.wait_for_timeout(50)


def kept(page):
    return page.evaluate("Object.keys(localStorage).length")


def offered(page):
    return page.locator("[data-kept] [data-text]")


def test_what_is_typed_is_saved_within_two_seconds_and_says_so(desk):
    page = desk.open()
    text(page).press_sequentially(TEXT)

    saved(page, within=2)

    item = Recommendation.objects.get()
    assert item.text_en == TEXT
    expect(page.locator("[data-status]")).to_have_text(
        re.compile(rf"Saved\.\s+\d\d:\d\d · version {item.version} · history")
    )
    assert page.url.endswith(reverse("outcomes:recommendation_change", args=[item.pk]))
    page.reload()
    expect(text(page)).to_have_value(TEXT)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".record")).to_contain_text(TEXT)


def test_a_new_text_is_kept_until_the_outcome_is_named(desk, session):
    session.outcomes.clear()
    page = desk.open()
    text(page).press_sequentially(TEXT)
    says(page, "It is saved once you have filled in: Expected outcome.")
    page.close()

    page = desk.open(desk.list)
    expect(offered(page)).to_have_text(TEXT)
    page.get_by_role("link", name="Continue with this text").click()
    expect(text(page)).to_have_value(TEXT)
    page.locator("main [name=outcome]").select_option(index=1)
    saved(page)

    assert Recommendation.objects.get().text_en == TEXT
    expect(desk.open(desk.list).locator("[data-kept]")).to_be_hidden()


def test_without_a_network_it_is_kept_and_sent_once_it_is_back(desk):
    page = desk.open()
    desk.context.set_offline(True)
    text(page).press_sequentially(TEXT)
    says(page, "Kept on this device; it will be sent")
    assert kept(page) == 1
    assert not Recommendation.objects.exists()

    desk.context.set_offline(False)

    saved(page)
    assert Recommendation.objects.get().text_en == TEXT


def test_a_tab_closed_without_a_network_loses_nothing(desk, session):
    item = make_recommendation(session=session, text_en="First.")
    url = reverse("outcomes:recommendation_change", args=[item.pk])
    page = desk.open(url)
    desk.context.set_offline(True)
    text(page).fill(TEXT)
    page.get_by_label("media").evaluate("box => box.click()")
    says(page, "Kept on this device")
    page.close()
    desk.context.set_offline(False)

    page = desk.open(url)

    expect(text(page)).to_have_value(TEXT)
    saved(page)
    item.refresh_from_db()
    assert (item.text_en, item.addressed_to) == (TEXT, "media")


def test_an_answer_that_never_came_is_no_conflict_and_no_second_item(desk):
    page = desk.open()
    lost = []

    def lose(route):
        if len(lost) < 2:
            lost.append(route.fetch())
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/save/", lose)
    text(page).press_sequentially(TEXT, delay=30)

    saved(page)
    assert len(lost) == 2
    assert Recommendation.objects.get().text_en == TEXT


def test_an_expired_sign_in_keeps_what_is_typed_until_one_is_back(desk, sign_in, rapporteur):
    page = desk.open()
    text(page).press_sequentially("Invite")
    saved(page)
    desk.context.clear_cookies()
    text(page).fill(TEXT)
    says(page, "You are signed out.")
    link = page.get_by_role("link", name="Sign in (opens in a new tab)")
    with desk.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    assert "/accounts/login/" in opened.value.url

    # As in the other tab: another cookie, and with it another token for forms.
    sign_in(rapporteur)

    saved(page)
    assert Recommendation.objects.get().text_en == TEXT


def test_what_one_person_typed_is_sent_and_shown_to_nobody_else(desk, session, sign_in, rapporteur):
    page = desk.open()
    text(page).press_sequentially("Invite")
    saved(page)
    sign_in(make_rapporteur(session))
    text(page).fill(TEXT)
    says(page, "signed")
    page.close()

    page = desk.open(desk.list)
    expect(page.locator("[data-kept]")).to_be_hidden()
    sign_in(rapporteur)
    expect(offered(desk.open(desk.list))).to_have_text(TEXT)
    assert Recommendation.objects.get().text_en == "Invite"


def test_two_rapporteurs_at_once_see_both_texts_and_merge(
    desk, session, chromium, live_server, client, rapporteur
):
    item = make_recommendation(session=session, text_en="Share data.")
    url = reverse("outcomes:recommendation_change", args=[item.pk])
    page = desk.open(url)
    change_item(item, version=1, by=make_user(full_name="Eva Ruiz"), text_en="Share data daily.")

    text(page).fill("Share data with consulates.")

    conflict = page.locator("section.conflict")
    expect(conflict).to_contain_text("Eva Ruiz")
    expect(conflict.locator("del")).to_contain_text("daily.")
    expect(conflict.locator("ins")).to_contain_text("with consulates.")
    expect(text(page)).to_have_value("Share data with consulates.")
    item.refresh_from_db()
    assert item.text_en == "Share data daily."
    # Until it is merged, neither typing on nor coming back overwrites anything.
    text(page).fill("Share data daily with consulates.")
    page.reload()
    expect(conflict).to_contain_text("daily.")
    expect(text(page)).to_have_value("Share data daily with consulates.")
    item.refresh_from_db()
    assert item.text_en == "Share data daily."

    page.get_by_role("button", name="Save").click()

    expect(page.locator(".record")).to_contain_text("Share data daily with consulates.")
    assert [v.details["text_en"] for v in item.versions.all()] == [
        "Share data daily with consulates.",
        "Share data daily.",
    ]


def test_two_tabs_of_one_item_lose_nothing_of_either(desk, session):
    item = make_recommendation(session=session, text_en="First.")
    url = reverse("outcomes:recommendation_change", args=[item.pk])
    one, two = desk.open(url), desk.open(url)
    text(one).fill("One.")
    saved(one)
    text(two).fill("Two.")

    expect(two.locator("section.conflict")).to_contain_text("One.")
    expect(text(two)).to_have_value("Two.")


def test_the_record_of_a_session_is_saved_as_it_is_typed(desk):
    page = desk.open(desk.home)
    page.locator("[name=key_points]").press_sequentially("Two States spoke.")
    page.locator("[name=held_from]").fill("2011-10-04T09:10")
    page.locator("[name=notes]").fill("Cold.")
    saved(page)

    record = SessionRecord.objects.get()
    assert (record.key_points, record.notes) == ("Two States spoke.", "Cold.")
    assert record.session.held_from is not None


def test_what_is_too_long_is_kept_and_told_in_words(desk):
    page = desk.open()
    text(page).fill("x" * 5001)
    says(page, "Write at most 5000 characters; this has 5001.")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("this has 5001")
    assert len(text(page).input_value()) == 5001
    page.close()
    expect(offered(desk.open(desk.list))).to_have_text("x" * 5001)


def test_once_it_is_under_consideration_what_was_typed_can_still_be_copied(desk, session):
    item = make_recommendation(session=session)
    url = reverse("outcomes:recommendation_change", args=[item.pk])
    page = desk.open(url)
    Recommendation.objects.filter(pk=item.pk).update(status=Status.CONSIDERED)
    text(page).fill(TEXT)
    says(page, "under consideration")
    page.reload()

    expect(offered(page)).to_have_text(TEXT)
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert kept(page) == 0


def test_a_reviewed_translation_is_unticked_when_its_text_changes(desk, session):
    item = make_recommendation(session=session, text_en="One.", text_es="Uno.")
    change_item(item, version=1, by=None, reviewed_es=True)
    page = desk.open(reverse("outcomes:recommendation_change", args=[item.pk]))
    expect(page.locator("[name=reviewed_es]")).to_be_checked()

    text(page).press_sequentially(" More.")

    expect(page.locator("[name=reviewed_es]")).not_to_be_checked()
    expect(page.locator("[data-language=es] [data-behind]")).to_be_visible()
    saved(page)
    item.refresh_from_db()
    assert item.stale_languages == ["es"]


def test_advice_follows_what_is_typed_and_never_stands_in_the_way(desk):
    page = desk.open()
    text(page).press_sequentially("States must share data.")
    saved(page)

    expect(page.locator("[data-advice] li")).not_to_have_count(0)
    text(page).fill("Share data.")
    expect(page.locator("[data-advice]")).to_be_hidden()


@pytest.mark.parametrize("sure", [True, False])
def test_signing_out_asks_and_then_wipes(desk, sure):
    page = desk.open()
    text(page).fill("x" * 5001)
    says(page, "Write at most")
    page.on("dialog", lambda dialog: dialog.accept() if sure else dialog.dismiss())
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()

    assert kept(page) == (0 if sure else 1)
    signed_out = page.get_by_role("link", name="Sign in", exact=True).is_visible()
    assert signed_out == sure


def test_without_scripts_the_same_form_is_sent(chromium, live_server, session, rapporteur, client):
    client.force_login(rapporteur)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("outcomes:recommendation_add", args=[session.pk]))
    text(page).fill(TEXT)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".record")).to_contain_text(TEXT)
    item = Recommendation.objects.get()
    page.goto(reverse("outcomes:recommendation_change", args=[item.pk]))
    change_item(item, version=1, by=None, text_en="Theirs.")
    text(page).fill("Mine.")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("section.conflict")).to_contain_text("Theirs.")
    expect(text(page)).to_have_value("Mine.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".record")).to_contain_text("Mine.")
    context.close()


@pytest.mark.parametrize("path", ["list", "home", "add", "change", "history"])
def test_the_pages_of_the_desk_are_accessible(
    page, width, session, rapporteur, sign_in, assert_accessible, path
):
    item = make_recommendation(session=session, text_es="Uno.")
    change_item(item, version=1, by=rapporteur, text_en="Another.")
    change_item(item, version=2, by=make_user(), text_en="Another one.")
    sign_in(rapporteur)
    page.goto(
        {
            "list": reverse("outcomes:rapporteur_home"),
            "home": reverse("outcomes:session_record", args=[session.pk]),
            "add": reverse("outcomes:practice_add", args=[session.pk]),
            "change": reverse("outcomes:recommendation_change", args=[item.pk]),
            "history": reverse("outcomes:recommendation_history", args=[item.pk]),
        }[path]
    )
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
