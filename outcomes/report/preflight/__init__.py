"""What is missing or doubtful before the report goes out, each with where it is mended.

A final report needs all that is ``BLOCKING`` mended, or a reason to go out all the same;
what is ``DOUBTFUL`` is for somebody to look at. Constant number of queries.
"""

from django.conf import settings

from gfmd_meeting.models import Meeting

from . import items, surroundings
from .characters import check_characters
from .finding import BLOCKING, DOUBTFUL, Finding

__all__ = ["BLOCKING", "DOUBTFUL", "Finding", "preflight"]


def preflight(*, kind: str = "final", languages=None) -> list[Finding]:
    """The findings, those that block first.

    ``languages`` are those that the report is made in, all of the meeting's if none are
    named. A draft may leave everything open: for it, everything is doubtful alone.
    """
    languages = languages or [code for code, _name in settings.LANGUAGES]
    meeting = Meeting.objects.get()
    found = [
        *items.check_items(meeting, languages),
        *surroundings.check_texts(meeting, languages),
        *surroundings.check_sessions(),
        *surroundings.check_people(),
        *surroundings.check_budget(),
        *check_characters(),
    ]
    if kind != "final":
        found = [finding.as_doubtful() for finding in found]
    return sorted(found, key=lambda finding: finding.severity != BLOCKING)
