"""A paper is kept whole, and what was made in vain does not stay."""

import os
import stat
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from gfmd_meeting.paper import keeping
from gfmd_meeting.paper.keeping import LEFT_OVER, forget_leftovers, keep_paper
from outcomes.models import ReportFile, Stage
from outcomes.tasks import sweep_reports
from tests.factories import make_report_file

LONG_AGO = time.time() - LEFT_OVER.total_seconds() - 60


def leave(name, at=LONG_AGO):
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-")
    os.utime(path, (at, at))
    return path.name


def kept():
    return sorted(os.listdir(default_storage.path("reports")))


def test_each_attempt_keeps_its_file_under_a_name_of_its_own():
    names = [keep_paper("reports/7.pdf", b"%PDF-") for _attempt in range(2)]

    assert len(set(names)) == 2
    for name in names:
        assert name.startswith("reports/7-")
        assert Path(default_storage.path(name)).read_bytes() == b"%PDF-"
        assert stat.S_IMODE(os.stat(default_storage.path(name)).st_mode) == 0o640


def test_a_file_that_cannot_be_written_leaves_nothing(monkeypatch):
    def full(_number):
        raise OSError("full")

    monkeypatch.setattr(keeping.os, "fsync", full)

    with pytest.raises(OSError, match="full"):
        keep_paper("reports/7.pdf", b"%PDF-")

    assert kept() == []


@pytest.mark.django_db
def test_what_no_row_names_after_an_hour_is_swept_away():
    file = make_report_file()
    named = leave(f"reports/{file.pk}-5f0c92e1.pdf")
    ReportFile.objects.update(
        stage=Stage.READY, file=f"reports/{named}", sha256="0" * 64, ended_at=timezone.now()
    )
    leave(f"reports/{file.pk}-0a1b2c3d.pdf")
    leave("reports/.tmp0a1b2c3d")

    sweep_reports()

    assert kept() == [named]


@pytest.mark.django_db
def test_what_a_row_may_still_name_is_left_to_it():
    file = make_report_file()
    almost = time.time() - (LEFT_OVER - timedelta(minutes=1)).total_seconds()
    left = [leave(f"reports/{file.pk}-0a1b2c3d.pdf", almost), leave("reports/.tmp", almost)]

    forget_leftovers(ReportFile.objects.all())

    assert kept() == sorted(left)


@pytest.mark.django_db
def test_files_of_a_database_that_is_not_back_yet_are_left_alone():
    left = leave("reports/7-0a1b2c3d.pdf")

    forget_leftovers(ReportFile.objects.all())

    assert kept() == [left]


def test_where_nothing_was_ever_kept_nothing_is_swept(db):
    forget_leftovers(ReportFile.objects.all())
