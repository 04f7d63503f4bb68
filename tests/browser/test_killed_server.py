"""The server is killed while a rapporteur types, and started again: every character is found."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from outcomes.models import Recommendation, Version
from tests.factories import make_outcome, make_rapporteur, make_session

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Invite consulates to notify each other within 24 hours, in writing, of every minor."
PATIENCE = 60


@pytest.fixture
def server(transactional_db, tmp_path):
    """The site as it is deployed, on the test's database and always at the same address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    name = connection.settings_dict["NAME"]
    database = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    env = os.environ | {
        "DATABASE_URL": database,
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": settings.SECRET_KEY,
        "PORT": port,
        "REDIS_URL": "",
        "WEB_CONCURRENCY": "1",
    }
    manage = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(manage, env=env, cwd=settings.BASE_DIR, check=True)
    running = []

    def start():
        command = [sys.executable, "-m", "gunicorn", "gfmd_meeting.wsgi"]
        process = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, start_new_session=True)
        running.append(process)
        deadline = time.monotonic() + PATIENCE
        while True:
            with suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"http://localhost:{port}/health/", timeout=5).close()
                return
            assert time.monotonic() < deadline, "Waited in vain for a page"
            time.sleep(0.1)

    def kill():
        with suppress(ProcessLookupError):
            os.killpg(running[-1].pid, signal.SIGKILL)
        running[-1].wait()

    start()
    yield SimpleNamespace(url=f"http://localhost:{port}", start=start, kill=kill)
    kill()


def test_what_is_typed_while_the_server_is_killed_and_started_again_is_all_there(
    server, chromium, client, meeting
):
    session = make_session()
    session.outcomes.add(make_outcome())
    client.force_login(make_rapporteur(session))
    context = chromium.new_context(base_url=server.url)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    page = context.new_page()
    page.goto(reverse("outcomes:recommendation_add", args=[session.pk]))
    text, status = page.locator("main [name=text]"), page.locator("[data-status]")

    half = len(TEXT) // 2
    text.press_sequentially(TEXT[:half], delay=40)
    server.kill()
    text.press_sequentially(TEXT[half:], delay=40)
    page.wait_for_timeout(1_500)
    assert status.get_attribute("data-now") == "unreached"
    assert text.input_value() == TEXT
    server.start()

    deadline = time.monotonic() + PATIENCE
    while page.evaluate("Object.keys(localStorage).length"):
        assert time.monotonic() < deadline, status.inner_text()
        page.wait_for_timeout(100)
    item = Recommendation.objects.get()
    assert item.text_en == TEXT
    numbers = Version.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, item.version + 1))
    context.close()
