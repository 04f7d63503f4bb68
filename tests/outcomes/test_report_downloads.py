"""A file of a report is taken home: whole or in parts, and noted while it is a draft."""

import pytest

from outcomes.models import ReportDownload
from tests.factories import (
    make_meeting,
    make_organiser,
    make_report,
    make_report_file,
)

from .reports_on_the_web import PAGES, file_url, make_final, make_ready, url

pytestmark = pytest.mark.django_db


def test_the_pages_stand_first_among_the_files_and_what_hands_all_over_last(client, co_chair):
    report = make_report()
    for format, language in (("pack", ""), ("archive", "en"), ("pdf", "fr"), ("pdf", "en")):
        make_report_file(report=report, format=format, language=language)

    files = client.get(url("detail", report)).context["files"]

    assert [(file.format, file.language) for file in files] == [
        ("pdf", "en"),
        ("pdf", "fr"),
        ("archive", "en"),
        ("pack", ""),
    ]


def test_a_file_is_taken_home_under_a_name_that_tells_what_it_is(client, co_chair, ready):
    make_meeting(short_title_es="Reunión de San Salvador")

    answer = client.get(file_url("download", ready))

    assert b"".join(answer.streaming_content) == PAGES
    said = answer["Content-Disposition"]
    assert said.startswith('attachment; filename="reunion-de-san-salvador-')
    assert said.endswith(f'-es-{ready.report.number}.pdf"')
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(PAGES))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-3", 206, PAGES[:4], f"bytes 0-3/{len(PAGES)}"),
        ("bytes=5-", 206, PAGES[5:], f"bytes 5-13/{len(PAGES)}"),
        ("bytes=-3", 206, PAGES[-3:], f"bytes 11-13/{len(PAGES)}"),
        ("bytes=5-999", 206, PAGES[5:], f"bytes 5-13/{len(PAGES)}"),
        ("bytes=14-", 416, b"", f"bytes */{len(PAGES)}"),
        ("bytes=4-2", 416, b"", f"bytes */{len(PAGES)}"),
        ("bytes=0-1,3-4", 200, PAGES, None),
        ("bytes=-", 200, PAGES, None),
        (f"bytes={5000 * '9'}-", 200, PAGES, None),
        (f"bytes=-{5000 * '9'}", 200, PAGES, None),
        ("lines=1-2", 200, PAGES, None),
    ],
)
def test_a_download_goes_on_where_it_was_cut_off(
    client, co_chair, ready, asked, status, content, said
):
    answer = client.get(file_url("download", ready), headers={"range": asked})

    assert answer.status_code == status
    assert answer.getvalue() == content
    assert answer.get("Content-Range") == said


def test_a_part_of_another_file_than_the_one_begun_is_not_given(client, co_chair, ready):
    headers = {"range": "bytes=5-", "if-range": '"another"'}
    answer = client.get(file_url("download", ready), headers=headers)

    assert (answer.status_code, answer.getvalue()) == (200, PAGES)


def test_it_is_noted_who_took_a_draft_home_and_not_who_took_the_final_text(client, co_chair, ready):
    client.get(file_url("download", ready), REMOTE_ADDR="192.0.2.7").getvalue()
    final = make_ready(report=make_final())
    client.get(file_url("download", final)).getvalue()
    client.head(file_url("download", ready)).getvalue()

    (noted,) = ReportDownload.objects.all()
    assert (noted.file, noted.by, noted.from_address) == (ready, co_chair, "192.0.2.7")


def test_a_download_of_a_draft_in_several_parts_is_noted_once(client, co_chair, ready):
    def take(**headers):
        answer = client.get(file_url("download", ready), headers=headers)
        answer.getvalue()
        return answer.status_code

    take(Range="bytes=0-5")
    for part in ("bytes=6-9", "bytes=10-", "bytes=-3"):
        assert take(Range=part) == 206
    assert ReportDownload.objects.count() == 1

    take()
    assert ReportDownload.objects.count() == 2
    other = make_organiser()
    client.force_login(other)
    take(Range="bytes=1-")
    assert ReportDownload.objects.filter(by=other).count() == 1, "whatever part is taken first"


def test_a_file_that_is_not_ready_leads_back_to_how_far_it_is(client, co_chair):
    file = make_report_file()

    assert client.get(file_url("download", file))["Location"] == url("detail", file.report)


def test_a_file_that_is_gone_is_told_and_not_a_fault(client, co_chair, ready):
    ready.file.storage.delete(ready.file.name)

    page = client.get(file_url("download", ready), follow=True).content.decode()

    assert "The file of this report is gone." in page
