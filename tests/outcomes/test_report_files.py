"""A file of a report that is asked for ends complete, once, or failed with a reason."""

import errno
import hashlib
import io
import os
import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from gfmd_meeting import bell
from gfmd_meeting.celery import app as celery
from gfmd_meeting.paper import press
from outcomes.models import Failure, Format, ReportFile, ReportKind, Stage
from outcomes.report import build
from outcomes.report.build import ClaimLost, claim_file, hand_on_stale_files
from outcomes.report.snapshot import take_snapshot
from outcomes.report_files import cancel_file, request_file, retry_file
from outcomes.reports import request_report
from outcomes.tasks import build_report, sweep_reports
from tests.factories import (
    make_organiser,
    make_outcome,
    make_participant,
    make_recommendation,
    make_report,
    make_report_file,
)


def stored_files():
    reports = default_storage.path("reports")
    return sorted(os.listdir(reports)) if os.path.isdir(reports) else []


def text_of(report):
    with report.file.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())


def make_file(**fields):
    """A file of a report that says what the meeting says now."""
    snapshot = take_snapshot(kind=ReportKind.DRAFT, sections=[])
    return make_report_file(report=make_report(snapshot=snapshot), **fields)


@pytest.fixture
def unheard(monkeypatch):
    """Bells are rung and nobody hears: no broker answers."""
    monkeypatch.setattr(bell, "_no_ring_before", 0.0)
    before = celery.conf.task_always_eager, celery.conf.broker_url
    celery.conf.task_always_eager = False
    celery.conf.broker_url = "redis://127.0.0.1:1/0"
    yield
    celery.conf.task_always_eager, celery.conf.broker_url = before


# -- Asking for a file --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_file_is_made_after_the_commit_and_holds_what_was_just_recorded(meeting):
    make_recommendation(
        outcome=make_outcome(number=1), text_en="Establish a hotline.", status="considered"
    )
    organiser = make_organiser()
    report = request_report(kind=ReportKind.DRAFT, by=organiser)

    with transaction.atomic():
        file = request_file(report, format=Format.PDF, language="en", by=organiser)
        assert file.stage == Stage.QUEUED

    file.refresh_from_db()
    assert (file.stage, file.progress, file.attempts) == (Stage.READY, 100, 1)
    assert "Establish a hotline." in text_of(file)
    with file.file.open("rb") as opened:
        pages = opened.read()
    assert (file.size, file.sha256) == (len(pages), hashlib.sha256(pages).hexdigest())


@pytest.mark.django_db(transaction=True)
def test_a_file_that_no_broker_hears_of_is_stored_all_the_same(meeting, unheard):
    started = time.monotonic()

    file = request_file(make_report(), format=Format.PDF, language="en", by=make_organiser())

    assert ReportFile.objects.get().pk == file.pk
    assert time.monotonic() - started < 10


@pytest.mark.django_db
def test_a_file_is_one_however_often_it_is_asked_for(meeting):
    report, organiser = make_report(), make_organiser()

    first, second = (
        request_file(report, format=Format.PDF, language="en", by=organiser) for _press in range(2)
    )
    other = request_file(report, format=Format.PDF, language="fr", by=organiser)

    assert first == second != other


@pytest.mark.django_db
def test_a_file_that_failed_is_started_again_by_asking_for_it(meeting):
    failed = make_report_file(stage=Stage.FAILED, failure=Failure.STOPPED, attempts=3)

    again = request_file(failed.report, format=Format.PDF, language="en", by=make_organiser())

    assert (again.pk, again.stage, again.attempts) == (failed.pk, Stage.QUEUED, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"format": "pdf", "language": "de"}, "one of the languages"),
        ({"format": "scroll", "language": "en"}, "not made in this format"),
    ],
)
def test_a_file_of_no_known_language_or_format_is_refused(meeting, asked, sentence):
    with pytest.raises(ValidationError, match=sentence):
        request_file(make_report(), by=make_organiser(), **asked)


@pytest.mark.django_db
def test_a_pack_is_of_every_language(meeting):
    pack = request_file(make_report(), format=Format.PACK, language="es", by=make_organiser())

    assert pack.language == ""


# -- Making -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_bell_that_rings_twice_makes_one_file(meeting):
    report = make_file()

    build_report(report.pk)
    first = ReportFile.objects.get()
    build_report(report.pk)

    assert ReportFile.objects.get().sha256 == first.sha256
    assert ReportFile.objects.get().attempts == 1
    assert stored_files() == [first.file.name.removeprefix("reports/")]


@pytest.mark.django_db
def test_a_report_in_the_hands_of_a_worker_is_left_to_it(meeting):
    report = make_file()
    claim_file(report.pk)

    assert claim_file(report.pk) is None


@pytest.mark.django_db
def test_a_second_attempt_says_what_was_frozen(meeting):
    report = make_file()
    build_report(report.pk)
    ReportFile.objects.update(stage=Stage.FAILED, failure=Failure.STOPPED, file="", sha256="")
    make_recommendation(outcome=make_outcome(number=1), text_en="Recorded since.")

    retry_file(report, by=make_organiser())
    build_report(report.pk)

    report = ReportFile.objects.get()
    assert "Recorded since" not in text_of(report)


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_can_do_nothing_more(meeting):
    report = make_file()
    lost = claim_file(report.pk)
    ReportFile.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    kept = claim_file(report.pk)

    with pytest.raises(ClaimLost):
        lost.step(progress=50)
    kept.step(progress=60)

    assert ReportFile.objects.get().progress == 60


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_made_of_a_report_that_was_cancelled_meanwhile_is_dropped(meeting):
    for _person in range(60):
        make_participant(status="confirmed")
    report, organiser = make_file(), make_organiser()

    def work():
        try:
            build.make_file(report.pk)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    while ReportFile.objects.get().stage != Stage.LAYING_OUT and worker.is_alive():
        time.sleep(0.02)
    cancel_file(report, by=organiser)
    worker.join(30)

    report = ReportFile.objects.get()
    assert (report.stage, report.cancelled_by, report.file.name) == ("cancelled", organiser, "")
    assert stored_files() == []


@pytest.mark.django_db
def test_a_report_that_stopped_three_times_is_given_up_with_a_reason(meeting):
    report = make_file()
    for _attempt in range(build.MOST_ATTEMPTS):
        assert claim_file(report.pk)
        ReportFile.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    assert claim_file(report.pk) is None
    assert hand_on_stale_files() == []

    report.refresh_from_db()
    assert (report.stage, report.failure) == (Stage.FAILED, Failure.STOPPED)
    assert "stopped three times" in report.get_failure_display()
    assert report.ended_at


@pytest.mark.django_db
def test_the_sweeper_hands_on_what_a_dead_worker_left_but_nothing_that_is_in_hand(meeting):
    dead, living, ended = make_file(), make_file(), make_file()
    claim_file(dead.pk)
    ReportFile.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    claim_file(living.pk)
    cancel_file(ended, by=make_organiser())

    sweep_reports()

    dead.refresh_from_db()
    living.refresh_from_db()
    assert (dead.stage, dead.attempts) == (Stage.READY, 2)
    assert (living.stage, living.attempts) == (Stage.WRITING, 1)


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_drops_its_own_file_and_not_the_one_that_is_kept(
    meeting, monkeypatch
):
    """The one that comes too late is at the first of its attempts too: it was asked for anew."""
    organiser, report = make_organiser(), make_file()
    keep, late = build.keep_paper, []

    def keep_after_another(name, content):
        if not late:
            late.append(name)
            retry_file(cancel_file(report, by=organiser), by=organiser)
            build.make_file(report.pk)
        return keep(name, content)

    monkeypatch.setattr(build, "keep_paper", keep_after_another)
    build.make_file(report.pk)

    report.refresh_from_db()
    assert (report.stage, report.attempts) == (Stage.READY, 1)
    assert stored_files() == [report.file.name.removeprefix("reports/")]


# -- Failing ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_layout_past_its_bounds_fails_with_a_sentence(meeting, monkeypatch):
    monkeypatch.setattr(press, "MOST_MEMORY", 128 * 1024**2)
    report = make_file()

    build_report(report.pk)

    report.refresh_from_db()
    assert (report.stage, report.failure) == (Stage.FAILED, Failure.TOO_LARGE)
    assert "more memory" in report.get_failure_display()
    assert stored_files() == []


@pytest.mark.django_db
def test_a_failure_that_was_not_foreseen_is_told_and_logged(caplog):
    report = make_report_file(report=make_report(snapshot={}))

    build_report(report.pk)

    report.refresh_from_db()
    assert (report.stage, report.failure) == (Stage.FAILED, Failure.UNEXPECTED)
    assert f"File {report.pk} could not be made" in caplog.text


@pytest.mark.django_db
def test_a_full_disk_is_told_and_leaves_nothing_half_written(meeting, monkeypatch):
    def refuse(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    report = make_file()

    build_report(report.pk)

    report.refresh_from_db()
    assert (report.stage, report.failure) == (Stage.FAILED, Failure.NO_SPACE)
    assert "no space left" in report.get_failure_display()
    assert stored_files() == []


# -- Cancelling and trying again ----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.QUEUED, Stage.WRITING, Stage.LAYING_OUT])
def test_a_report_can_be_cancelled_until_it_has_ended(meeting, stage):
    organiser, report = make_organiser(), make_file(stage=stage)

    report = cancel_file(report, by=organiser)

    assert (report.stage, report.cancelled_by) == (Stage.CANCELLED, organiser)
    with pytest.raises(ValidationError, match="ended already"):
        cancel_file(report, by=organiser)


@pytest.mark.django_db
def test_a_report_that_is_being_made_is_not_started_again(meeting):
    report = make_file()
    claim_file(report.pk)

    with pytest.raises(ValidationError, match="no need"):
        retry_file(report, by=make_organiser())


@pytest.mark.django_db
def test_a_report_that_stands_still_can_be_started_again(meeting):
    report = make_file()
    claim_file(report.pk)
    ReportFile.objects.update(claimed_until=timezone.now() - timedelta(minutes=4))

    report = retry_file(report, by=make_organiser())

    assert (report.stage, report.attempts, report.claimed_until) == (Stage.QUEUED, 0, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"stage": "ready", "ended_at": timezone.now()}, "reportfile_is_stored_once_ready"),
        ({"stage": "failed", "ended_at": timezone.now()}, "reportfile_says_why_it_failed"),
        ({"failure": "too_long"}, "reportfile_says_why_it_failed"),
        ({"ended_at": timezone.now()}, "reportfile_is_dated_once_ended"),
        (
            {"stage": "cancelled", "ended_at": timezone.now()},
            "reportfile_names_who_cancelled_it",
        ),
        ({"progress": 101}, "reportfile_progress_is_in_per_cent"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_behind_every_door(changes, constraint):
    report = make_report_file()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReportFile.objects.filter(pk=report.pk).update(**changes)
