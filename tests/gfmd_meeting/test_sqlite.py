"""On SQLite the writers of a process take turns, and none leaves the door locked behind it."""

import threading

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler


@pytest.fixture
def database(tmp_path, django_db_blocker):
    """A database of its own, whatever the suite runs on. Each thread has its own connection."""
    handler = ConnectionHandler(
        {
            "default": {
                "ENGINE": "gfmd_meeting.sqlite",
                "NAME": str(tmp_path / "turns.sqlite3"),
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 0.3},
            }
        }
    )
    with django_db_blocker.unblock():
        handler["default"].cursor().execute("CREATE TABLE turn (who TEXT)")
        yield handler
        handler["default"].close()


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(connection, how="commit"):
    getattr(connection, how)()
    connection.set_autocommit(True)


def in_a_thread(database, act):
    """Run an act on another thread's connection and return how it failed, or None."""
    failures = []

    def run():
        try:
            act(database["default"])
        except OperationalError as error:
            failures.append(str(error))
        finally:
            database["default"].close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return failures[0] if failures else None


def write(connection):
    begin(connection)
    connection.cursor().execute("INSERT INTO turn VALUES ('other')")
    end(connection)


def test_a_second_writer_is_told_when_the_first_takes_too_long(database):
    begin(database["default"])

    assert in_a_thread(database, write) == "database is locked"

    end(database["default"])


@pytest.mark.parametrize("how", ["commit", "rollback"])
def test_the_next_writer_goes_on_once_the_first_has_ended(database, how):
    begin(database["default"])
    end(database["default"], how)

    assert in_a_thread(database, write) is None


def test_a_writer_that_vanishes_lets_the_next_one_in(database):
    begin(database["default"])
    database["default"].close()

    assert in_a_thread(database, write) is None


def test_a_transaction_that_could_not_begin_lets_the_next_one_in(database):
    other = ConnectionHandler(
        {"default": database.settings["default"] | {"ENGINE": "django.db.backends.sqlite3"}}
    )
    begin(other["default"])
    with pytest.raises(OperationalError, match="locked"):
        begin(database["default"])

    end(other["default"])
    other["default"].close()

    assert in_a_thread(database, write) is None
