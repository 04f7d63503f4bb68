"""The parts of the full mode as processes of their own, which a test may freeze or kill.

They are what is deployed: the settings read from the environment, gunicorn, a prefork
worker, beat.
"""

import http.cookiejar
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

from django.conf import settings

PATIENCE = 40


def wait_until(is_so, what: str, patience: float = PATIENCE):
    """Look again and again until something is so, and return what it is."""
    deadline = time.monotonic() + patience
    while not (found := is_so()):
        assert time.monotonic() < deadline, f"Waited in vain: {what}"
        time.sleep(0.05)
    return found


class Process:
    """A process with children, and what it wrote."""

    def __init__(self, *command, env, log: Path):
        self.log = log
        with log.open("ab") as output:
            self.running = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=settings.BASE_DIR,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wrote(self, text: str) -> bool:
        return self.count(text) > 0

    def count(self, text: str) -> int:
        """How often it wrote so; it is alive, or else this fails."""
        assert self.running.poll() is None, self.log.read_text()
        return self.log.read_text().count(text)

    def kill(self):
        """With its children and without a word, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


class Browser:
    """A visitor without a screen: keeps cookies, sends forms."""

    def __init__(self, base: str):
        self.base = base
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def get(self, path: str) -> str:
        return self._open(self.base + path)

    def send(self, path: str, *, page: str = "", **fields) -> str:
        """Fill in the form of a page, send it to the path, and return the page that answers."""
        form = self.get(page or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        fields |= {"csrfmiddlewaretoken": token}
        return self._open(self.base + path, urllib.parse.urlencode(fields, doseq=True).encode())

    def _open(self, url, data=None):
        with self.opener.open(url, data, timeout=60) as answer:
            return answer.read().decode()


class FullMode:
    """Starts what is asked of it in the environment given; ``stack`` ends it all."""

    def __init__(self, folder: Path, env: dict, stack: ExitStack, application="gfmd_meeting"):
        self.folder, self.env, self.stack = folder, env, stack
        self.application = application
        self.numbers = itertools.count(1)
        self.outbox = folder / "outbox"

    def worker(self, *, wait=True, **more) -> Process:
        name = f"worker-{next(self.numbers)}"
        words = ["worker", f"--hostname={name}@%h", "--concurrency=1", "--loglevel=INFO"]
        process = self._start(name, "celery", "-A", self.application, *words, **more)
        if wait:
            wait_until(lambda: process.wrote(" ready."), "a worker")
        return process

    def beat(self) -> Process:
        words = ["beat", "--loglevel=INFO"]
        process = self._start("beat", "celery", "-A", self.application, *words)
        wait_until(lambda: process.wrote("beat: Starting"), "beat")
        return process

    def web(self) -> Browser:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        process = self._start("web", "gunicorn", "gfmd_meeting.wsgi", PORT=port)
        browser = Browser(f"http://localhost:{port}")

        def answers():
            with suppress(urllib.error.URLError):
                return process.wrote("") and browser.get("/health/")

        wait_until(answers, "a page")
        return browser

    def manage(self, *words) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.env, check=True, stdout=subprocess.PIPE
        )
        return done.stdout.decode()

    def _start(self, name, *command, **more) -> Process:
        process = Process(*command, env=self.env | more, log=self.folder / f"{name}.log")
        self.stack.callback(process.kill)
        return process
