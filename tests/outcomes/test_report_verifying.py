"""Who holds a copy is told whether it is the final text."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from outcomes.models import Format
from outcomes.report.zipping import zip_files
from tests.factories import (
    make_report,
)

from .reports_on_the_web import PAGES, make_final, make_ready

pytestmark = pytest.mark.django_db


def verify(client, report, **data):
    address = reverse("outcomes:report_verify", args=[report.code])
    page = client.post(address, data) if data else client.get(address)
    return page.content.decode()


def test_anyone_is_told_whether_a_copy_is_the_final_text(client, meeting):
    draft, awaiting, final = make_report(), make_report(kind="final"), make_final()

    assert "This is a draft, not the final report." in verify(client, draft)
    assert "This report is not final." in verify(client, awaiting)
    assert "This is the final report." in verify(client, final)
    later = make_final()
    page = verify(client, final)
    assert "This was the final report." in page
    assert f"Revision {later.number} has taken its place." in page


def test_a_code_that_is_none_of_ours_is_told_from_ours(client, meeting):
    final = make_final()
    tampered = reverse("outcomes:report_verify", args=[final.code[:-1] + "X"])

    answer = client.get(tampered)

    assert answer.status_code == 404
    assert "No report of this meeting has this code." in answer.content.decode()


def test_a_code_that_no_database_holds_is_none_of_ours(client, meeting):
    assert client.get("/verify/A%00B/").status_code == 404
    assert client.get("/verify/?code=A%00B").status_code == 200


def test_a_code_is_typed_as_it_stands_on_paper(client, meeting):
    answer = client.get(reverse("outcomes:verify"), {"code": " abcd 2345 efgh "})

    assert answer["Location"] == reverse("outcomes:report_verify", args=["ABCD2345EFGH"])
    for nonsense in ("", "../", "é", "a/b"):
        assert client.get(reverse("outcomes:verify"), {"code": nonsense}).status_code == 200


def test_a_file_that_was_changed_is_told_from_one_that_was_not(client, meeting):
    report = make_final()
    make_ready(report=report)

    same = verify(client, report, file=SimpleUploadedFile("report.pdf", PAGES))
    other = verify(client, report, file=SimpleUploadedFile("report.pdf", PAGES + b" "))

    assert "The file is unchanged." in same
    assert "not one that this system made" in other
    assert "Choose a file first." in verify(client, report, nothing="")


def test_a_file_that_was_taken_out_of_the_pack_is_known(client, meeting):
    report = make_final()
    sums = f"{hashlib.sha256(PAGES).hexdigest()}  report-en.pdf\n".encode()
    pack = zip_files([("report-en.pdf", PAGES), ("SHA256SUMS", sums)])
    name = default_storage.save("reports/pack.zip", ContentFile(pack))
    make_ready(report=report, format=Format.PACK, language="", file=name, sha256="f" * 64)

    same = verify(client, report, file=SimpleUploadedFile("report.pdf", PAGES))
    other = verify(client, report, file=SimpleUploadedFile("report.pdf", PAGES + b" "))

    assert "The file is unchanged." in same
    assert "Hand-over pack" in same
    assert "not one that this system made" in other
    default_storage.delete(name)
    gone = verify(client, report, file=SimpleUploadedFile("report.pdf", PAGES))
    assert "not one that this system made" in gone


def test_verifying_tells_nothing_of_what_a_draft_says(client, meeting):
    report = make_report(snapshot={"en": {"secret": "Seeded words."}})

    assert "Seeded words." not in verify(client, report)
