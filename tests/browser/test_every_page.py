"""Every page of the demo, as each of its people sees it: accessible, within the screen, titled."""

from datetime import date

import pytest
from django.urls import reverse

from agenda.models import Session
from gfmd_meeting.demo import load_demo
from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import Meeting, Party, User
from gfmd_meeting.models.meeting import ReportAudience
from outcomes.models import Practice, Recommendation, ReportKind
from outcomes.reports import consent_to_report, request_report
from tests.factories import make_report

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = [
    "home",
    "concept_note",
    "agenda:session_list",
    "agenda:agenda_by_outcome",
    "agenda:agenda_screen",
    "agenda:document_list",
    "agenda:release_list",
    "registrations:participant_register",
    "outcomes:published_list",
    "outcomes:report_list",
    "outcomes:verify",
]
SIGNING_IN = ["account_login", "account_request_login_code", "account_reset_password"]
PAGES = {
    None: PUBLIC + SIGNING_IN,
    "delegate": [
        "registrations:me",
        "registrations:participant_change",
        "agenda:my_agenda",
        "agenda:calendar_feed",
    ],
    "focalpoint": ["registrations:me", "outcomes:draft_list"],
    "rapporteur": [
        "registrations:me",
        "outcomes:rapporteur_home",
        "outcomes:co_chair_home",
        "outcomes:consolidation_desk",
    ],
    "supporter": [
        "registrations:me",
        "budget:budget_overview",
        "budget:revision_list",
        "budget:statement_list",
    ],
    "cochair.mx": [
        "registrations:balance_board",
        "outcomes:co_chair_home",
        "outcomes:coverage",
        "outcomes:coverage_items",
        "outcomes:consolidation_desk",
        "outcomes:translation_list",
        "outcomes:closing_screen",
        "outcomes:report_request",
        "outcomes:report_text_list",
        "budget:budget_overview",
    ],
    "organiser": [
        "outcomes:rapporteur_home",
        "registrations:me",
        "agenda:agenda_clashes",
        "budget:budget_overview",
        "budget:sponsored_list",
        "budget:statement_list",
    ],
}


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_meeting_file("san_salvador_2011")
    load_demo()


@pytest.fixture
def visit(page, width, assert_accessible):
    """Open a page and look at it as it stands."""

    def visit(path):
        page.goto(path)
        assert page.title().split(" · ")[0]
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert_accessible(page)

    return visit


@pytest.mark.parametrize("account", PAGES)
def test_each_page_is_accessible_and_fits_the_screen(visit, demo, sign_in, account):
    if account:
        sign_in(User.objects.get(email=f"{account}@example.org"))

    for name in PAGES[account]:
        visit(reverse(name))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["es", "fr"])
def test_public_pages_hold_in_every_language_and_scheme(
    page, visit, demo, context, live_server, language, scheme
):
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page.emulate_media(color_scheme=scheme)

    for name in PUBLIC:
        visit(reverse(name))
        assert page.locator("html").get_attribute("lang") == language


def test_a_form_with_errors_leads_to_each_field(page, visit, demo, assert_accessible):
    visit(reverse("registrations:participant_register"))
    page.locator("main form button").last.click()

    assert page.locator(".error-summary").evaluate("e => e === document.activeElement")
    assert_accessible(page)
    page.locator(".error-summary a").first.click()
    assert page.evaluate("location.hash") != ""


def test_the_language_is_switched_from_any_page_and_stays(page, demo):
    page.goto(reverse("agenda:session_list"))
    page.get_by_role("button", name="Français").click()

    assert page.url.endswith(reverse("agenda:session_list"))
    page.goto(reverse("concept_note"))
    assert page.locator("html").get_attribute("lang") == "fr"


def test_the_page_works_by_keyboard_and_shows_where_one_is(page, demo):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"

    links = page.locator("main a").count()
    reached = set()
    for _ in range(links):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert len(reached) == links


def test_what_one_touches_on_a_phone_is_large_enough(page, demo, width):
    page.goto("/")

    small = page.evaluate(
        """[...document.querySelectorAll("header a, header button, main .button")]
           .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/registrations/participant/",
        "/admin/agenda/session/add/",
        "/admin/budget/disbursement/add/",
        "/admin/budget/sponsorship/add/",
        "/admin/budget/budgetrevision/add/",
        "/admin/registrations/participant/import/",
        "/admin/registrations/participant/export/",
        "/admin/outcomes/recommendation/",
        "/admin/outcomes/sessionrecord/",
        "/admin/outcomes/practice/",
        "/admin/outcomes/givennumber/",
        "/admin/outcomes/consolidation/",
        "/admin/outcomes/consent/",
        "/admin/outcomes/comment/",
        "/admin/outcomes/adoptionstep/",
    ],
)
def test_the_desk_keeps_the_policy_too(page, demo, sign_in, path):
    sign_in(User.objects.get(email="organiser@example.org"))

    response = page.goto(path)

    assert response.status == 200


def test_a_missing_page_is_in_the_face(page, meeting, complaints, assert_accessible):
    page.goto("/nowhere/")

    assert page.locator("h1").inner_text() == "Page not found"
    assert_accessible(page)
    complaints.clear()


@pytest.fixture
def final_report(demo):
    """All that the demo has to say, consented to by both co-chairs, for everybody to read."""
    Meeting.objects.update(report_audience=ReportAudience.PUBLIC)
    by = User.objects.get(email="organiser@example.org")
    report = request_report(kind=ReportKind.FINAL, override_reason="To be read here.", by=by)
    for party in Party.objects.co_chairing():
        report = consent_to_report(report, party=party, by=by, sha256=report.sha256)
    return report


def test_the_pages_of_a_report_are_accessible_to_who_makes_it(final_report, sign_in, visit):
    sign_in(User.objects.get(email="cochair.sv@example.org"))

    visit(reverse("outcomes:report_detail", args=[make_report(number=1000).number]))
    visit(reverse("outcomes:report_detail", args=[final_report.number]))
    visit(reverse("outcomes:report_text_change", args=["summary"]))


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_stranger_reads_and_verifies_the_final_report_in_every_language(
    page, final_report, visit, context, live_server, language
):
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])

    visit(reverse("outcomes:report_read", args=[final_report.number]))
    assert page.locator("html").get_attribute("lang") == language
    visit(reverse("outcomes:report_verify", args=[final_report.code]))


@pytest.mark.parametrize("is_open", [True, False])
def test_the_drafts_are_accessible_with_the_window_open_and_shut(visit, demo, sign_in, is_open):
    if is_open:
        Meeting.objects.update(
            comments_open_on=date(2000, 1, 1), comments_close_on=date(2100, 1, 1)
        )
    for account in ("focalpoint", "delegate"):
        sign_in(User.objects.get(email=f"{account}@example.org"))
        visit(reverse("outcomes:draft_list"))


def test_what_a_rapporteur_records_and_its_history_are_accessible(visit, demo, sign_in):
    sign_in(User.objects.get(email="rapporteur@example.org"))
    session = Session.objects.get(title_en__startswith="Session 3.")
    item = session.recommendations.standing().first()
    practice = session.practices.first()

    for name, row in (
        ("session_record", session),
        ("session_record_history", session),
        ("recommendation_add", session),
        ("practice_add", session),
        ("recommendation_change", item),
        ("recommendation_history", item),
        ("recommendation_delete", item),
        ("practice_change", practice),
        ("practice_history", practice),
    ):
        visit(reverse(f"outcomes:{name}", args=[row.pk]))


def test_what_a_co_chair_does_with_a_text_is_accessible(visit, demo, sign_in):
    sign_in(User.objects.get(email="cochair.sv@example.org"))
    considered = Recommendation.objects.standing().filter(status="considered").first()
    submitted = Recommendation.objects.standing().filter(status="submitted").first()

    for name, row in (
        ("recommendation_detail", considered),
        ("recommendation_history", considered),
        ("recommendation_change", considered),
        ("recommendation_detail", submitted),
        ("split_item", submitted),
        ("move_item", submitted),
    ):
        visit(reverse(f"outcomes:{name}", args=[row.pk]))
    for act in ("send-back", "not-retain"):
        visit(reverse("outcomes:recommendation_end", args=[considered.pk, act]))
    pair = "&".join(f"item={item.pk}" for item in (considered, submitted))
    visit(f"{reverse('outcomes:merge_items')}?{pair}")


def test_what_the_public_reads_of_one_text_is_accessible(visit, demo):
    given = Recommendation.objects.adopted().first().numbers.first()
    practice = Practice.objects.published().first()

    visit(reverse("outcomes:published_detail", args=[given.outcome.number, given.place]))
    visit(reverse("outcomes:practice_detail", args=[practice.pk]))
    visit(f"{reverse('outcomes:published_list')}?q=nothing-says-this")


def test_the_page_of_a_delegation_and_its_form_are_accessible(demo, sign_in, visit):
    sign_in(User.objects.get(email="focalpoint@example.org"))

    for name in ("registrations:delegation_detail", "registrations:nominee_add"):
        visit(reverse(name, args=["gt"]))
