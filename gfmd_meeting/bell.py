"""The bell: tells a worker that a row waits for it.

The row is the truth. A bell that nobody hears does no harm, since the sweeper rings
again; so an act that is stored is never called a failure for its sake, and nobody is
kept waiting by a broker that does not answer: after one ring in vain it has some peace.
"""

import logging
import time
from threading import Thread

from django.conf import settings
from django.db import connections, transaction
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)

PEACE = 15
_no_ring_before = 0.0


def ring(task: str, row_id: int) -> None:
    """Queue a task for a row once the row is committed. In embedded mode it runs then."""
    # Not a partial: Django cannot log the failure of a callable without a name.
    transaction.on_commit(lambda: _ring_now(task, row_id), robust=True)


def ring_for_each(task: str, row_ids: list[int]) -> None:
    """Queue a task for many rows. In embedded mode a thread works them off, one by one.

    So nobody waits at a page for all of them. The sweeper goes on where it is cut short.
    """

    def work_off():
        try:
            for row_id in row_ids:
                _ring_now(task, row_id)
        finally:
            connections.close_all()

    def begin():
        if settings.CELERY_TASK_ALWAYS_EAGER:
            Thread(target=work_off, name=task, daemon=True).start()
        else:
            for row_id in row_ids:
                _ring_now(task, row_id)

    transaction.on_commit(begin, robust=True)


def _ring_now(task, row_id):
    global _no_ring_before
    if time.monotonic() < _no_ring_before:
        return
    try:
        import_string(task).delay(row_id)
    except OperationalError as error:
        _no_ring_before = time.monotonic() + PEACE
        log.warning("The broker does not answer; the sweeper will ring again: %s", error)
