"""A file of a report is made once, whatever dies while it is."""

import random
import time
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from outcomes.models import ENDED, ReportFile, ReportKind, Stage
from outcomes.report.snapshot import take_snapshot
from tests.factories import (
    make_meeting,
    make_outcome,
    make_recommendation,
    make_report,
    make_report_file,
)

from .processes import wait_until


def is_at(file, stage):
    return lambda: ReportFile.objects.filter(pk=file.pk, stage=stage).exists()


def files():
    return sorted(default_storage.listdir("reports")[1])


def make_file(report=None, **fields):
    report = report or make_report(snapshot=take_snapshot(kind=ReportKind.DRAFT, sections=[]))
    return make_report_file(report=report, **fields)


def long_file():
    """One that takes a worker some seconds."""
    make_meeting()
    outcome = make_outcome(number=1)
    for _number in range(300):
        make_recommendation(
            outcome=outcome, text_en="A text of some length. " * 20, status="considered"
        )
    return make_file()


def test_a_file_is_made_by_a_worker_once_however_often_the_bell_rings(full_mode):
    make_meeting()
    file = make_file()
    full_mode.worker()

    for _ring in range(3):
        full_mode.manage("sweep")

    wait_until(is_at(file, Stage.READY), "the file")
    time.sleep(1)
    file.refresh_from_db()
    assert file.attempts == 1
    assert files() == [file.file.name.removeprefix("reports/")]


def test_a_file_in_the_hands_of_a_killed_worker_is_handed_on(full_mode):
    file = long_file()
    worker = full_mode.worker()
    full_mode.manage("sweep")
    wait_until(is_at(file, Stage.LAYING_OUT), "a worker that lays the pages out")
    worker.kill()
    assert ReportFile.objects.get().stage == Stage.LAYING_OUT

    full_mode.worker()
    full_mode.manage("sweep")
    time.sleep(2)
    assert ReportFile.objects.get().attempts == 1, "taken while another may still have it in hand"
    ReportFile.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    full_mode.manage("sweep")

    wait_until(is_at(file, Stage.READY), "the file")
    file.refresh_from_db()
    assert file.attempts == 2
    assert files() == [file.file.name.removeprefix("reports/")]


def test_workers_killed_at_random_moments_leave_each_file_whole_once_or_failed(full_mode):
    """What a hundred kills did by hand, a few do in every run."""
    make_meeting()
    moments = random.Random(2011)
    report = make_report(snapshot=take_snapshot(kind=ReportKind.DRAFT, sections=[]))
    asked = [make_file(report, language=language) for language in ("en", "es", "fr")]

    for _kill in range(6):
        worker = full_mode.worker()
        full_mode.manage("sweep")
        time.sleep(moments.uniform(0, 2.5))
        worker.kill()
        waiting = ReportFile.objects.exclude(stage__in=ENDED)
        waiting.update(claimed_until=timezone.now() - timedelta(seconds=1))
    full_mode.worker()
    wait_until(
        lambda: full_mode.manage("sweep") or not ReportFile.objects.exclude(stage__in=ENDED),
        "an end of every file",
    )

    for file in asked:
        file.refresh_from_db()
        assert file.stage in (Stage.READY, Stage.FAILED)
        assert bool(file.file) == (file.stage == Stage.READY)
        if file.stage == Stage.FAILED:
            assert file.failure
        else:
            with file.file.open("rb") as stored:
                assert len(stored.read()) == file.size
    kept = [file.file.name.removeprefix("reports/") for file in asked if file.file]
    assert set(kept) <= set(files())
