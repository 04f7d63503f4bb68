"""The way of a report on the web: ask, watch, take home, think better of it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from outcomes.models import Failure, Report, Stage
from tests.factories import make_meeting, make_organiser, make_party, make_report, make_user

pytestmark = pytest.mark.django_db


def url(name, report):
    return reverse(f"outcomes:report_{name}", args=[report.pk])


@pytest.fixture
def co_chair(client, meeting):
    user = make_user(party=make_party(is_co_chair=True))
    client.force_login(user)
    return user


@pytest.fixture
def ready():
    return make_report(
        language="es",
        stage=Stage.READY,
        progress=100,
        file=ContentFile(b"%PDF-1.7 pages", "1-1.pdf"),
        size=14,
        sha256="f" * 64,
    )


@pytest.mark.django_db(transaction=True)
def test_a_co_chair_asks_and_is_shown_the_report_that_was_made_at_once(client, co_chair):
    answer = client.post(reverse("outcomes:report_request"), {"language": "fr"}, follow=True)

    report = Report.objects.get()
    assert (report.language, report.requested_by, report.stage) == ("fr", co_chair, Stage.READY)
    assert answer.redirect_chain == [(url("detail", report), 302)]
    assert url("download", report) in answer.content.decode()


def test_a_language_that_is_none_of_ours_is_refused_in_words(client, co_chair):
    answer = client.post(reverse("outcomes:report_request"), {"language": "xx"}, follow=True)

    assert "one of the languages of the meeting" in answer.content.decode()
    assert not Report.objects.exists()


def test_asking_takes_a_deliberate_act(client, co_chair):
    assert client.get(reverse("outcomes:report_request")).status_code == 405
    assert client.get(url("cancel", make_report())).status_code == 405


def test_a_report_is_hidden_from_all_but_organisers_and_co_chairs(client, meeting, ready):
    client.force_login(make_user())

    for name in ("detail", "status", "download"):
        assert client.get(url(name, ready)).status_code == 404
    assert client.post(url("cancel", ready)).status_code == 404
    assert client.post(reverse("outcomes:report_request"), {"language": "en"}).status_code == 403


def test_a_report_that_is_being_made_shows_how_far_it_is_and_can_be_cancelled(client, co_chair):
    report = make_report(
        stage=Stage.LAYING_OUT, progress=62, claimed_until=timezone.now() + timedelta(minutes=1)
    )

    page = client.get(url("detail", report)).content.decode()

    assert "Laying out the pages" in page
    assert '<progress max="100" value="62"' in page
    assert 'hx-trigger="every 1s"' in page
    assert f'href="{url("detail", report)}">Refresh' in page

    page = client.post(url("cancel", report), follow=True).content.decode()
    assert "The report was cancelled." in page
    assert "hx-trigger" not in page


def test_the_fragment_is_sent_only_where_it_says_something_new(client, co_chair):
    report = make_report(
        stage=Stage.LAYING_OUT, progress=62, claimed_until=timezone.now() + timedelta(minutes=1)
    )
    fragment = client.get(url("status", report))
    assert "<html" not in fragment.content.decode()

    assert client.get(url("status", report), {"seen": "laying_out.62.0"}).status_code == 204
    Report.objects.update(progress=70)
    again = client.get(url("status", report), {"seen": "laying_out.62.0"})

    assert 'value="70"' in again.content.decode()
    assert "report-news" not in again.content.decode()


def test_a_new_stage_is_told_to_those_who_do_not_see(client, co_chair, ready):
    fragment = client.get(url("status", ready), {"seen": "laying_out.96.0"}).content.decode()

    assert 'hx-swap-oob="innerHTML:#report-news">Ready<' in fragment


def test_who_was_signed_out_meanwhile_is_not_shown_the_sign_in_inside_the_page(client, meeting):
    report = make_report()

    answer = client.get(url("status", report), headers={"hx-request": "true"})

    assert (answer.content, answer["HX-Refresh"]) == (b"", "true")
    assert client.get(url("status", report)).status_code == 302


def test_a_report_is_taken_home_under_a_name_that_tells_what_it_is(client, co_chair, ready):
    make_meeting(short_title_es="Reunión de San Salvador")

    answer = client.get(url("download", ready))

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 pages"
    said = answer["Content-Disposition"]
    assert said.startswith('attachment; filename="reunion-de-san-salvador-')
    assert said.endswith(f'-es-{ready.pk}.pdf"')
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == "14"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_report_that_is_not_ready_leads_back_to_how_far_it_is(client, co_chair):
    report = make_report()

    assert client.get(url("download", report))["Location"] == url("detail", report)


def test_a_file_that_is_gone_is_told_and_not_a_fault(client, co_chair, ready):
    ready.file.storage.delete(ready.file.name)

    page = client.get(url("download", ready), follow=True).content.decode()

    assert "The file of this report is gone." in page


def test_a_failure_is_told_with_what_to_do_and_a_way_to_start_again(client, co_chair):
    report = make_report(stage=Stage.FAILED, failure=Failure.TOO_LONG)

    page = client.get(url("detail", report)).content.decode()
    assert "shorten it, then ask for a new report" in page
    assert url("retry", report) in page

    client.post(url("retry", report))
    report.refresh_from_db()
    assert (report.stage, report.requested_by) == (Stage.QUEUED, co_chair)


def test_what_cannot_be_done_any_more_is_refused_in_words(client, co_chair, ready):
    cancelled = client.post(url("cancel", ready), follow=True).content.decode()
    retried = client.post(url("retry", ready), follow=True).content.decode()

    assert "there is nothing to cancel" in cancelled
    assert "no need to start it again" in retried


def test_a_report_that_stands_still_says_so_and_can_be_started_again(client, co_chair):
    report = make_report()
    Report.objects.update(requested_at=timezone.now() - timedelta(minutes=5))

    page = client.get(url("detail", report)).content.decode()

    assert "Nobody has worked on it for some minutes." in page
    assert url("retry", report) in page


def test_the_page_says_that_a_report_is_made_at_once_where_it_is(client, co_chair, settings):
    report = make_report()

    assert "makes a report at once" in client.get(url("detail", report)).content.decode()
    settings.CELERY_TASK_ALWAYS_EAGER = False
    assert "makes a report at once" not in client.get(url("detail", report)).content.decode()


def test_the_co_chairs_list_says_where_each_report_stands(client, co_chair, ready):
    make_report()

    page = client.get(reverse("outcomes:co_chair_home")).content.decode()

    assert "Waiting for its turn" in page
    assert url("download", ready) in page


def test_watching_costs_few_queries_and_never_loads_what_the_report_says(
    client, co_chair, django_assert_max_num_queries
):
    report = make_report(snapshot={"large": "x" * 1000})

    with django_assert_max_num_queries(6) as asked:
        client.get(url("status", report))

    assert not any("snapshot" in query["sql"] for query in asked.captured_queries)


def test_an_organiser_may_do_all_of_it(client, meeting):
    client.force_login(make_organiser())

    answer = client.post(reverse("outcomes:report_request"), {"language": "en"})

    assert answer["Location"] == url("detail", Report.objects.get())
