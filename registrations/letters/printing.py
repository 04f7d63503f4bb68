"""Making the PDF of a letter: at once to look at, or by a worker to keep."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gfmd_meeting.bell import ring
from gfmd_meeting.paper.making import make_paper
from gfmd_meeting.paper.press import print_paper
from registrations.models import Letter

STYLESHEET = Path(__file__).with_name("letter.css")


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
    make_paper(
        Letter.objects.all(),
        letter_id,
        name=f"letters/{letter_id}",
        print_it=lambda letter: print_letter(letter.content),
    )


def retry_letter(letter: Letter) -> None:
    """Make again one that failed. It says what it said before."""
    again = Letter.objects.filter(pk=letter.pk).exclude(failure="")
    if not again.update(failure="", attempts=0, claimed_until=None):
        raise ValidationError(
            _("This letter is ready or being made; there is no need to make it again."),
            code="letter_not_failed",
        )
    ring("registrations.tasks.build_letter", letter.pk)
