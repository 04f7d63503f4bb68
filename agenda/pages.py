"""The agenda's list as HTML, rendered once for all who read it at a moment.

A release never changes, so what is made of it is kept in the process: per language,
per who may not be named, and per what is on. A page asks the database only which
release is the latest and who may be named.
"""

import copy
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gfmd_meeting.models import Meeting

from . import times
from .models import AgendaRelease
from .programme import arrange, find_now_and_next, unnamed_people


def programme_of(release: AgendaRelease, meeting: Meeting) -> list[dict]:
    """The days of a release (see programme.py), for the caller to mark as they like."""
    unnamed = frozenset(unnamed_people(release.snapshot))
    return copy.deepcopy(_programme(_Release(release, meeting), get_language(), unnamed))


def render_programme(release: AgendaRelease, meeting: Meeting, at: datetime) -> SafeString:
    """What is on now, what is next, and all days. ``at`` is in the meeting's zone."""
    unnamed = frozenset(unnamed_people(release.snapshot))
    known = _Release(release, meeting)
    now, following = find_now_and_next(_programme(known, get_language(), unnamed), at)
    marks = tuple(entry["pk"] for entry in now), tuple(entry["pk"] for entry in following)
    return _rendered(known, get_language(), unnamed, marks, at.date())


class _Release:
    """A release and its meeting, known by what their pages are made of."""

    def __init__(self, release: AgendaRelease, meeting: Meeting):
        self.release, self.meeting = release, meeting
        self.known_by = (
            release.pk,
            release.released_at,
            meeting.time_zone,
            meeting.starts_on,
            meeting.ends_on,
            meeting.city,
        )

    def __eq__(self, other):
        return self.known_by == other.known_by

    def __hash__(self):
        return hash(self.known_by)


@lru_cache(maxsize=16)
def _programme(known: _Release, language: str, unnamed: frozenset) -> list[dict]:
    return arrange(
        known.release.snapshot, language=language, meeting=known.meeting, unnamed=unnamed
    )


@lru_cache(maxsize=32)
def _rendered(known: _Release, language: str, unnamed: frozenset, marks, today) -> SafeString:
    days = copy.deepcopy(_programme(known, language, unnamed))
    marked = {"now": [], "next": []}
    for day in days:
        for slot in day["slots"]:
            for session in slot["sessions"]:
                for state, pks in zip(marked, marks, strict=True):
                    if session["pk"] in pks:
                        session["state"] = state
                        marked[state].append(session)
    context = {
        "meeting": known.meeting,
        "days": days if any(day["slots"] for day in days) else [],
        "now": marked["now"],
        "following": marked["next"],
        "following_day": times.name_of_another_day(marked["next"], days, today),
        "offset": times.offset_name(known.meeting),
    }
    return render_to_string("agenda/_programme.html", context)
