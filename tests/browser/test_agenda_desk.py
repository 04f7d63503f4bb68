"""The organisers' form and list of sessions, narrow and wide."""

import pytest
from django.urls import reverse

from tests.factories import make_assignment, make_organiser, make_session

pytestmark = pytest.mark.django_db(transaction=True)


def assert_fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_to_be_mended_is_above_the_form_and_a_line_unfolds(page, meeting, sign_in):
    session = make_session(title_en="Session 3")
    make_assignment(session=session, role="chair")
    sign_in(make_organiser())

    page.goto(reverse("admin:agenda_session_change", args=[session.pk]))

    assert_fits(page)
    findings = page.locator(".findings")
    assert "has no rapporteur" in findings.inner_text()
    assert findings.bounding_box()["y"] < page.locator("[name=kind]").bounding_box()["y"]
    line = page.locator("[name=assignments-0-line_es]")
    assert not line.is_visible()
    page.locator("#assignments-0 summary").click()
    line.fill("Ministra")
    page.locator("[name=_save]").click()
    assert session.assignments.get().line_es == "Ministra"


def test_the_words_of_each_fault_unfold_in_the_list(page, meeting, sign_in):
    make_session(title_en="Session 3")
    sign_in(make_organiser())
    page.goto(reverse("admin:agenda_session_changelist"))

    assert_fits(page)
    assert not page.get_by_text("has no rapporteur").is_visible()
    page.locator(".to-mend summary").click()
    assert page.get_by_text("has no rapporteur").is_visible()
    page.get_by_role("link", name="Clashes and gaps").click()
    page.get_by_role("link", name="has no rapporteur").click()
    assert page.locator("[name=title_en]").input_value() == "Session 3"
