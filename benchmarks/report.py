"""The report of the demo beside WeasyPrint alone, and what a hundred times as many texts take."""

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from uuid import uuid4

from django.db import transaction
from pypdf import PdfReader

from gfmd_meeting.paper.press import MOST_MEMORY, MOST_SECONDS

ROUNDS, MORE = 5, 100
WANTED = 1.3
STAMP = {"number": 1, "sha256": 64 * "0", "code": "BENCHMARK"}


@dataclass(frozen=True)
class Built:
    """Seconds that a whole build and WeasyPrint alone took, and what came of it."""

    texts: int
    pages: int
    whole: float
    alone: float
    memory: int

    @property
    def ratio(self) -> float:
        return self.whole / self.alone

    @property
    def per_page(self) -> float:
        return self.whole / self.pages

    def __str__(self):
        return (
            f"{self.texts} texts, {self.pages} pages: {self.whole:.2f} s,"
            f" WeasyPrint alone {self.alone:.2f} s, {self.ratio:.2f} times that;"
            f" {self.per_page * 1000:.0f} ms a page;"
            f" peak memory {self.memory / 1024**2:.0f} MB"
        )


def compare_reports() -> str:
    """Both sizes, and what is wanted of them. What is added is taken back."""
    with transaction.atomic():
        few = build(ROUNDS)
        add_texts(MORE)
        many = build(1)
        transaction.set_rollback(True)
    return "\n".join(["The report of the demo, whole:", str(few), str(many), *verdict(few, many)])


def verdict(few: Built, many: Built) -> list[str]:
    """What was wanted, and whether it is so."""
    return [
        _wanted(f"at most {WANTED} times WeasyPrint alone", few.ratio <= WANTED),
        _wanted("no more for a page where there are many", many.per_page <= few.per_page),
        _wanted(
            f"at most {MOST_MEMORY / 1024**2:.0f} MB and {MOST_SECONDS} s, where the work is ended",
            many.memory <= MOST_MEMORY and many.whole <= MOST_SECONDS,
        ),
    ]


def _wanted(what, is_so):
    return f"  wanted {what}: {'yes' if is_so else 'NO'}"


def build(rounds: int) -> Built:
    """By turns, so that a busy moment weighs on both alike."""
    from outcomes.report.content import collect_content
    from outcomes.report.press import STYLESHEET, print_report, write_html
    from outcomes.report.snapshot import fingerprint
    from outcomes.report.stamp import Stamp

    stamp = Stamp(kind="draft", address="https://meeting.example/verify/BENCHMARK/", **STAMP)

    def whole():
        content = collect_content("en", kind="draft")
        fingerprint(content)
        return content, print_report(content, stamp=stamp, heed=lambda progress: None)

    (content, pdf), first = _timed(whole)
    # Of the children that have ended so far, this one is the largest.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    html = write_html(content, stamp=stamp).encode()

    def alone():
        command = [sys.executable, "-m", "benchmarks.weasyprint_alone", str(STYLESHEET)]
        return subprocess.run(command, input=html, capture_output=True, check=True).stdout

    wholes, alones = [first], [_timed(alone)[1]]
    for _round in range(rounds - 1):
        wholes.append(_timed(whole)[1])
        alones.append(_timed(alone)[1])
    texts = sum(len(outcome["entries"]) for outcome in content["outcomes"])
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    return Built(texts, pages, median(wholes), median(alones), memory)


def _timed(work: Callable):
    begun = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begun


def add_texts(times: int) -> None:
    """As many copies of each text that is under consideration or adopted, under new numbers."""
    from outcomes.models import GivenNumber, Recommendation, Status

    shown = Recommendation.objects.filter(status__in=(Status.CONSIDERED, Status.ADOPTED))
    for item in list(shown):
        pk, uid = item.pk, item.uid
        copies = []
        for _copy in range(times - 1):
            item.pk, item.uid = None, uuid4()
            item.status, item.adopted_at = Status.CONSIDERED, None
            item._state.adding = True
            item.save(force_insert=True)
            copies.append(item.pk)
        taken = GivenNumber.objects.filter(outcome=item.outcome).order_by("-place").first()
        GivenNumber.objects.bulk_create(
            GivenNumber(outcome=item.outcome, place=taken.place + number, recommendation_id=copy)
            for number, copy in enumerate(copies, start=1)
        )
        item.pk, item.uid = pk, uid
