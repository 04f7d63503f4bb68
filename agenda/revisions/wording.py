"""A change in one sentence, in the reader's language and the meeting's time."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import AssignmentRole, Audience, Kind
from agenda.snapshot import in_language
from gfmd_meeting.dates import day_of_month
from gfmd_meeting.models import Meeting


def describe(change: dict, meeting: Meeting, language: str, unnamed=frozenset()) -> str:
    """A change in one sentence. ``unnamed`` are the people who are not to be named."""
    with translation.override(language):
        return _SENTENCES[change["kind"]](change, meeting, language, unnamed)


def _when(place: dict, meeting: Meeting) -> dict[str, str]:
    start, end = (
        datetime.fromisoformat(place[edge]).astimezone(meeting.zone)
        for edge in ("starts_at", "ends_at")
    )
    return {
        "day": day_of_month(start.date()),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
    }


def _added(change, meeting, language, unnamed):
    place = _when(change["after"], meeting) | {
        "title": in_language(change["title"], language),
        "room": in_language(change["after"]["room"]["name"], language),
    }
    return _("New: “%(title)s”, %(day)s, %(start)s–%(end)s, %(room)s.") % place


def _removed(change, meeting, language, unnamed):
    place = _when(change["before"], meeting) | {"title": in_language(change["title"], language)}
    return _("Cancelled: “%(title)s”, which was to be on %(day)s, %(start)s–%(end)s.") % place


def _moved(change, meeting, language, unnamed):
    old, new = _when(change["before"], meeting), _when(change["after"], meeting)
    said = {
        "title": in_language(change["title"], language),
        "day": new["day"],
        "old_day": old["day"],
        "old": f"{old['start']}–{old['end']}",
        "new": f"{new['start']}–{new['end']}",
    }
    if old["day"] == new["day"]:
        return _("“%(title)s” moves from %(old)s to %(new)s, %(day)s.") % said
    return _("“%(title)s” moves from %(old_day)s, %(old)s to %(day)s, %(new)s.") % said


def _of_texts(sentence: Callable[[], str]):
    """A sentence about a session and texts of which the reader is told that they changed."""
    return lambda change, meeting, language, unnamed: sentence() % _texts_of(change, language)


def _of_names(sentence: Callable[[], str], of_another_language: Callable[[], str]):
    """A sentence about a name before and after; it may be the same in the reader's language."""

    def tell(change, meeting, language, unnamed):
        said = _texts_of(change, language)
        is_same = said["before"] == said["after"]
        return (of_another_language() if is_same else sentence()) % said

    return tell


def _texts_of(change, language):
    return {key: in_language(change[key], language) for key in ("title", "before", "after")}


def _kind(change, meeting, language, unnamed):
    return _("“%(title)s” is now of this kind: %(kind)s.") % {
        "title": in_language(change["title"], language),
        "kind": Kind(change["after"]).label,
    }


def _audience(change, meeting, language, unnamed):
    return _("“%(title)s” is now open to: %(audience)s.") % {
        "title": in_language(change["title"], language),
        "audience": Audience(change["after"]).label,
    }


def _spans_rooms(change, meeting, language, unnamed):
    said = {"title": in_language(change["title"], language)}
    if change["after"]:
        return _("“%(title)s” is now for everybody, across all rooms.") % said
    return _("“%(title)s” is no longer held across all rooms.") % said


def _interpretation(change, meeting, language, unnamed):
    names = dict(settings.LANGUAGES)
    said = {
        "title": in_language(change["title"], language),
        "languages": ", ".join(str(names.get(code, code)) for code in change["after"]),
    }
    if change["after"]:
        return _("“%(title)s” is now interpreted into: %(languages)s.") % said
    return _("“%(title)s” is no longer interpreted.") % said


def _outcomes(change, meeting, language, unnamed):
    said = {
        "title": in_language(change["title"], language),
        "numbers": ", ".join(map(str, change["after"])),
    }
    if not change["after"]:
        return _("“%(title)s” no longer serves an expected outcome.") % said
    return (
        ngettext(
            "“%(title)s” now serves expected outcome %(numbers)s.",
            "“%(title)s” now serves expected outcomes %(numbers)s.",
            len(change["after"]),
        )
        % said
    )


def _objectives(change, meeting, language, unnamed):
    said = {
        "title": in_language(change["title"], language),
        "numbers": ", ".join(map(str, change["after"])),
    }
    if not change["after"]:
        return _("“%(title)s” no longer serves a specific objective.") % said
    return (
        ngettext(
            "“%(title)s” now serves specific objective %(numbers)s.",
            "“%(title)s” now serves specific objectives %(numbers)s.",
            len(change["after"]),
        )
        % said
    )


def _of_role(sentence: Callable[[], str], without_name: Callable[[], str]):
    """A sentence about a person's part; one who is not to be named is known by delegation."""

    def tell(change, meeting, language, unnamed):
        said = {
            "title": in_language(change["title"], language),
            "person": change["name"],
            "delegation": in_language(change["delegation"], language),
            "role": AssignmentRole(change["role"]).label,
        }
        is_named = change["participant"] not in unnamed
        return (sentence() if is_named else without_name()) % said

    return tell


_SENTENCES = {
    "added": _added,
    "removed": _removed,
    "moved": _moved,
    "room": _of_texts(lambda: _("“%(title)s” is now held in %(after)s, not in %(before)s.")),
    "room_name": _of_names(
        lambda: _("The room of “%(title)s” is now called %(after)s, not %(before)s."),
        lambda: _("The room of “%(title)s” has another name in another language."),
    ),
    "title": _of_names(
        lambda: _("“%(before)s” is now called “%(after)s”."),
        lambda: _("“%(title)s” has another title in another language."),
    ),
    "description": _of_texts(lambda: _("The description of “%(title)s” has changed.")),
    "guiding_questions": _of_texts(lambda: _("The guiding questions of “%(title)s” have changed.")),
    "kind": _kind,
    "audience": _audience,
    "spans_rooms": _spans_rooms,
    "interpretation": _interpretation,
    "outcomes": _outcomes,
    "objectives": _objectives,
    "order": lambda change, meeting, language, unnamed: (
        _("The order of those who have a part in “%(title)s” has changed.")
        % {"title": in_language(change["title"], language)}
    ),
    "role_given": _of_role(
        lambda: _("“%(title)s”: %(person)s has a part in it now (%(role)s)."),
        lambda: _("“%(title)s”: a person of %(delegation)s has a part in it now (%(role)s)."),
    ),
    "role_taken": _of_role(
        lambda: _("“%(title)s”: %(person)s has this part no longer (%(role)s)."),
        lambda: _("“%(title)s”: a person of %(delegation)s has this part no longer (%(role)s)."),
    ),
    "line": _of_role(
        lambda: _("“%(title)s”: what is said of %(person)s has changed."),
        lambda: _("“%(title)s”: what is said of a person of %(delegation)s has changed."),
    ),
}
