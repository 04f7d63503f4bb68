"""What a rapporteur types is not lost: it stays on the device until the server has it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from outcomes.models import Recommendation
from outcomes.recording import change_item
from tests.factories import (
    make_outcome,
    make_rapporteur,
    make_recommendation,
    make_session,
)

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Invite consulates to notify within 24 hours."


@pytest.fixture
def session(meeting):
    session = make_session(title_en="Session 3. Minors")
    session.outcomes.add(make_outcome(number=3))
    return session


@pytest.fixture
def desk(session, context, sign_in):
    """A rapporteur's browser, signed in."""
    rapporteur = make_rapporteur(session)
    sign_in(rapporteur)
    return Desk(context, session, rapporteur)


class Desk:
    def __init__(self, context, session, user):
        self.context, self.user = context, user
        self.home = reverse("outcomes:session_record", args=[session.pk])
        self.add = reverse("outcomes:recommendation_add", args=[session.pk])

    def type(self, text=TEXT, url=None):
        """A page on which a text has been typed and not saved."""
        page = self.context.new_page()
        page.goto(url or self.add)
        page.locator("[name=text]").fill(text)
        expect(page.locator("[data-draft-status]")).to_contain_text("Kept on this device")
        return page

    def open(self, url=None):
        page = self.context.new_page()
        page.goto(url or self.add)
        return page


def offered(page):
    return page.locator("[data-drafts] [data-text]")


def test_a_closed_tab_loses_nothing_and_a_save_forgets_the_draft(desk):
    desk.type().close()

    page = desk.open(desk.home)
    expect(offered(page)).to_have_text(TEXT)
    page.get_by_role("link", name="Continue with this text").click()
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".record")).to_contain_text(TEXT)
    expect(page.locator("[data-drafts]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert Recommendation.objects.get().text_en == TEXT


def test_a_form_offers_back_what_was_typed_in_it_with_all_its_fields(desk):
    page = desk.type()
    page.get_by_label("Practice").check()
    page.get_by_label("media").check()
    page.locator("summary").click()
    page.get_by_label("In French").fill("Inviter les consulats.")
    page.close()

    page = desk.open()
    expect(page.locator("[name=text]")).to_have_value("")
    page.get_by_role("link", name="Continue with this text").click()

    expect(page.locator("[name=text]")).to_have_value(TEXT)
    expect(page.get_by_label("Practice")).to_be_checked()
    expect(page.get_by_label("media")).to_be_checked()
    expect(page.locator("[name=translation_fr]")).to_have_value("Inviter les consulats.")


def test_without_a_connection_the_form_stays_and_says_so(desk):
    page = desk.type()
    desk.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-draft-status]")).to_contain_text("You are offline")
    desk.context.set_offline(False)
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".record")).to_contain_text(TEXT)


def test_a_save_that_did_not_reach_the_server_loses_nothing(desk):
    page = desk.type()
    page.route("**/add/", lambda route: route.abort("connectionreset"))
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("chrome-error://**")
    page.close()

    expect(offered(desk.open())).to_have_text(TEXT)
    assert not Recommendation.objects.exists()


def test_an_expired_sign_in_loses_nothing(desk, sign_in):
    page = desk.type()
    desk.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    page.close()
    sign_in(desk.user)

    expect(offered(desk.open())).to_have_text(TEXT)


def test_a_refused_save_keeps_the_draft(desk):
    page = desk.type()
    page.locator("main [name=language]").select_option("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.close()

    expect(offered(desk.open(desk.home))).to_have_text(TEXT)


def test_a_draft_of_an_older_version_does_not_overwrite_what_was_saved_since(desk, session):
    item = make_recommendation(session=session, text_en="First.")
    url = reverse("outcomes:recommendation_change", args=[item.pk])
    desk.type("Mine.", url).close()
    change_item(item, version=1, by=None, text_en="Theirs.")

    page = desk.open(url)
    page.get_by_role("link", name="Continue with this text").click()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="What is saved now")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Theirs.")
    expect(page.locator("[name=text]")).to_have_value("Mine.")


def test_drafts_of_two_tabs_stand_side_by_side(desk):
    first, second = desk.type("One."), desk.type("Two.")
    first.close()
    second.close()

    expect(offered(desk.open(desk.home))).to_have_text(["Two.", "One."])


def test_thrown_away_is_gone(desk):
    desk.type().close()
    page = desk.open()
    page.get_by_role("button", name="Throw it away").click()

    expect(page.locator("[data-drafts]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_nobody_is_offered_the_draft_of_another(desk, session, sign_in):
    desk.type().close()
    sign_in(make_rapporteur(session))

    expect(desk.open().locator("[data-drafts]")).to_be_hidden()


@pytest.mark.parametrize("sure", [True, False])
def test_signing_out_asks_and_then_wipes(desk, sure):
    page = desk.type()
    page.on("dialog", lambda dialog: dialog.accept() if sure else dialog.dismiss())
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()

    assert len(page.evaluate("Object.keys(localStorage)")) == (0 if sure else 1)
    signed_out = page.get_by_role("link", name="Sign in").is_visible()
    assert signed_out == sure
