"""Making a file of a report: what a worker does, and what becomes of it when a worker stops.

The row is the truth and the broker only a bell. A worker claims the row for a short
while and renews the claim with every step; one that finds its claim gone, because the
file was cancelled or handed on, drops what it made. A failure that can be told ends
the file with its reason. A worker that dies cannot tell: its claim runs out and the
sweeper hands the file on, at most three times in all. No transaction is open while
the pages are laid out, and nothing is read but the snapshot. A file of an attempt that
died before the row could name it is swept away later (paper/keeping.py).
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
from outcomes.models import Failure, Format, ReportFile, Stage

from .forms import write_file

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 3


class ClaimLost(Exception):
    """The file is in other hands, or cancelled."""


class Claim:
    """A worker's hold on a file. Each step renews it, and is refused once it is lost."""

    def __init__(self, file_id: int, until):
        self.file_id = file_id
        self.until = until

    def step(self, **changes) -> None:
        until = timezone.now() + LEASE
        held = ReportFile.objects.filter(pk=self.file_id, claimed_until=self.until)
        if not held.update(**{"claimed_until": until} | changes):
            raise ClaimLost(f"File {self.file_id} is in other hands.")
        self.until = until

    def end(self, stage: Stage, **changes) -> None:
        self.step(stage=stage, claimed_until=None, ended_at=timezone.now(), **changes)


def claim_file(file_id: int) -> Claim | None:
    """Take hold of a file that waits; nothing if it does not, or was tried too often."""
    now = timezone.now()
    waiting = ReportFile.objects.waiting(now).filter(pk=file_id, attempts__lt=MOST_ATTEMPTS)
    until = now + LEASE
    claimed = waiting.update(
        claimed_until=until, attempts=F("attempts") + 1, stage=Stage.WRITING, progress=5
    )
    return Claim(file_id, until) if claimed else None


def make_file(file_id: int) -> None:
    """Make a file that was asked for, once, however often this is asked."""
    claim = claim_file(file_id)
    if claim is None:
        return
    try:
        _make(claim)
    except ClaimLost:
        log.info("File %s was cancelled or handed on; what was made of it is dropped.", file_id)
    except CannotPrint as refusal:
        log.error("File %s: layout ended. %s", file_id, refusal.notes)
        _fail(claim, Failure(refusal.fault))
    except (OperationalError, InterfaceError):
        # The database is away: nothing can be told to it. The sweeper hands the file on.
        raise
    except OSError as error:
        log.exception("File %s could not be stored.", file_id)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        _fail(claim, Failure.NO_SPACE if full else Failure.UNEXPECTED)
    except Exception:
        log.exception("File %s could not be made.", file_id)
        _fail(claim, Failure.UNEXPECTED)


def hand_on_stale_files() -> list[int]:
    """Give up those that stopped too often, and name those that wait for a worker."""
    waiting = ReportFile.objects.waiting()
    waiting.filter(attempts__gte=MOST_ATTEMPTS).update(
        stage=Stage.FAILED, failure=Failure.STOPPED, claimed_until=None, ended_at=timezone.now()
    )
    return list(waiting.order_by("requested_at", "pk").values_list("pk", flat=True))


def _make(claim):
    file = ReportFile.objects.select_related("report").get(pk=claim.file_id)
    claim.step(stage=Stage.LAYING_OUT, progress=10)
    content = write_file(file, heed=lambda progress: claim.step(progress=10 + progress * 89 // 100))
    suffix = Format(file.format).suffix
    name = keep_paper(f"reports/{file.pk}.{suffix}", content)
    try:
        claim.end(
            Stage.READY,
            progress=100,
            file=name,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
    except ClaimLost:
        default_storage.delete(name)
        raise


def _fail(claim, failure):
    with suppress(ClaimLost):
        claim.end(Stage.FAILED, failure=failure)
