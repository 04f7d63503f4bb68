"""The full mode on the test's database, and on servers of a test's own that it may kill."""

import os
import socket
import urllib.parse
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests import servers

from .processes import FullMode


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.broker)


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
        broker = None if given else stack.enter_context(servers.broker(tmp_path / "broker"))
        env = os.environ | {
            "DATABASE_URL": database.geturl(),
            "REDIS_URL": given or broker.url,
            "VAR_DIR": str(tmp_path),
            "STATIC_ROOT": str(static_root),
            "WEB_CONCURRENCY": "1",
        }
        mode = FullMode(tmp_path, env, stack)
        mode.broker = broker
        yield mode


@pytest.fixture
def mortal_mode(tmp_path, static_root):
    """The full mode on a database and a broker of its own, with less patience (hurried.py).

    ``mortal_mode.database`` and ``mortal_mode.broker`` may be killed and started again. The
    meeting is loaded; nothing of pytest-django's database is touched.
    """
    with ExitStack() as stack:
        # Not below pytest's folder, which a run beside this one closes to others.
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="meeting-")))
        database = stack.enter_context(servers.postgresql(folder / "cluster", durable=True))
        broker = stack.enter_context(servers.broker(tmp_path / "broker"))
        env = os.environ | {
            "DATABASE_URL": database.url,
            "REDIS_URL": broker.url,
            "VAR_DIR": str(tmp_path),
            "STATIC_ROOT": str(static_root),
            "WEB_CONCURRENCY": "2",
            "DEMO": "0",
        }
        mode = FullMode(tmp_path, env, stack, application="tests.faults.hurried")
        mode.database, mode.broker = database, broker
        mode.manage("prepare", "--only", "data")
        yield mode


@pytest.fixture
def mute_mail_server():
    """The port of a mail server that takes calls and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]
