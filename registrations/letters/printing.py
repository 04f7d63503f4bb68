"""Making the PDF of a letter: at once to look at, or by a worker to keep.

The row is the truth and the broker only a bell. A worker claims the row for longer than
the layout may take; one that dies cannot tell, so its claim runs out and the sweeper
hands the letter on, at most three times in all. No transaction is open meanwhile.
"""

import errno
import hashlib
import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gfmd_meeting.bell import ring
from gfmd_meeting.paper.keeping import keep_paper
from gfmd_meeting.paper.press import CannotPrint, Fault, print_paper
from registrations.models import Letter

log = logging.getLogger(__name__)

STYLESHEET = Path(__file__).with_name("letter.css")
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


def print_letter(content: dict) -> bytes:
    """The PDF of what a letter says. The same content gives the same bytes."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False)
    with translation.override(content["language"]):
        html = render_to_string("pdf/letter.html", {"letter": content})
    return print_paper(
        html,
        identifier=hashlib.sha256(plain.encode()).hexdigest()[:32],
        at=datetime.fromisoformat(content["dated_on"]).replace(tzinfo=UTC),
        stylesheet=STYLESHEET,
    )


def make_letter(letter_id: int) -> None:
    """Make the PDF of a letter that was sent, once, however often this is asked."""
    now = timezone.now()
    until = now + LEASE
    row = Letter.objects.filter(pk=letter_id)
    waiting = row.waiting(now).filter(attempts__lt=MOST_ATTEMPTS)
    if not waiting.update(claimed_until=until, attempts=F("attempts") + 1):
        return
    letter = row.get()
    held = row.filter(claimed_until=until, file="")
    try:
        name = keep_paper(
            f"letters/{letter.pk}-{letter.attempts}.pdf", print_letter(letter.content)
        )
        if not held.update(file=name, made_at=timezone.now(), claimed_until=None):
            default_storage.delete(name)
    except CannotPrint as refusal:
        log.error("Letter %s: layout ended. %s", letter_id, refusal.notes)
        held.update(failure=refusal.fault, claimed_until=None)
    except (OperationalError, InterfaceError):
        # The database is away: nothing can be told to it. The sweeper hands the letter on.
        raise
    except OSError as error:
        log.exception("Letter %s could not be stored.", letter_id)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        held.update(failure=Fault.NO_SPACE if full else Fault.UNEXPECTED, claimed_until=None)
    except Exception:
        log.exception("Letter %s could not be made.", letter_id)
        held.update(failure=Fault.UNEXPECTED, claimed_until=None)


def retry_letter(letter: Letter) -> None:
    """Make again one that failed. It says what it said before."""
    again = Letter.objects.filter(pk=letter.pk).exclude(failure="")
    if not again.update(failure="", attempts=0, claimed_until=None):
        raise ValidationError(
            _("This letter is ready or being made; there is no need to make it again."),
            code="letter_not_failed",
        )
    ring("registrations.tasks.build_letter", letter.pk)


def hand_on_stale_letters() -> list[int]:
    """Give up those that stopped too often, and name those that wait for a worker."""
    waiting = Letter.objects.waiting()
    waiting.filter(attempts__gte=MOST_ATTEMPTS).update(failure=Fault.STOPPED, claimed_until=None)
    return list(waiting.order_by("pk").values_list("pk", flat=True))
