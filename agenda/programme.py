"""The agenda as plain values: day by day, slot by slot, in one language.

The page and the report both say what stands here. Everything is text, number,
list or dict, so it can be frozen as JSON.
"""

from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import ngettext_lazy

from gfmd_meeting.models import Meeting
from registrations.models import Status

from . import times
from .models import Assignment, AssignmentRole, Session

_LONG_TEXTS = ("description", "guiding_questions")
_ROLE_NAMES = {
    AssignmentRole.CHAIR: ngettext_lazy("Chair", "Chairs"),
    AssignmentRole.CO_CHAIR: ngettext_lazy("Co-chair", "Co-chairs"),
    AssignmentRole.MODERATOR: ngettext_lazy("Moderator", "Moderators"),
    AssignmentRole.KEYNOTE: ngettext_lazy("Keynote", "Keynotes"),
    AssignmentRole.SPEAKER: ngettext_lazy("Speaker", "Speakers"),
    AssignmentRole.DISCUSSANT: ngettext_lazy("Discussant", "Discussants"),
    AssignmentRole.RAPPORTEUR: ngettext_lazy("Rapporteur", "Rapporteurs"),
}
_RANK = {role: rank for rank, role in enumerate(AssignmentRole.values)}


def collect_programme(language: str | None = None, meeting: Meeting | None = None) -> list[dict]:
    """The days of the meeting with their sessions, in this language or the current one.

    A day: ``date`` (2011-10-04), ``name`` (Tuesday 4 October), ``short_name`` (Tue 4),
    ``slots``. A slot holds the sessions that start together: ``start`` (09:00),
    ``starts_at`` (ISO 8601), ``end`` (that of all of them, or empty if they differ),
    ``sessions``. A session: ``pk``, ``kind`` and ``kind_name``, ``title`` and
    ``title_language``, ``start`` and ``end`` (09:00, local), ``starts_at`` and
    ``ends_at`` (ISO 8601), ``room``, ``interpretation`` (names of languages),
    ``outcomes`` (numbers), ``roles``. A role: ``role``, ``role_name``, ``people``.
    One of the people: ``name`` (empty where the person is not to be listed) and
    ``delegation``. Who has no seat any more is not among them.
    """
    meeting = meeting or Meeting.objects.get()
    with translation.override(language or translation.get_language()):
        by_day = {day: [] for day in _days(meeting)}
        for session in _sessions():
            day = session.starts_at.astimezone(meeting.zone).date()
            by_day.setdefault(day, []).append(_describe(session, meeting))
        return [
            {
                "date": day.isoformat(),
                "name": times.weekday_name(day),
                "short_name": times.short_weekday_name(day),
                "slots": _slots(sessions),
            }
            for day, sessions in sorted(by_day.items())
        ]


def describe_roles(assignments) -> list[dict]:
    """Who does what in a session, as ``roles`` of ``collect_programme``."""
    ordered = sorted(assignments, key=lambda held: (_RANK[held.role], held.position, held.pk))
    roles = []
    for role, of_role in groupby(ordered, key=lambda held: held.role):
        people = [_describe_person(held.participant) for held in of_role]
        name = _ROLE_NAMES[role] % len(people)
        roles.append({"role": role, "role_name": name, "people": people})
    return roles


def seated_roles() -> Prefetch:
    """The roles of sessions whose holders have a seat, with no more of them than is shown."""
    held = Assignment.objects.filter(participant__status=Status.CONFIRMED)
    person, delegation = "participant__", "participant__delegation__"
    return Prefetch(
        "assignments",
        held.select_related("participant__delegation").only(
            "session_id",
            "role",
            "position",
            f"{person}honorific",
            f"{person}given_name",
            f"{person}family_name",
            f"{person}is_listed",
            f"{delegation}name_en",
            f"{delegation}name_es",
            f"{delegation}name_fr",
        ),
    )


def find_now_and_next(days: list[dict], at: datetime) -> tuple[list[dict], list[dict]]:
    """The sessions that are on at a moment, and those that start first after it.

    ``at`` is in the meeting's zone. Before its first day and after its last, none is
    on and none is next.
    """
    if not days or not days[0]["date"] <= at.date().isoformat() <= days[-1]["date"]:
        return [], []
    sessions = [entry for day in days for slot in day["slots"] for entry in slot["sessions"]]
    now = [entry for entry in sessions if _moment(entry, "starts_at") <= at]
    now = [entry for entry in now if at < _moment(entry, "ends_at")]
    later = [entry for entry in sessions if _moment(entry, "starts_at") > at]
    soonest = min((_moment(entry, "starts_at") for entry in later), default=None)
    return now, [entry for entry in later if _moment(entry, "starts_at") == soonest]


def _moment(entry, edge):
    return datetime.fromisoformat(entry[edge])


def _days(meeting):
    length = (meeting.ends_on - meeting.starts_on).days + 1
    return [meeting.starts_on + timedelta(days=number) for number in range(length)]


def _sessions():
    return (
        Session.objects.select_related("room")
        .prefetch_related("outcomes", seated_roles())
        .defer(*(f"{text}_{code}" for text in _LONG_TEXTS for code, _name in settings.LANGUAGES))
    )


def _describe(session, meeting):
    language = translation.get_language()
    starts_at = session.starts_at.astimezone(meeting.zone)
    ends_at = session.ends_at.astimezone(meeting.zone)
    return {
        "pk": session.pk,
        "kind": session.kind,
        "kind_name": session.get_kind_display(),
        "title": session.title,
        "title_language": language if getattr(session, f"title_{language}", "") else "en",
        "start": f"{starts_at:%H:%M}",
        "end": f"{ends_at:%H:%M}",
        "starts_at": starts_at.isoformat(timespec="minutes"),
        "ends_at": ends_at.isoformat(timespec="minutes"),
        "room": session.room.name,
        "interpretation": [str(name) for name in session.interpretation_languages],
        "outcomes": sorted(outcome.number for outcome in session.outcomes.all()),
        "roles": describe_roles(session.assignments.all()),
    }


def _describe_person(participant):
    name = f"{participant.honorific} {participant.full_name}".strip()
    return {
        "name": name if participant.is_listed else "",
        "delegation": participant.delegation.name,
    }


def _slots(sessions):
    slots = []
    for start, together in groupby(sessions, key=lambda entry: entry["start"]):
        together = list(together)
        ends = {entry["ends_at"] for entry in together}
        slots.append(
            {
                "start": start,
                "starts_at": together[0]["starts_at"],
                "end": together[0]["end"] if len(ends) == 1 else "",
                "sessions": together,
            }
        )
    return slots
