"""Making a report: what a worker does, and what becomes of it when a worker stops.

The row is the truth and the broker only a bell. A worker claims the row for a short
while and renews the claim with every step; one that finds its claim gone, because the
report was cancelled or handed on, drops what it made. A failure that can be told ends
the report with its reason. A worker that dies cannot tell: its claim runs out and the
sweeper hands the report on, at most three times in all. No transaction is open while
the pages are laid out.
"""

import errno
import hashlib
import logging
from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils import timezone

from gfmd_meeting.paper.keeping import keep_paper
from gfmd_meeting.paper.press import CannotPrint
from outcomes.models import Failure, Report, Stage

from .content import collect_content
from .press import COLLECTED, print_report

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 3


class ClaimLost(Exception):
    """The report is in other hands, or cancelled."""


class Claim:
    """A worker's hold on a report. Each step renews it, and is refused once it is lost."""

    def __init__(self, report_id: int, until):
        self.report_id = report_id
        self.until = until

    def step(self, **changes) -> None:
        until = timezone.now() + LEASE
        held = Report.objects.filter(pk=self.report_id, claimed_until=self.until)
        if not held.update(**{"claimed_until": until} | changes):
            raise ClaimLost(f"Report {self.report_id} is in other hands.")
        self.until = until

    def end(self, stage: Stage, **changes) -> None:
        self.step(stage=stage, claimed_until=None, ended_at=timezone.now(), **changes)


def claim_report(report_id: int) -> Claim | None:
    """Take hold of a report that waits; nothing if it does not, or was tried too often."""
    now = timezone.now()
    waiting = Report.objects.waiting(now).filter(pk=report_id, attempts__lt=MOST_ATTEMPTS)
    until = now + LEASE
    claimed = waiting.update(
        claimed_until=until, attempts=F("attempts") + 1, stage=Stage.COLLECTING, progress=5
    )
    return Claim(report_id, until) if claimed else None


def make_report(report_id: int) -> None:
    """Make a report that was asked for, once, however often this is asked."""
    claim = claim_report(report_id)
    if claim is None:
        return
    try:
        _make(claim)
    except ClaimLost:
        log.info("Report %s was cancelled or handed on; what was made of it is dropped.", report_id)
    except CannotPrint as refusal:
        log.error("Report %s: layout ended. %s", report_id, refusal.notes)
        _fail(claim, Failure(refusal.fault))
    except (OperationalError, InterfaceError):
        # The database is away: nothing can be told to it. The sweeper hands the report on.
        raise
    except OSError as error:
        log.exception("Report %s could not be stored.", report_id)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        _fail(claim, Failure.NO_SPACE if full else Failure.UNEXPECTED)
    except Exception:
        log.exception("Report %s could not be made.", report_id)
        _fail(claim, Failure.UNEXPECTED)


def hand_on_stale_reports() -> list[int]:
    """Give up those that stopped too often, and name those that wait for a worker."""
    waiting = Report.objects.waiting()
    waiting.filter(attempts__gte=MOST_ATTEMPTS).update(
        stage=Stage.FAILED, failure=Failure.STOPPED, claimed_until=None, ended_at=timezone.now()
    )
    return list(waiting.order_by("requested_at", "pk").values_list("pk", flat=True))


def _make(claim):
    report = Report.objects.get(pk=claim.report_id)
    if report.snapshot is None:
        report.snapshot = collect_content(report.language)
    claim.step(snapshot=report.snapshot, stage=Stage.LAYING_OUT, progress=COLLECTED)
    pdf = print_report(
        report.snapshot, number=report.pk, heed=lambda progress: claim.step(progress=progress)
    )
    name = keep_paper(f"reports/{report.pk}-{report.attempts}.pdf", pdf)
    try:
        claim.end(
            Stage.READY,
            progress=100,
            file=name,
            size=len(pdf),
            sha256=hashlib.sha256(pdf).hexdigest(),
        )
    except ClaimLost:
        default_storage.delete(name)
        raise
    # What an attempt left that died between the file and the row.
    for attempt in range(1, report.attempts):
        default_storage.delete(f"reports/{report.pk}-{attempt}.pdf")


def _fail(claim, failure):
    with suppress(ClaimLost):
        claim.end(Stage.FAILED, failure=failure)
