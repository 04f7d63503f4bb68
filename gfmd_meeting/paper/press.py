"""Have pages laid out by a process of its own, so that none waits but who asked.

Text alone can keep the layout busy for ever or fill the memory; a bound on both makes
that a plain failure, and the thread or the worker that called is free all the while.
"""

import base64
import errno
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile, gettempdir

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .faces import spell_out
from .wording import breakable

# A report of a hundred pages takes a few seconds and a tenth of the memory.
MOST_SECONDS = 180
MOST_MEMORY = 2 * 1024**3

# What the pages are to satisfy: readers of every kind, or an archive with the data attached.
UNIVERSAL, ARCHIVE = "pdf/ua-1", "pdf/a-3a"

# Names no folder of faces, so that a paper looks the same wherever it is made.
_NO_OTHER_FACES = Path(__file__).with_name("fonts.conf")

_WORKSHOP = "gfmd-paper-"
_BEAT = 1.0
_STEPS = {"Step 2": 3, "Step 3": 9, "Step 4": 18, "Step 6": 88, "Step 7": 100}
_FIRST_PAGE, _LAST_PAGE = 21, 85


class Fault(TextChoices):
    """Why a paper could not be made."""

    TOO_LONG = "too_long", _("Laying out the pages took too long.")
    TOO_LARGE = "too_large", _("Laying out the pages needed more memory than there is for it.")
    NO_SPACE = "no_space", _("There is no space left to store the file.")
    STOPPED = "stopped", _("The work stopped three times before it was done.")
    UNEXPECTED = "unexpected", _("Something went wrong that was not foreseen.")


class CannotPrint(Exception):
    """The pages could not be laid out; ``fault`` says why, ``notes`` what the process said."""

    def __init__(self, fault: Fault, notes: str = ""):
        super().__init__(fault.value, notes)
        self.fault = fault
        self.notes = notes


@dataclass(frozen=True)
class Attachment:
    """A file that goes with the pages. ``relation`` is what it is to them: Source or Data."""

    name: str
    description: str
    content: bytes
    relation: str


def print_paper(
    html: str,
    *,
    identifier: str,
    at: datetime,
    stylesheet: Path,
    heed: Callable[[int], None] = lambda progress: None,
    variant: str = UNIVERSAL,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF of a page of HTML. The same of everything gives the same bytes.

    What its faces do not hold is written out (faces.py). Only an archive has ``attachments``;
    the process reads them from a file without a name.

    ``heed`` is told about once a second how far it is, in per cent; what it raises
    ends the work.
    """
    bounds = (str(MOST_MEMORY), str(MOST_SECONDS))
    _clear_workshops_left_behind()
    with (
        TemporaryFile() as source,
        TemporaryFile() as pages,
        TemporaryFile() as files,
        # Where the process puts its faces: it cannot clear them away itself when it is ended.
        TemporaryDirectory(prefix=_WORKSHOP, ignore_cleanup_errors=True) as workshop,
    ):
        source.write(breakable(spell_out(html)).encode())
        source.seek(0)
        files.write(_packed(attachments))
        files.seek(0)
        worker = subprocess.Popen(
            [
                *(sys.executable, "-m", "gfmd_meeting.paper.pdf"),
                *(identifier, *bounds, str(stylesheet)),
                *("--variant", variant, "--attachments", str(files.fileno())),
            ],
            cwd=settings.BASE_DIR,
            env=surroundings(at) | {"TMPDIR": workshop},
            pass_fds=[files.fileno()],
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
            raise CannotPrint(_reason(worker.returncode), f"{worker.returncode}: {notes}")
        pages.seek(0)
        return pages.read()


def _clear_workshops_left_behind():
    """What a worker that was killed could not clear away: nothing is laid out for so long."""
    long_ago = time.time() - 20 * MOST_SECONDS
    for workshop in Path(gettempdir()).glob(f"{_WORKSHOP}*"):
        with suppress(OSError):
            if workshop.stat().st_mtime < long_ago:
                shutil.rmtree(workshop, ignore_errors=True)


def _packed(attachments: Sequence[Attachment]) -> bytes:
    """The attachments as the process reads them."""
    packed = [
        {
            "name": attachment.name,
            "description": attachment.description,
            "relation": attachment.relation,
            "content": base64.b64encode(attachment.content).decode(),
        }
        for attachment in attachments
    ]
    return json.dumps(packed).encode()


def surroundings(at: datetime) -> dict[str, str]:
    """What the process is told of the world: nothing of ours, and a clock that stands still."""
    told = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return told | {
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(int(at.timestamp())),
        "FONTCONFIG_FILE": str(_NO_OTHER_FACES),
        # It says of each page that the machine's faces are out of reach, which they are to be.
        "PYTHONWARNINGS": "ignore:No fonts configured:UserWarning",
    }


def _watch(worker: subprocess.Popen, heed: Callable[[int], None]) -> str:
    """Wait for the end, telling how far it is; give back what it said besides."""
    deadline = time.monotonic() + MOST_SECONDS
    progress, heard, notes = 0, b"", []
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
                raise CannotPrint(Fault.TOO_LONG)
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


def _reason(returncode: int) -> Fault:
    """Why the process ended, told from how it did."""
    if returncode == -signal.SIGXCPU:
        return Fault.TOO_LONG
    if returncode in (errno.ENOSPC, errno.EDQUOT):
        return Fault.NO_SPACE
    # Out of memory, a library in C does not raise: it aborts.
    if returncode == errno.ENOMEM or returncode < 0:
        return Fault.TOO_LARGE
    return Fault.UNEXPECTED
