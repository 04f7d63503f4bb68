"""Ten times a full room of rapporteurs, all typing: is every save taken, and every version kept?"""

import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from statistics import median, quantiles
from uuid import uuid4

import psutil

from .measure import Visitor

WRITERS = 60
SECONDS = 60


@dataclass
class Outcome:
    """What came of the saves: seconds that each took, and what was answered but 200."""

    times: list[float] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    lasted: float = 0.0
    worked: float = 0.0

    def report(self, versions: int) -> str:
        late = quantiles(self.times, n=100)
        return (
            f"{WRITERS} writers typed for {self.lasted:.0f} s:"
            f" {len(self.times)} saves, {len(self.times) / self.lasted:.1f} a second,"
            f" median {median(self.times) * 1000:.0f} ms,"
            f" 95 % {late[94] * 1000:.0f} ms, 99 % {late[98] * 1000:.0f} ms,"
            f" the longest {max(self.times) * 1000:.0f} ms,"
            f" {self.worked / len(self.times) * 1000:.1f} ms of the web's processors each;"
            f" {len(self.refusals)} refused, {versions} versions kept,"
            f" {len(self.times) - versions} lost"
        )


def type_at_once(host: str, port: int, rapporteur: Visitor) -> Outcome:
    """Each writer saves a longer text each second, in turn with the others."""
    sessions = re.findall(r'href="(/rapporteur/sessions/\d+/)"', rapporteur.get("/rapporteur/"))
    forms = [_form_of(rapporteur.get(f"{session}add/"), session) for session in sessions]
    outcome, begin = Outcome(), time.monotonic() + 1
    writers = [
        (_beside(rapporteur, host, port), number, begin, outcome, *forms[number % len(forms)])
        for number in range(WRITERS)
    ]
    threads = [threading.Thread(target=_write, args=writer) for writer in writers]
    worked = _work_of_the_web()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.lasted, outcome.worked = time.monotonic() - begin, _work_of_the_web() - worked
    return outcome


def _work_of_the_web() -> float:
    """Seconds of processors that the web processes have used so far."""
    children = psutil.Process().children(recursive=True)
    return sum(sum(child.cpu_times()[:2]) for child in children)


def _form_of(page, session):
    """What each save of the session says besides its text."""
    return session, {
        "csrfmiddlewaretoken": re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1],
        "owner": re.search(r'data-owner="(\d+)"', page)[1],
        "outcome": re.search(r'<option value="(\d+)"', page)[1],
        "kind": "recommendation",
        "language": "en",
    }


def _beside(visitor, host, port):
    other = Visitor(host, port)
    other.cookies = dict(visitor.cookies)
    return other


def _write(visitor, number, begin, outcome, session, form):
    uid, version, text = uuid4(), 0, f"Writer {number} of {begin} writes"
    for second in range(SECONDS):
        time.sleep(max(0, begin + second + number / WRITERS - time.monotonic()))
        text += f" word {second}"
        typed = form | {"text": text, "version": version, "token": uuid4(), "own": ""}
        sent = time.perf_counter()
        try:
            version = visitor.save(f"{session}recommendations/{uid}/save/", typed)
        except (RuntimeError, OSError, HTTPException) as refusal:
            outcome.refusals.append(repr(refusal))
            visitor.connection.close()
        else:
            outcome.times.append(time.perf_counter() - sent)
