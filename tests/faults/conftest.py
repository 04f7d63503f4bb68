"""The full mode in processes of its own, on the test's database: broker, web and worker.

They are what is deployed: the settings read from the environment, gunicorn, a prefork
worker. A test may freeze or kill any of them.
"""

import http.cookiejar
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
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests import servers

PATIENCE = 40


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.broker)


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
        assert self.running.poll() is None, self.log.read_text()
        return text in self.log.read_text()

    def kill(self):
        """With its children and without a word, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def stop(self):
        self.running.terminate()
        try:
            self.running.wait(10)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()


class Browser:
    """A visitor without a screen: keeps cookies, sends forms."""

    def __init__(self, base: str):
        self.base = base
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def get(self, path: str) -> str:
        return self._open(self.base + path)

    def send(self, path: str, **fields) -> str:
        """Fetch the form of a page, fill it in, send it, and return the page that answers."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path))[1]
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        return self._open(self.base + path, data)

    def _open(self, url, data=None):
        with self.opener.open(url, data, timeout=60) as answer:
            return answer.read().decode()


@pytest.fixture(scope="session")
def static_root(tmp_path_factory):
    """The static files under their hashed names, not compressed: nobody waits for them here."""
    root = tmp_path_factory.mktemp("static")
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "STATIC_ROOT", root)
        storages = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
        patch.setattr(settings, "STORAGES", storages)
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


@pytest.fixture
def full_mode(transactional_db, tmp_path, static_root):
    """Starts its parts: ``full_mode.worker()``, ``full_mode.web()``; all end with the test."""
    given = os.environ.get("TEST_REDIS_URL")
    database = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
    database = database._replace(path=f"/{connection.settings_dict['NAME']}")
    with ExitStack() as stack:
        redis_url, broker = (
            (given, None) if given else stack.enter_context(servers.broker(tmp_path / "broker"))
        )
        env = os.environ | {
            "DATABASE_URL": database.geturl(),
            "REDIS_URL": redis_url,
            "VAR_DIR": str(tmp_path),
            "STATIC_ROOT": str(static_root),
            "WEB_CONCURRENCY": "1",
        }

        def worker(**more):
            log = tmp_path / f"worker-{len(list(tmp_path.glob('worker-*')))}.log"
            celery = [
                "celery",
                "-A",
                "gfmd_meeting",
                "worker",
                "--concurrency=1",
                "--loglevel=INFO",
            ]
            process = Process(*celery, env=env | more, log=log)
            stack.callback(process.stop)
            wait_until(lambda: process.wrote(" ready."), "a worker")
            return process

        def web():
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = str(free.getsockname()[1])
            process = Process(
                "gunicorn", "gfmd_meeting.wsgi", env=env | {"PORT": port}, log=tmp_path / "web.log"
            )
            stack.callback(process.stop)
            browser = Browser(f"http://localhost:{port}")

            def answers():
                with suppress(urllib.error.URLError):
                    return process.wrote("") and browser.get("/health/")

            wait_until(answers, "a page")
            return browser

        def manage(*words):
            subprocess.run([sys.executable, "manage.py", *words], env=env, check=True)

        yield SimpleNamespace(
            broker=broker, worker=worker, web=web, manage=manage, outbox=tmp_path / "outbox"
        )


@pytest.fixture
def mute_mail_server():
    """The port of a mail server that takes calls and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]
