"""What differs between two releases of the agenda: found as data, told in words.

Sessions are known again by their UID. A change is a dict of plain values, kept with the
release that made it: ``kind``, ``uid``, ``pk``, ``title`` (in each language),
``before`` and ``after`` where there are such, and ``participants``, the numbers of those
whom it concerns: who holds a role in the session, or, where only a role changes, the
person who is given it or loses it.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_meeting.dates import day_of_month
from gfmd_meeting.models import Meeting

from .models import AssignmentRole, Audience, Kind
from .snapshot import in_language

PLACE = ("starts_at", "ends_at", "room")
# What may differ in a session that stays, in the order in which it is told.
ASPECTS = (
    "title",
    "kind",
    "audience",
    "spans_rooms",
    "description",
    "guiding_questions",
    "interpretation",
    "outcomes",
    "objectives",
)


def compare(before: dict | None, after: dict) -> list[dict]:
    """The changes from one snapshot to another, in the order of the agenda.

    Before the first release there is nothing to compare with, and nothing has changed.
    """
    if before is None:
        return []
    old = {entry["uid"]: entry for entry in before["sessions"]}
    new = {entry["uid"]: entry for entry in after["sessions"]}
    changes = []
    for uid in old.keys() - new.keys():
        changes.append(_change("removed", old[uid], before=_place(old[uid])))
    for uid, entry in new.items():
        if uid in old:
            changes += _compare_session(old[uid], entry)
        else:
            changes.append(_change("added", entry, after=_place(entry)))
    starts = {uid: entry["starts_at"] for uid, entry in (old | new).items()}
    return sorted(changes, key=lambda change: (starts[change["uid"]], change["pk"]))


def describe(change: dict, meeting: Meeting, language: str, unnamed=frozenset()) -> str:
    """A change in one sentence. ``unnamed`` are the people who are not to be named."""
    with translation.override(language):
        return _SENTENCES[change["kind"]](change, meeting, language, unnamed)


def concerns(change: dict, participant: int | None) -> bool:
    """Whether a change is about a session, or the part in one, of this participant."""
    return participant is not None and participant in change["participants"]


def _compare_session(old: dict, new: dict) -> list[dict]:
    changes = []
    if (old["starts_at"], old["ends_at"]) != (new["starts_at"], new["ends_at"]):
        changes.append(_change("moved", new, old, before=_place(old), after=_place(new)))
    if old["room"]["pk"] != new["room"]["pk"]:
        names = {"before": old["room"]["name"], "after": new["room"]["name"]}
        changes.append(_change("room", new, old, **names))
    for aspect in ASPECTS:
        if old[aspect] != new[aspect]:
            values = {"before": old[aspect], "after": new[aspect]}
            changes.append(_change(aspect, new, old, **values))
    return changes + _compare_roles(old, new)


def _compare_roles(old: dict, new: dict) -> list[dict]:
    held, holds = ({_holder(role): role for role in entry["roles"]} for entry in (old, new))
    changes = []
    for holder, role in held.items():
        if holder not in holds:
            changes.append(_role_change("role_taken", new, role))
    for holder, role in holds.items():
        if holder not in held:
            changes.append(_role_change("role_given", new, role))
        elif held[holder]["line"] != role["line"]:
            changes.append(_role_change("line", new, role))
    stayed = [holder for holder in held if holder in holds]
    if stayed != [holder for holder in holds if holder in held]:
        changes.append(_change("order", new, old))
    return changes


def _change(kind: str, entry: dict, old: dict | None = None, **values) -> dict:
    people = {role["participant"] for one in (entry, old) if one for role in one["roles"]}
    return {
        "kind": kind,
        "uid": entry["uid"],
        "pk": entry["pk"],
        "title": entry["title"],
        "participants": sorted(people - {None}),
        **values,
    }


def _role_change(kind: str, entry: dict, role: dict) -> dict:
    change = _change(kind, entry, role=role["role"], name=role["name"])
    concerned = [role["participant"]] if role["participant"] else []
    return change | {
        "participant": role["participant"],
        "delegation": role["delegation"],
        "participants": concerned,
    }


def _holder(role: dict) -> tuple:
    return role["role"], role["participant"] or role["name"]


def _place(entry: dict) -> dict:
    return {name: entry[name] for name in PLACE}


# -- In words -----------------------------------------------------------------------------------


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
    """A sentence about a title, and a text before and after in the reader's language."""

    def tell(change, meeting, language, unnamed):
        said = {"title": in_language(change["title"], language)}
        for when in ("before", "after"):
            if isinstance(change[when], dict):
                said[when] = in_language(change[when], language)
        return sentence() % said

    return tell


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
    "title": _of_texts(lambda: _("“%(before)s” is now called “%(after)s”.")),
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
