"""A file of a report is made once, whatever dies while it is."""

import time
from datetime import timedelta

from celery import Celery
from django.core.files.storage import default_storage
from django.utils import timezone

from outcomes.models import ReportFile, ReportKind, Stage
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


def test_a_task_that_is_delivered_to_two_workers_at_once_is_done_by_one(full_mode):
    file = long_file()
    workers = [full_mode.worker(), full_mode.worker()]
    # An application of its own: ours runs tasks at once in the process of the tests.
    with Celery(broker=full_mode.env["REDIS_URL"], set_as_current=False) as broker:
        for _delivery in range(6):
            broker.send_task("outcomes.tasks.build_report", [file.pk])
    wait_until(
        lambda: sum(worker.count("succeeded in") for worker in workers) == 6,
        "an end of each delivery",
    )

    assert all(worker.wrote("build_report[") for worker in workers), "one worker took them all"
    file.refresh_from_db()
    assert (file.stage, file.attempts) == (Stage.READY, 1)
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
