"""What every test may ask for."""

import pytest
from django.db import connection

from tests.factories import make_meeting


def pytest_collection_modifyitems(config, items):
    """What holds on PostgreSQL only is not asked of SQLite."""
    if connection.vendor == "postgresql":
        return
    elsewhere = [item for item in items if item.get_closest_marker("postgresql")]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


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


@pytest.fixture
def meeting(db):
    """A meeting of 60 seats and 75,000 USD on 4 and 5 October 2011."""
    return make_meeting()
