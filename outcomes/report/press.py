"""Have the pages laid out by a process of its own, so that none waits but who asked.

Text alone can keep the layout busy for ever or fill the memory; a bound on both makes
that a plain failure, and the thread or the worker that called is free all the while.
"""

import errno
import hashlib
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from tempfile import TemporaryFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from outcomes.models import Failure

from .chart import draw_participation

log = logging.getLogger(__name__)

# The demo's report takes a few seconds and a tenth of the memory.
MOST_SECONDS = 180
MOST_MEMORY = 2 * 1024**3

_BEAT = 1.0
_STEPS = {"Step 2": 32, "Step 3": 36, "Step 4": 42, "Step 6": 88, "Step 7": 96}
_FIRST_PAGE, _LAST_PAGE = 44, 86


class CannotPrint(Exception):
    """The pages could not be laid out; ``failure`` says why."""

    def __init__(self, failure: Failure):
        super().__init__(failure.value)
        self.failure = failure


def fingerprint(content: dict) -> str:
    """The SHA-256 of what a report says."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def write_html(content: dict, *, number: int) -> str:
    """The report as one page of HTML, in the language of its content."""
    with translation.override(content["language"]):
        return render_to_string(
            "pdf/report.html",
            {
                "content": content,
                "chart": draw_participation(content["participation"]),
                "number": number,
                "fingerprint": fingerprint(content),
            },
        )


def print_report(content: dict, *, number: int, heed: Callable[[int], None]) -> bytes:
    """The PDF of a report. The same content and number give the same bytes.

    ``heed`` is told about once a second how far it is, in per cent; what it raises
    ends the work.
    """
    with TemporaryFile() as source, TemporaryFile() as pages:
        source.write(write_html(content, number=number).encode())
        source.seek(0)
        worker = subprocess.Popen(
            [
                *(sys.executable, "-m", "outcomes.report.pdf"),
                *(fingerprint(content)[:32], str(MOST_MEMORY), str(MOST_SECONDS)),
            ],
            cwd=settings.BASE_DIR,
            env=surroundings(content["collected_at"]),
            stdin=source,
            stdout=pages,
            stderr=subprocess.PIPE,
        )
        try:
            notes = _watch(worker, heed)
        finally:
            worker.kill()
            worker.wait()
            worker.stderr.close()
        if worker.returncode:
            log.error("Report %s: layout ended with %s. %s", number, worker.returncode, notes)
            raise CannotPrint(_reason(worker.returncode))
        pages.seek(0)
        return pages.read()


def surroundings(collected_at: str) -> dict[str, str]:
    """What the process is told of the world: nothing of ours, and a clock that stands still."""
    told = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    epoch = int(datetime.fromisoformat(collected_at).timestamp())
    return told | {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(epoch)}


def _watch(worker: subprocess.Popen, heed: Callable[[int], None]) -> str:
    """Wait for the end, telling how far it is; give back what it said besides."""
    deadline = time.monotonic() + MOST_SECONDS
    progress, heard, notes = 30, b"", []
    with selectors.DefaultSelector() as selector:
        selector.register(worker.stderr, selectors.EVENT_READ)
        told = time.monotonic()
        while True:
            if selector.select(timeout=_BEAT):
                said = os.read(worker.stderr.fileno(), 65536)
                if not said:
                    break
                *lines, heard = (heard + said).split(b"\n")
                for line in map(bytes.decode, lines):
                    if line.startswith("Step "):
                        progress = _advance(progress, line)
                    else:
                        notes.append(line)
            if time.monotonic() > deadline:
                raise CannotPrint(Failure.TOO_LONG)
            if time.monotonic() - told > _BEAT:
                told = time.monotonic()
                heed(progress)
    worker.wait(timeout=10)
    return "\n".join(notes)[-4000:]


def _advance(progress: int, line: str) -> int:
    """How far the work is after a step. The number of pages is not known before the last."""
    for step, reached in _STEPS.items():
        if line.startswith(step):
            return max(progress, reached)
    if "Page" in line:
        page = int(line.split("Page ")[1].split()[0])
        reached = _LAST_PAGE - (_LAST_PAGE - _FIRST_PAGE) * 0.96**page
        return max(progress, round(reached))
    return progress


def _reason(returncode: int) -> Failure:
    """Why the process ended, told from how it did."""
    if returncode == -signal.SIGXCPU:
        return Failure.TOO_LONG
    if returncode in (errno.ENOSPC, errno.EDQUOT):
        return Failure.NO_SPACE
    # Out of memory, a library in C does not raise: it aborts.
    if returncode == errno.ENOMEM or returncode < 0:
        return Failure.TOO_LARGE
    return Failure.UNEXPECTED
