"""The report from asking to verifying, as those see it who make it and those who hold a copy."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gfmd_meeting.models.meeting import ReportAudience
from outcomes.models import Report, ReportFile, ReportKind, Stage
from outcomes.report.build import make_file
from outcomes.report.snapshot import take_snapshot
from tests.factories import make_meeting, make_outcome, make_party, make_report, make_user

from .conftest import HEIGHT, WIDTHS

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "The ministers asked for it today."
WITHIN = 5_000


@pytest.fixture
def parties(db):
    make_meeting(report_audience=ReportAudience.PUBLIC)
    make_outcome()
    return [make_party(short_name_en=name) for name in ("El Salvador", "Mexico")]


@pytest.fixture
def open_page(chromium, live_server):
    """A page at a machine of its own: ``open_page(user)``, or a stranger's without one."""
    contexts = []

    def open_page(user=None):
        context = chromium.new_context(
            base_url=live_server.url,
            locale="en-GB",
            viewport={"width": WIDTHS["desk"], "height": HEIGHT},
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def no_worker(monkeypatch):
    """The bell is not heard: a file waits until the test makes it."""
    monkeypatch.setattr("outcomes.report_files.ring", lambda task, row_id: None)


def test_a_report_from_asking_to_verifying(open_page, parties, no_worker, tmp_path):
    salvador, mexico = (open_page(make_user(party=party)) for party in parties)

    ask(salvador)
    watch(salvador)
    report = Report.objects.get()
    for page, name in ((salvador, "El Salvador"), (mexico, "Mexico")):
        page.goto(reverse("outcomes:report_detail", args=[report.number]))
        page.get_by_role("button", name=f"Consent for {name}").click()
    assert "The report is final." in mexico.locator("main").inner_text()

    verify(open_page(), report, tmp_path)


def ask(page):
    """A final report is refused without a reason while something is not in order."""
    page.goto(reverse("outcomes:report_request"))
    page.get_by_label("Final", exact=True).check()
    page.get_by_role("button", name="Make the report").click()
    assert "a reason why" in page.get_by_role("alert").inner_text()
    page.get_by_label("Why it is made").fill(REASON)
    page.get_by_role("button", name="Make the report").click()
    page.wait_for_url("**/files/")
    assert REASON in page.locator("main").inner_text()


def watch(page):
    """What the page says of a file follows what becomes of it, without a reload."""
    file = ReportFile.objects.get()
    page.evaluate("window.stays = true")
    page.locator(".stage", has_text="Waiting for its turn 0 %").wait_for()
    ReportFile.objects.update(stage=Stage.LAYING_OUT, progress=40)
    page.locator(".stage", has_text="Laying out the pages 40 %").wait_for(timeout=WITHIN)
    assert page.locator("progress").evaluate("bar => bar.value") == 40

    make_file(file.pk)

    page.locator("#report-status .tag.good", has_text="Ready").wait_for(timeout=WITHIN)
    assert "Ready" in page.locator("#report-news").inner_text()
    assert page.evaluate("window.stays")


def verify(page, report, folder):
    """A stranger who holds a copy is told what it is, and whether it was changed."""
    page.goto(reverse("outcomes:report_read", args=[report.number]))
    with page.expect_download() as download:
        page.locator(".downloads a").click()
    copy = folder / download.value.suggested_filename
    download.value.save_as(copy)
    with report.files.get().file.open("rb") as kept:
        assert copy.read_bytes() == kept.read()

    page.goto(reverse("outcomes:verify"))
    page.get_by_label("Code").fill(f"{report.code[:6].lower()} {report.code[6:]}")
    page.get_by_role("button", name="Verify").click()
    assert "This is the final report." in page.locator("main").inner_text()
    for file, verdict in ((copy, "The file is unchanged."), (tampered(copy), "is not one that")):
        page.get_by_label("File of the report").set_input_files(file)
        page.get_by_role("button", name="Compare").click()
        page.get_by_role("status").filter(has_text=verdict).wait_for()


def tampered(copy):
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    changed = copy.with_name("changed.pdf")
    changed.write_bytes(content)
    return changed


def test_a_file_is_cancelled_and_asked_for_again(open_page, parties, no_worker):
    page = open_page(make_user(party=parties[0]))
    report = make_report(snapshot=take_snapshot(kind=ReportKind.DRAFT, sections=[]))
    page.goto(reverse("outcomes:report_detail", args=[report.number]))
    page.get_by_role("button", name="Make this file").click()
    page.get_by_role("button", name="Cancel").click()
    page.locator(".tag.stop", has_text="Cancelled").wait_for()

    page.get_by_role("button", name="Start again").click()

    page.locator(".stage", has_text="Waiting for its turn").wait_for()
    assert ReportFile.objects.get().stage == Stage.QUEUED
