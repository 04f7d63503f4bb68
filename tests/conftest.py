"""What every test may ask for."""

import os
import signal

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis.configuration import set_hypothesis_home_dir

from gfmd_meeting import catalogues
from tests.factories import make_meeting


def pytest_configure(config):
    """SIGTERM ends a run as Ctrl-C does: what its fixtures started is stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    set_hypothesis_home_dir(settings.VAR_DIR / "hypothesis")
    # The live server starts before a test's own folder is known, and warns without one.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    for language in catalogues.translated_languages():
        if not catalogues.is_compiled(language):
            catalogues.compile_catalogue(language)


def pytest_collection_modifyitems(config, items):
    """What holds in full mode only, on PostgreSQL, is not asked of SQLite."""
    if connection.vendor == "postgresql":
        return
    elsewhere = [
        item
        for item in items
        if item.get_closest_marker("postgresql") or item.get_closest_marker("broker")
    ]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def pytest_sessionfinish(session):
    """Where nobody looks, a test that was skipped would be missing unseen."""
    skipped = session.config.pluginmanager.get_plugin("terminalreporter").stats.get("skipped")
    if os.environ.get("CI") and skipped:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def quiet_world(settings, tmp_path):
    """Files and mail of a test stay in its own folder; static files need no manifest."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def english():
    """A page asked for in another language leaves no trace in the test after it."""
    with translation.override("en"):
        yield


@pytest.fixture
def meeting(db):
    """A meeting of 60 seats and 75,000 USD on 4 and 5 October 2011."""
    return make_meeting()
