"""Handing on what waits: mail that did not leave, reports whose maker died.

Beat rings for it in full mode. In embedded mode a thread of the web process does,
because its writes must queue with those of the pages.
"""

import logging
import threading

from django.conf import settings
from django.db import connections

from .celery import app

log = logging.getLogger(__name__)

EVERY = 60


def sweep() -> None:
    """Queue each task that beat would; in embedded mode that runs it, here and now."""
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.tasks[entry["task"]].delay()


def sweep_until(stop: threading.Event, every: float = EVERY) -> None:
    """Sweep now and again; what goes wrong once is tried again."""
    while True:
        try:
            sweep()
        except Exception:
            log.exception("What waits could not be handed on")
        finally:
            connections.close_all()
        if stop.wait(every):
            return


def sweep_in_background() -> None:
    """For as long as the process lives."""
    never = threading.Event()
    threading.Thread(target=sweep_until, args=(never,), name="sweeper", daemon=True).start()
