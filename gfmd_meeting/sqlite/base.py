"""SQLite, with one queue for the writers of a process.

SQLite lets one transaction write at a time and leaves the others to poll, which
is unfair: among busy threads one can wait past any timeout. Transactions begin
IMMEDIATE here, so each is a writer from its first statement, and a lock of the
process lets them in by turns.
"""

import threading

from django.db import OperationalError
from django.db.backends.sqlite3 import base

_writers = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    _is_writer = False

    def _start_transaction_under_autocommit(self):
        if not _writers.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked")
        self._is_writer = True
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._let_the_next_in()
            raise

    def _let_the_next_in(self):
        if self._is_writer:
            self._is_writer = False
            _writers.release()

    def _commit(self):
        # A commit that fails is followed by a rollback, which lets the next one in.
        super()._commit()
        self._let_the_next_in()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._let_the_next_in()

    def _close(self):
        try:
            super()._close()
        finally:
            self._let_the_next_in()
