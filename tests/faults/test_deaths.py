"""Worker, broker and database die at random moments: each file ends whole, once, or says why not.

    KILLS=100 SEED=7 .venv/bin/python -m tests.servers --only postgresql var/test/servers \\
        .venv/bin/python -m pytest -s tests/faults/test_deaths.py

is the long trial; a few kills are in every run. The files are asked for at the pages of
two web processes, some of them several times at once. Every third moment is one in which
a file is being stored, when a death would do most harm.
"""

import hashlib
import io
import itertools
import os
import random
import time
import urllib.error
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2.extras import NamedTupleCursor
from pypdf import PdfReader

from gfmd_meeting.paper.keeping import LEFT_OVER
from outcomes.models import ENDED, Failure, Format, Stage
from outcomes.report.sections import SECTIONS

from .processes import wait_until

KILLS = int(os.environ.get("KILLS", "6"))
SEED = int(os.environ.get("SEED", "2011"))

# Alone, and two in the same moment.
DEATHS = [("worker",), ("broker",), ("database",)]
DEATHS += itertools.combinations(("worker", "broker", "database"), 2)

LANGUAGES = ("en", "es", "fr")
FILES = [(form, language) for form in ("pdf", "archive", "docx") for language in LANGUAGES]
FILES += [("pack", "")]


class Secretariat:
    """Asks for files of reports at the pages, and looks at what became of them."""

    def __init__(self, mode, revisions: int):
        self.mode = mode
        self.visitor = mode.web()
        self.answered = Counter()
        mode.env["DJANGO_SUPERUSER_PASSWORD"] = password = "Ceiba-2011"
        mode.manage("createsuperuser", "--noinput", "--email=ana@example.org")
        self.visitor.send("/accounts/login/", login="ana@example.org", password=password)
        keys = [section.key for section in SECTIONS]
        for number in range(revisions):
            # Each without another section, or it would be the same revision.
            sections = keys[:number] + keys[number + 1 :]
            self.visitor.send("/co-chairs/report/", kind="draft", sections=sections)

    def ask(self, number: int, form: str, language: str) -> bool:
        """Whether it is promised: where the database is away, the page says that it cannot be."""
        place, file = f"/reports/{number}", {"format": form, "language": language}
        try:
            self.visitor.send(f"{place}/make/", page=f"{place}/files/", **file)
        except urllib.error.HTTPError as error:
            if error.code != 500:
                raise
            return False
        self.answered[number, form, language] += 1
        return True

    def files(self):
        reading = psycopg2.connect(self.mode.database.url, cursor_factory=NamedTupleCursor)
        with closing(reading), reading.cursor() as cursor:
            cursor.execute(
                "SELECT f.*, r.number FROM outcomes_reportfile f"
                " JOIN outcomes_report r ON r.id = f.report_id"
            )
            return cursor.fetchall()

    def all_ended(self):
        return all(file.stage in ENDED for file in self.files())

    def is_laying_out(self):
        return any(file.stage == Stage.LAYING_OUT for file in self.files())

    @property
    def folder(self) -> Path:
        return self.mode.folder / "media" / "reports"

    def stored(self) -> set:
        return set(os.listdir(self.folder)) if self.folder.exists() else set()

    def wait_for_a_file(self):
        """Until an attempt begins to write one, for ten seconds at most."""
        before, deadline = self.stored(), time.monotonic() + 10
        while self.stored() <= before and time.monotonic() < deadline:
            time.sleep(0.001)

    def sweep_after_an_hour(self):
        before = time.time() - LEFT_OVER.total_seconds() - 60
        for name in self.stored():
            os.utime(self.folder / name, (before, before))
        self.mode.manage("sweep")

    def content_of(self, file) -> bytes:
        return (self.mode.folder / "media" / file.file).read_bytes()


class Parts:
    """What may die: two workers, the broker, the database."""

    def __init__(self, mode, chance):
        self.mode, self.chance = mode, chance
        self.beat = mode.beat()
        self.workers = [mode.worker(), mode.worker()]
        self.killed = Counter()

    def kill(self, part: str):
        self.killed[part] += 1
        if part == "worker":
            self.chance.shuffle(self.workers)
            self.workers.pop().kill()
        else:
            getattr(self.mode, part).kill()

    def revive(self, part: str):
        if part == "worker":
            self.workers.append(self.mode.worker(wait=False))
        else:
            getattr(self.mode, part).start()

    def still_take_work(self):
        """Each worker that lives takes what beat, which has lived all the while, rings for."""
        taken = {worker: worker.count("sweep_reports") for worker in self.workers}
        wait_until(
            lambda: all(worker.count("sweep_reports") > taken[worker] for worker in taken),
            "work in the hands of each worker",
        )


def is_whole(file, content: bytes) -> bool:
    if (len(content), hashlib.sha256(content).hexdigest()) != (file.size, file.sha256):
        return False
    if Format(file.format).suffix == "pdf":
        return len(PdfReader(io.BytesIO(content), strict=True).pages) > 1
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.testzip() is None


def test_whatever_dies_each_file_that_was_asked_for_ends_whole_once_or_failed(mortal_mode):
    chance = random.Random(SEED)
    revisions = -(-KILLS // len(FILES)) + 1
    secretariat = Secretariat(mortal_mode, revisions)
    parts = Parts(mortal_mode, chance)
    wanted = list(itertools.product(range(1, revisions + 1), FILES))
    chance.shuffle(wanted)
    print(f"\nSEED={SEED}, {KILLS} moments")

    with ThreadPoolExecutor() as pool:
        asked = []
        for kill in range(KILLS):
            if kill % len(DEATHS) == 0:
                chance.shuffle(DEATHS)
            new, again = wanted[kill], chance.choice(wanted[: kill + 1])
            for number, file in [new] * chance.randint(1, 3) + [again]:
                asked.append(pool.submit(secretariat.ask, number, *file))
            if kill % 3:
                time.sleep(chance.uniform(0, 5))
            else:
                secretariat.wait_for_a_file()
                time.sleep(chance.uniform(0, 0.02))
            for part in DEATHS[kill % len(DEATHS)]:
                parts.kill(part)
            time.sleep(chance.uniform(0, 1))
            for part in DEATHS[kill % len(DEATHS)]:
                parts.revive(part)
    for answer in asked:
        answer.result()
    wait_until(secretariat.all_ended, "an end of every file", 60 + 5 * KILLS)
    parts.still_take_work()

    files = secretariat.files()
    ready = [file for file in files if file.stage == Stage.READY]
    left = secretariat.stored() - {Path(file.file).name for file in ready}
    tell(parts, secretariat, files, left)
    assert {file.failure for file in files} <= {"", Failure.STOPPED}
    assert [file for file in ready if not is_whole(file, secretariat.content_of(file))] == []
    rows = Counter((file.number, file.format, file.language) for file in files)
    assert set(rows.values()) == {1}
    assert rows.keys() >= secretariat.answered.keys()
    secretariat.sweep_after_an_hour()
    names = {Path(file.file).name for file in ready}
    wait_until(lambda: secretariat.stored() == names, "a clean folder")
    assert len(names) == len(ready)


def tell(parts, secretariat, files, left):
    ends = Counter((file.stage, file.failure) for file in files)
    print(f"killed: {dict(parts.killed)}")
    print(f"answered: {secretariat.answered.total()} for {len(secretariat.answered)} files")
    print(f"{len(files)} files: {dict(ends)}; by attempts {Counter(f.attempts for f in files)}")
    print(f"left by attempts that died: {sorted(left)}")


def test_those_who_live_through_the_death_of_broker_and_database_go_on(mortal_mode):
    """The same worker, beat and web processes: none is started again."""
    secretariat = Secretariat(mortal_mode, revisions=1)
    worker, beat = mortal_mode.worker(), mortal_mode.beat()
    wait_until(secretariat.all_ended, "the first file")

    mortal_mode.broker.kill()
    assert secretariat.ask(1, "docx", "en")
    time.sleep(3)
    mortal_mode.broker.start()
    wait_until(secretariat.all_ended, "a file whose bell was lost with the broker")
    mortal_mode.database.kill()
    mortal_mode.database.start()
    assert secretariat.ask(1, "docx", "fr")
    wait_until(secretariat.all_ended, "a file that was asked for after the database came back")
    assert secretariat.ask(1, "archive", "en")
    wait_until(secretariat.is_laying_out, "a worker that lays pages out")
    mortal_mode.database.kill()
    mortal_mode.database.start()
    wait_until(secretariat.all_ended, "a file in whose making the database died")

    files = sorted(secretariat.files(), key=lambda file: file.id)
    assert [file.stage for file in files] == [Stage.READY] * 4
    assert files[-1].attempts > 1
    assert worker.running.poll() is None
    assert beat.running.poll() is None
