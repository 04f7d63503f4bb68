"""The rapporteurs' and the co-chairs' pages, in a real browser, narrow and wide."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_organiser,
    make_outcome,
    make_rapporteur,
    make_recommendation,
    make_report,
    make_session,
)

pytestmark = pytest.mark.django_db(transaction=True)


def url(name, *args):
    return reverse(f"outcomes:{name}", args=args)


@pytest.fixture
def session(meeting):
    session = make_session(title_en="Session 3. Minors")
    session.outcomes.add(make_outcome(number=3), make_outcome(number=4))
    return session


def assert_fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_pages_of_the_desk_are_accessible_and_fit(page, session, sign_in, assert_accessible):
    item = make_recommendation(session=session, outcome=session.outcomes.first())
    sign_in(make_rapporteur(session))

    for path in (
        url("rapporteur_home"),
        url("session_record", session.pk),
        url("recommendation_add", session.pk),
        url("recommendation_change", item.pk),
        url("recommendation_delete", item.pk),
    ):
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)


def test_the_co_chairs_page_is_accessible_and_fits(page, session, sign_in, assert_accessible):
    make_recommendation(session=session, outcome=session.outcomes.first())
    make_report()
    sign_in(make_organiser())

    page.goto(url("co_chair_home"))
    page.locator("summary").first.click()

    assert_accessible(page)
    assert_fits(page)


def test_translations_are_asked_for_in_the_other_languages_alone(page, session, sign_in):
    sign_in(make_rapporteur(session))
    page.goto(url("recommendation_add", session.pk))
    page.get_by_text("The text in other languages").click()

    assert not page.locator("[name=text_en]").is_visible()
    page.locator("main [name=language]").select_option("fr")

    assert page.locator("[name=text_en]").is_visible()
    assert not page.locator("[name=text_fr]").is_visible()
