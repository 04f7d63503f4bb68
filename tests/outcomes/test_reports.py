"""A report that is asked for ends complete, once, or failed with a reason."""

import errno
import hashlib
import io
import os
import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from gfmd_meeting import bell
from gfmd_meeting.celery import app as celery
from gfmd_meeting.paper import press
from outcomes.models import Failure, Report, Stage
from outcomes.report import build
from outcomes.report.build import ClaimLost, claim_report, hand_on_stale_reports
from outcomes.reports import cancel_report, request_report, retry_report
from outcomes.tasks import build_report, sweep_reports
from tests.factories import (
    make_organiser,
    make_outcome,
    make_participant,
    make_recommendation,
    make_report,
)


def stored_files():
    reports = default_storage.path("reports")
    return sorted(os.listdir(reports)) if os.path.isdir(reports) else []


def text_of(report):
    with report.file.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def unheard(monkeypatch):
    """Bells are rung and nobody hears: no broker answers."""
    monkeypatch.setattr(bell, "_no_ring_before", 0.0)
    before = celery.conf.task_always_eager, celery.conf.broker_url
    celery.conf.task_always_eager = False
    celery.conf.broker_url = "redis://127.0.0.1:1/0"
    yield
    celery.conf.task_always_eager, celery.conf.broker_url = before


# -- Asking -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_report_is_made_after_the_commit_and_holds_what_was_just_recorded(meeting):
    make_recommendation(outcome=make_outcome(number=1), text_en="Establish a hotline.")

    with transaction.atomic():
        report = request_report(language="en", by=make_organiser())
        assert report.stage == Stage.QUEUED

    report.refresh_from_db()
    assert (report.stage, report.progress, report.attempts) == (Stage.READY, 100, 1)
    assert "Establish a hotline." in text_of(report)
    with report.file.open("rb") as file:
        pages = file.read()
    assert (report.size, report.sha256) == (len(pages), hashlib.sha256(pages).hexdigest())


@pytest.mark.django_db(transaction=True)
def test_a_report_that_no_broker_hears_of_is_stored_all_the_same(meeting, unheard):
    started = time.monotonic()

    report = request_report(language="en", by=make_organiser())

    assert Report.objects.get().pk == report.pk
    assert time.monotonic() - started < 10


@pytest.mark.django_db
def test_a_button_that_is_pressed_twice_makes_one_report(meeting):
    organiser = make_organiser()

    first, second = (request_report(language="en", by=organiser) for _press in range(2))
    other = request_report(language="fr", by=organiser)

    assert first == second != other


@pytest.mark.django_db
def test_a_report_that_says_already_what_it_says_is_no_answer_to_a_new_request(meeting):
    begun = make_report(snapshot={"language": "en"}, stage=Stage.LAYING_OUT)

    assert request_report(language="en", by=make_organiser()) != begun


@pytest.mark.django_db
def test_a_language_that_the_meeting_does_not_have_is_refused(meeting):
    with pytest.raises(ValidationError, match="one of the languages"):
        request_report(language="de", by=make_organiser())


# -- Making -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_bell_that_rings_twice_makes_one_file(meeting):
    report = make_report()

    build_report(report.pk)
    first = Report.objects.get()
    build_report(report.pk)

    assert Report.objects.get().sha256 == first.sha256
    assert Report.objects.get().attempts == 1
    assert stored_files() == [f"{report.pk}-1.pdf"]


@pytest.mark.django_db
def test_a_report_in_the_hands_of_a_worker_is_left_to_it(meeting):
    report = make_report()
    claim_report(report.pk)

    assert claim_report(report.pk) is None


@pytest.mark.django_db
def test_a_second_attempt_says_what_the_first_froze(meeting):
    report = make_report()
    build_report(report.pk)
    frozen = Report.objects.get().snapshot
    Report.objects.update(stage=Stage.FAILED, failure=Failure.STOPPED, file="", sha256="")
    make_recommendation(outcome=make_outcome(number=1), text_en="Recorded since.")

    retry_report(report, by=make_organiser())
    build_report(report.pk)

    report = Report.objects.get()
    assert report.snapshot == frozen
    assert "Recorded since" not in text_of(report)


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_can_do_nothing_more(meeting):
    report = make_report()
    lost = claim_report(report.pk)
    Report.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    kept = claim_report(report.pk)

    with pytest.raises(ClaimLost):
        lost.step(progress=50)
    kept.step(progress=60)

    assert Report.objects.get().progress == 60


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_made_of_a_report_that_was_cancelled_meanwhile_is_dropped(meeting):
    for _person in range(60):
        make_participant(status="confirmed")
    report, organiser = make_report(), make_organiser()

    def work():
        try:
            build.make_report(report.pk)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    while Report.objects.get().stage != Stage.LAYING_OUT and worker.is_alive():
        time.sleep(0.02)
    cancel_report(report, by=organiser)
    worker.join(30)

    report = Report.objects.get()
    assert (report.stage, report.cancelled_by, report.file.name) == ("cancelled", organiser, "")
    assert stored_files() == []


@pytest.mark.django_db
def test_a_report_that_stopped_three_times_is_given_up_with_a_reason(meeting):
    report = make_report()
    for _attempt in range(build.MOST_ATTEMPTS):
        assert claim_report(report.pk)
        Report.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    assert claim_report(report.pk) is None
    assert hand_on_stale_reports() == []

    report.refresh_from_db()
    assert (report.stage, report.failure) == (Stage.FAILED, Failure.STOPPED)
    assert "stopped three times" in report.get_failure_display()
    assert report.ended_at


@pytest.mark.django_db
def test_the_sweeper_hands_on_what_a_dead_worker_left_but_nothing_that_is_in_hand(meeting):
    dead, living, ended = make_report(), make_report(), make_report()
    claim_report(dead.pk)
    Report.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    claim_report(living.pk)
    cancel_report(ended, by=make_organiser())

    sweep_reports()

    dead.refresh_from_db()
    living.refresh_from_db()
    assert (dead.stage, dead.attempts) == (Stage.READY, 2)
    assert (living.stage, living.attempts) == (Stage.COLLECTING, 1)


@pytest.mark.django_db
def test_what_a_dead_attempt_wrote_is_cleared_by_the_one_that_succeeds(meeting):
    report = make_report(attempts=1)
    default_storage.save(f"reports/{report.pk}-1.pdf", ContentFile(b"%PDF-"))

    build_report(report.pk)

    assert stored_files() == [f"{report.pk}-2.pdf"]


# -- Failing ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_layout_past_its_bounds_fails_with_a_sentence(meeting, monkeypatch):
    monkeypatch.setattr(press, "MOST_MEMORY", 128 * 1024**2)
    report = make_report()

    build_report(report.pk)

    report.refresh_from_db()
    assert (report.stage, report.failure) == (Stage.FAILED, Failure.TOO_LARGE)
    assert "more memory" in report.get_failure_display()
    assert stored_files() == []


@pytest.mark.django_db
def test_a_failure_that_was_not_foreseen_is_told_and_logged(caplog):
    report = make_report()

    build_report(report.pk)

    report.refresh_from_db()
    assert (report.stage, report.failure) == (Stage.FAILED, Failure.UNEXPECTED)
    assert f"Report {report.pk} could not be made" in caplog.text
    assert "Meeting matching query does not exist" in caplog.text


@pytest.mark.django_db
def test_a_full_disk_is_told_and_leaves_nothing_half_written(meeting, monkeypatch):
    def refuse(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    report = make_report()

    build_report(report.pk)

    report.refresh_from_db()
    assert (report.stage, report.failure) == (Stage.FAILED, Failure.NO_SPACE)
    assert "no space left" in report.get_failure_display()
    assert stored_files() == []


# -- Cancelling and trying again ----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.QUEUED, Stage.COLLECTING, Stage.LAYING_OUT])
def test_a_report_can_be_cancelled_until_it_has_ended(meeting, stage):
    organiser, report = make_organiser(), make_report(stage=stage)

    report = cancel_report(report, by=organiser)

    assert (report.stage, report.cancelled_by) == (Stage.CANCELLED, organiser)
    with pytest.raises(ValidationError, match="ended already"):
        cancel_report(report, by=organiser)


@pytest.mark.django_db
def test_a_report_that_is_being_made_is_not_started_again(meeting):
    report = make_report()
    claim_report(report.pk)

    with pytest.raises(ValidationError, match="no need"):
        retry_report(report, by=make_organiser())


@pytest.mark.django_db
def test_a_report_that_stands_still_can_be_started_again(meeting):
    report = make_report()
    claim_report(report.pk)
    Report.objects.update(claimed_until=timezone.now() - timedelta(minutes=4))

    report = retry_report(report, by=make_organiser())

    assert (report.stage, report.attempts, report.claimed_until) == (Stage.QUEUED, 0, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"stage": "ready", "ended_at": timezone.now()}, "report_has_its_file_once_ready"),
        ({"stage": "failed", "ended_at": timezone.now()}, "report_says_why_it_failed"),
        ({"failure": "too_long"}, "report_says_why_it_failed"),
        ({"ended_at": timezone.now()}, "report_is_dated_once_ended"),
        (
            {"stage": "cancelled", "ended_at": timezone.now()},
            "report_names_who_cancelled_it",
        ),
        ({"progress": 101}, "report_progress_is_in_per_cent"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_behind_every_door(changes, constraint):
    report = make_report()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**changes)
