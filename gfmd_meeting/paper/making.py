"""A paper that a worker makes and keeps: the row is the truth and the broker only a bell.

A row of such a paper has ``claimed_until``, ``attempts``, ``failure``, ``file`` and
``made_at``. A worker claims it for longer than the layout may take; one that dies cannot
tell, so its claim runs out and the sweeper hands the row on, at most three times in
all. No transaction is open while the pages are laid out.
"""

import errno
import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from .keeping import keep_paper
from .press import CannotPrint, Fault

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


def still_to_make(papers: QuerySet, at=None) -> QuerySet:
    """Neither made nor given up, and in no worker's hands."""
    at = at or timezone.now()
    return papers.filter(Q(claimed_until=None) | Q(claimed_until__lt=at), file="", failure="")


def make_paper(papers: QuerySet, pk: int, *, name: str, print_it: Callable[[Model], bytes]) -> None:
    """Make and keep one paper, once, however often this is asked.

    ``name`` is what the name of its file begins with; ``print_it`` gives the PDF.
    """
    now = timezone.now()
    until = now + LEASE
    row = papers.filter(pk=pk)
    waiting = still_to_make(row, now).filter(attempts__lt=MOST_ATTEMPTS)
    if not waiting.update(claimed_until=until, attempts=F("attempts") + 1):
        return
    paper = row.get()
    held = row.filter(claimed_until=until, file="")
    try:
        kept = keep_paper(f"{name}.pdf", print_it(paper))
        if not held.update(file=kept, made_at=timezone.now(), claimed_until=None):
            default_storage.delete(kept)
    except CannotPrint as refusal:
        log.error("%s: layout ended. %s", name, refusal.notes)
        held.update(failure=refusal.fault, claimed_until=None)
    except (OperationalError, InterfaceError):
        # The database is away: nothing can be told to it. The sweeper hands the paper on.
        raise
    except OSError as error:
        log.exception("%s could not be stored.", name)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        held.update(failure=Fault.NO_SPACE if full else Fault.UNEXPECTED, claimed_until=None)
    except Exception:
        log.exception("%s could not be made.", name)
        held.update(failure=Fault.UNEXPECTED, claimed_until=None)


def hand_on_stale_papers(papers: QuerySet) -> list[int]:
    """Give up those that stopped too often, and name those that wait for a worker."""
    waiting = still_to_make(papers)
    spent = waiting.filter(attempts__gte=MOST_ATTEMPTS)
    spent.update(failure=Fault.STOPPED, claimed_until=None)
    return list(waiting.order_by("pk").values_list("pk", flat=True))
