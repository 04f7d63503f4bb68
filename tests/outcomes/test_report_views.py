"""The way of a report on the web: ask, read, watch, consent."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gfmd_meeting.models import Meeting
from outcomes.models import Failure, Report, ReportFile, ReportKind, Stage
from registrations.models import Status as SeatStatus
from tests.factories import (
    make_considered,
    make_organiser,
    make_outcome,
    make_participant,
    make_party,
    make_practice,
    make_report,
    make_report_file,
    make_session,
    make_user,
)

from .reports_on_the_web import PAGES, file_url, make_final, make_ready, url

pytestmark = pytest.mark.django_db


# -- Asking -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_co_chair_asks_and_is_shown_the_report_that_was_made_at_once(client, co_chair):
    asked = {"kind": "draft", "language": "fr", "sections": ["agenda"]}
    answer = client.post(reverse("outcomes:report_request"), asked, follow=True)

    report = Report.objects.get()
    file = report.files.get()
    assert (report.requested_by, report.sections) == (co_chair, ["agenda"])
    assert (file.language, file.stage) == ("fr", Stage.READY)
    assert answer.redirect_chain == [(url("detail", report), 302)]
    assert file_url("download", file) in answer.content.decode()


def test_what_was_chosen_and_written_is_kept_when_the_report_is_refused(client, co_chair):
    asked = {"kind": "gospel", "sections": ["agenda"], "override_reason": "Agreed <orally>."}

    page = client.post(reverse("outcomes:report_request"), asked).content.decode()

    assert "A report is a draft or final." in page
    assert "Agreed &lt;orally&gt;." in page
    assert not Report.objects.exists()


def test_what_a_database_cannot_hold_is_left_out_of_the_reason(client, co_chair):
    asked = {"kind": "final", "override_reason": "Agreed\x00 orally."}
    client.post(reverse("outcomes:report_request"), asked)

    assert Report.objects.get().override_reason == "Agreed orally."


def test_all_that_the_pre_flight_finds_leads_a_co_chair_and_an_organiser_to_a_page(
    client, co_chair
):
    outcome, session = make_outcome(), make_session()
    make_participant()
    make_participant(status=SeatStatus.CONFIRMED)
    make_practice(outcome=outcome, session=session, submitted_at=timezone.now())
    make_considered(outcome=outcome, session=session)

    for user in (co_chair, make_organiser()):
        client.force_login(user)
        page = client.get(reverse("outcomes:report_request")).content.decode()
        links = re.findall(r'<a href="([^"#]+)[^>]*>(?:Go there|See it)', page)
        assert len(links) > 8
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_only_those_who_make_reports_ask_for_one(client, meeting):
    client.force_login(make_user())

    assert client.get(reverse("outcomes:report_request")).status_code == 403
    assert client.post(reverse("outcomes:report_request"), {"kind": "draft"}).status_code == 403


# -- Reading ------------------------------------------------------------------------------------


def test_a_draft_is_hidden_from_all_but_those_who_make_reports(client, meeting, ready):
    client.force_login(make_participant(user=make_user(), status="confirmed").user)

    for name in ("detail", "read", "status"):
        assert client.get(url(name, ready.report)).status_code == 404
    assert client.get(file_url("download", ready)).status_code == 404
    assert client.post(file_url("cancel", ready)).status_code == 404
    assert client.post(url("consent", ready.report)).status_code == 404


def test_a_final_report_is_for_participants_or_for_everybody_as_the_meeting_says(client, meeting):
    report = make_final()
    file = make_ready(report=report)

    assert client.get(url("read", report)).status_code == 404
    client.force_login(make_user())
    assert client.get(url("read", report)).status_code == 404
    client.force_login(make_participant(user=make_user(), status="confirmed").user)
    assert client.get(url("read", report)).status_code == 200
    client.logout()
    Meeting.objects.update(report_audience="public")
    assert client.get(url("read", report)).status_code == 200
    assert client.get(file_url("download", file)).getvalue() == PAGES
    assert url("read", report) in client.get(reverse("outcomes:report_list")).content.decode()


def test_every_page_leads_to_the_reports_those_who_may_read_a_final_one(client, meeting):
    link = f'href="{reverse("outcomes:report_list")}"'
    reader = make_participant(user=make_user(), status="confirmed").user

    def is_led(user=None):
        client.force_login(user) if user else client.logout()
        return link in client.get("/").content.decode()

    make_report()
    assert not is_led(reader), "there is a draft alone"
    make_final()
    assert is_led(reader)
    assert not is_led(make_user())
    assert not is_led()
    Meeting.objects.update(report_audience="public")
    assert is_led()


def test_the_desk_of_a_final_report_is_for_those_who_make_it(client, meeting):
    client.force_login(make_participant(user=make_user(), status="confirmed").user)

    assert client.get(url("status", make_final())).status_code == 403


def test_a_reader_is_led_from_the_desk_of_a_report_to_the_report(client, meeting):
    client.force_login(make_participant(user=make_user(), status="confirmed").user)
    report = make_final()

    assert client.get(url("detail", report))["Location"] == url("read", report)
    assert client.post(url("make", report), {"format": "pdf"}).status_code == 403


# -- Watching -----------------------------------------------------------------------------------


def test_a_file_that_is_being_made_shows_how_far_it_is_and_can_be_cancelled(client, co_chair):
    file = make_report_file(
        stage=Stage.LAYING_OUT, progress=62, claimed_until=timezone.now() + timedelta(minutes=1)
    )

    page = client.get(url("detail", file.report)).content.decode()

    assert "Laying out the pages" in page
    assert '<progress max="100" value="62"' in page
    assert 'hx-trigger="every 1s"' in page
    assert f'href="{url("detail", file.report)}">Refresh' in page

    page = client.post(file_url("cancel", file), follow=True).content.decode()
    assert "cancelled it on" in page
    assert "hx-trigger" not in page


def test_the_fragment_is_sent_only_where_it_says_something_new(client, co_chair):
    file = make_report_file(
        stage=Stage.LAYING_OUT, progress=62, claimed_until=timezone.now() + timedelta(minutes=1)
    )
    fragment = client.get(url("status", file.report))
    assert "<html" not in fragment.content.decode()
    seen = {"seen": f"{file.pk}.laying_out.62.0"}

    assert client.get(url("status", file.report), seen).status_code == 204
    ReportFile.objects.update(progress=70)
    again = client.get(url("status", file.report), seen)

    assert 'value="70"' in again.content.decode()


def test_a_new_stage_is_told_to_those_who_do_not_see(client, co_chair, ready):
    seen = {"seen": f"{ready.pk}.laying_out.96.0"}
    fragment = client.get(url("status", ready.report), seen).content.decode()

    assert 'hx-swap-oob="innerHTML:#report-news"' in fragment
    assert "Ready." in fragment


def test_who_was_signed_out_meanwhile_is_not_shown_the_sign_in_inside_the_page(client, meeting):
    report = make_report()

    answer = client.get(url("status", report), headers={"hx-request": "true"})

    assert (answer.content, answer["HX-Refresh"]) == (b"", "true")
    assert client.get(url("status", report)).status_code == 302


def test_a_failure_is_told_with_what_to_do_and_a_way_to_start_again(client, co_chair):
    file = make_report_file(stage=Stage.FAILED, failure=Failure.TOO_LONG)

    page = client.get(url("detail", file.report)).content.decode()
    assert "shorten it, then ask for a new report" in page
    assert file_url("retry", file) in page

    client.post(file_url("retry", file))
    file.refresh_from_db()
    assert (file.stage, file.requested_by) == (Stage.QUEUED, co_chair)


def test_what_cannot_be_done_any_more_is_refused_in_words(client, co_chair, ready):
    cancelled = client.post(file_url("cancel", ready), follow=True).content.decode()
    retried = client.post(file_url("retry", ready), follow=True).content.decode()

    assert "there is nothing to cancel" in cancelled
    assert "no need to start it again" in retried


def test_a_file_that_stands_still_says_so_and_can_be_started_again(client, co_chair):
    file = make_report_file()
    ReportFile.objects.update(requested_at=timezone.now() - timedelta(minutes=5))

    page = client.get(url("detail", file.report)).content.decode()

    assert "Nobody has worked on it for some minutes." in page
    assert file_url("retry", file) in page


def test_the_page_says_that_a_file_is_made_at_once_where_it_is(client, co_chair, settings):
    report = make_report()

    assert "makes a file at once" in client.get(url("detail", report)).content.decode()
    settings.CELERY_TASK_ALWAYS_EAGER = False
    assert "makes a file at once" not in client.get(url("detail", report)).content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_watching_costs_few_queries_and_never_loads_what_the_report_says(
    client, co_chair, django_assert_max_num_queries, number
):
    report = make_report(snapshot={"large": "x" * 1000})
    formats = [(f, c) for f in ("pdf", "archive", "docx") for c in ("en", "es", "fr")] + [
        ("pack", "")
    ]
    for form, language in formats[:number]:
        make_report_file(report=report, format=form, language=language)

    with django_assert_max_num_queries(6) as asked:
        client.get(url("status", report))

    assert not any("snapshot" in query["sql"] for query in asked.captured_queries)


# -- Consenting ---------------------------------------------------------------------------------


def test_a_co_chair_consents_to_what_stands_on_the_page(client, co_chair):
    make_party(is_co_chair=True, short_name="The other State")
    report = make_report(kind=ReportKind.FINAL)

    page = client.get(url("detail", report)).content.decode()
    assert f'name="sha256" value="{report.sha256}"' in page

    page = client.post(url("consent", report), {"sha256": report.sha256}, follow=True)
    assert "Your consent is given." in page.content.decode()
    consent = report.consents.get()
    assert (consent.party, consent.given_by) == (co_chair.party, co_chair)

    page = client.post(url("withdraw", report), follow=True).content.decode()
    assert "Your consent is withdrawn." in page
    assert not report.consents.exists()


def test_a_revision_that_another_took_the_place_of_says_so_and_is_not_consented_to(
    client, co_chair
):
    def states():
        page = client.get(reverse("outcomes:report_list")).content.decode()
        return re.findall(r'<span class="tag[^>]*>([^<]*)', page)

    first, _draft = make_report(kind=ReportKind.FINAL), make_report()
    assert states() == ["Draft", "Awaits the consent of the co-chairs"]
    assert "Consent for" in client.get(url("detail", first)).content.decode()

    second = make_report(kind=ReportKind.FINAL)
    assert states() == ["Awaits the consent of the co-chairs", "Draft", "Superseded"]
    page = client.get(url("detail", first)).content.decode()
    assert "There is a later final revision." in page
    assert "Consent for" not in page

    Report.objects.filter(pk=first.pk).update(final_at=timezone.now())
    assert states()[-1] == "Final", "until the later one is final too"
    Report.objects.filter(pk=second.pk).update(final_at=timezone.now())
    assert states() == ["Final", "Draft", "Superseded"]


def test_an_organiser_does_not_consent_for_a_state(client, meeting):
    client.force_login(make_organiser())
    report = make_report(kind=ReportKind.FINAL)

    answer = client.post(url("consent", report), {"sha256": report.sha256})

    assert answer.status_code == 403
