"""A report is made once, whatever dies while it is."""

import time
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from outcomes.models import Report, Stage
from tests.factories import make_meeting, make_outcome, make_recommendation, make_report

from .conftest import wait_until


def is_at(report, stage):
    return lambda: Report.objects.filter(pk=report.pk, stage=stage).exists()


def files():
    return sorted(default_storage.listdir("reports")[1])


def long_report():
    """One that takes a worker some seconds."""
    make_meeting()
    outcome = make_outcome(number=1)
    for _number in range(300):
        make_recommendation(outcome=outcome, text_en="A text of some length. " * 20)
    return make_report()


def test_a_report_is_made_by_a_worker_once_however_often_the_bell_rings(full_mode):
    make_meeting()
    report = make_report()
    full_mode.worker()

    for _ring in range(3):
        full_mode.manage("sweep")

    wait_until(is_at(report, Stage.READY), "the report")
    time.sleep(1)
    report.refresh_from_db()
    assert report.attempts == 1
    assert files() == [f"{report.pk}-1.pdf"]


def test_a_report_in_the_hands_of_a_killed_worker_is_handed_on(full_mode):
    report = long_report()
    worker = full_mode.worker()
    full_mode.manage("sweep")
    wait_until(is_at(report, Stage.LAYING_OUT), "a worker that lays the pages out")
    frozen = Report.objects.get().snapshot
    worker.kill()
    assert Report.objects.get().stage == Stage.LAYING_OUT

    full_mode.worker()
    full_mode.manage("sweep")
    time.sleep(2)
    assert Report.objects.get().attempts == 1, "taken while another may still have it in hand"
    Report.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    full_mode.manage("sweep")

    wait_until(is_at(report, Stage.READY), "the report")
    report.refresh_from_db()
    assert (report.attempts, report.snapshot) == (2, frozen)
    assert files() == [f"{report.pk}-2.pdf"]
