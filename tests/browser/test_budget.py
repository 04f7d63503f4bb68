"""The money in a real browser: its pictures, a statement, and a funder who reads it."""

import pytest

from budget.models import Statement
from budget.statement.making import make_statement_paper
from gfmd_meeting.demo import load_demo
from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.VAR_DIR = settings.MEDIA_ROOT = tmp_path
    load_meeting_file("san_salvador_2011")
    load_demo()


@pytest.fixture
def supporter(demo, sign_in):
    sign_in(User.objects.get(email="supporter@example.org"))


@pytest.fixture
def organiser(demo, sign_in):
    sign_in(User.objects.get(email="organiser@example.org"))


def test_each_picture_has_a_name_and_its_numbers_in_a_table_beside_it(page, supporter):
    page.goto("/budget/")

    pictures = page.get_by_role("img")
    assert pictures.count() == 3
    for number in range(3):
        name = pictures.nth(number).get_attribute("aria-label")
        assert "has the numbers" in name or "table" in name
    assert page.get_by_role("row", name="A Travel of sponsored").locator("td").count() == 6
    assert page.get_by_role("rowheader", name="31 October 2011").count() == 1


def test_the_parts_of_the_pictures_differ_without_any_colour(page, supporter):
    """Outline, hatching and solid; dashed, thin and thick: and all of it one ink."""
    page.goto("/budget/")

    fills = page.eval_on_selector_all(
        "figure.chart > svg rect", "all => [...new Set(all.map(e => e.getAttribute('fill')))]"
    )
    assert sorted(fills) == ["currentColor", "none", "url(#hatched)", "url(#open)"]
    strokes = page.eval_on_selector_all(
        "figure.chart > svg polyline, figure.chart > svg path[stroke-dasharray]",
        """all => all.map(e => [e.getAttribute('stroke'), e.getAttribute('stroke-width'),
                                e.getAttribute('stroke-dasharray')])""",
    )
    assert {ink for ink, _width, _dashes in strokes} == {"currentColor"}
    assert len({(width, dashes) for _ink, width, dashes in strokes}) == 3


def test_the_pictures_stay_within_their_frames(page, supporter):
    page.goto("/budget/")

    outside = page.evaluate(
        """[...document.querySelectorAll("figure.chart > svg")].flatMap(svg => {
             const frame = svg.getBoundingClientRect();
             return [...svg.querySelectorAll("rect, circle, polyline, text")].filter(e => {
               const box = e.getBoundingClientRect();
               return box.left < frame.left - 1 || box.right > frame.right + 1
                   || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
             }).map(e => e.outerHTML);
           })"""
    )
    assert outside == []


def test_an_organiser_makes_a_statement_and_has_its_papers(page, organiser, assert_accessible):
    page.goto("/budget/")
    page.get_by_role("link", name="Statements").click()
    page.get_by_label("At the end of").fill("2011-10-31")
    page.get_by_role("combobox", name="Language").select_option("es")
    page.get_by_role("button", name="Make the statement").click()

    page.get_by_role("link", name="Download as PDF").wait_for()
    assert page.locator("h1").inner_text() == "Statement of income and expenditure"
    # What it says is in the language that was asked for.
    assert page.locator("main div[lang=es] h2").first.inner_text() == "Por partida"
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as workbook").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_a_statement_that_is_being_made_shows_its_paper_by_itself(page, supporter, width):
    statement = Statement.objects.get()
    page.goto(f"/budget/statements/{statement.pk}/")
    assert page.get_by_text("The PDF is being made.").is_visible()

    make_statement_paper(statement.pk)

    page.get_by_role("link", name="Download as PDF").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_final_statement_says_what_it_waits_for(page, organiser, assert_accessible):
    page.goto("/budget/statements/")
    page.get_by_label("Kind").select_option("final")
    page.get_by_role("button", name="Make the statement").click()

    page.get_by_text("is committed and not paid (CON-001").first.wait_for()
    assert_accessible(page)


def test_a_supporter_finds_a_statement_and_no_door_to_names(page, supporter):
    page.goto("/budget/")

    assert page.get_by_role("link", name="Sponsored participants").count() == 0
    assert page.get_by_role("link", name="The full ledger (XLSX)").count() == 0
    page.get_by_role("link", name="Statements").click()
    page.get_by_role("link", name="Statement", exact=False).last.click()
    assert page.get_by_role("heading", name="Reconciliation").is_visible()


def test_a_withdrawal_leads_to_what_can_be_released(page, organiser):
    page.goto("/budget/sponsored/")

    released = page.get_by_role("region", name="Withdrawn: what can be released")
    assert released.is_visible()
    released.get_by_role("link", name="CON-003").first.click()
    assert "/admin/budget/commitment/" in page.url
