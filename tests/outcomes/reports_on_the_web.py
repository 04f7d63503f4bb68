"""Reports and their files as the tests of their pages want them."""

import hashlib

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from outcomes.models import ReportKind, Stage
from outcomes.report.snapshot import take_snapshot
from tests.factories import (
    make_report,
    make_report_file,
)

PAGES = b"%PDF-1.7 pages"


def url(name, report):
    return reverse(f"outcomes:report_{name}", args=[report.number])


def file_url(name, file):
    return reverse(f"outcomes:report_{name}", args=[file.pk])


def make_ready(**fields):
    stored = {"file": ContentFile(PAGES, "1-1.pdf"), "sha256": hashlib.sha256(PAGES).hexdigest()}
    return make_report_file(stage=Stage.READY, progress=100, size=len(PAGES), **stored | fields)


def make_final(**fields):
    fields.setdefault("snapshot", take_snapshot(kind="final", sections=[]))
    return make_report(kind=ReportKind.FINAL, final_at=timezone.now(), **fields)
