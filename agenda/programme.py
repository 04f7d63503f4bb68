"""The agenda laid out for its readers: day by day, slot by slot, in one language.

Pages, papers and the report say what stands here. It is made of a snapshot alone, so
a release reads the same for ever; only who may be named is asked of the day.
"""

from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from gfmd_meeting.models import ExpectedOutcome, Meeting
from registrations.models import Participant

from . import times
from .models import AssignmentRole, Audience, Kind
from .snapshot import in_language, take_snapshot

_ROLE_NAMES = {
    AssignmentRole.CHAIR: ngettext_lazy("Chair", "Chairs"),
    AssignmentRole.CO_CHAIR: ngettext_lazy("Co-chair", "Co-chairs"),
    AssignmentRole.MODERATOR: ngettext_lazy("Moderator", "Moderators"),
    AssignmentRole.KEYNOTE: ngettext_lazy("Keynote", "Keynotes"),
    AssignmentRole.SPEAKER: ngettext_lazy("Speaker", "Speakers"),
    AssignmentRole.DISCUSSANT: ngettext_lazy("Discussant", "Discussants"),
    AssignmentRole.RAPPORTEUR: ngettext_lazy("Rapporteur", "Rapporteurs"),
}


def collect_programme(language: str | None = None, meeting: Meeting | None = None) -> list[dict]:
    """The days of the draft as it stands, in this language or the current one."""
    return arrange(take_snapshot(), language=language, meeting=meeting)


def arrange(
    snapshot: dict,
    *,
    language: str | None = None,
    meeting: Meeting | None = None,
    unnamed: frozenset[int] | None = None,
) -> list[dict]:
    """The days of the meeting with the sessions of a snapshot.

    ``unnamed`` are the people who are not to be named; if it is not given they are looked up.

    A day: ``date`` (2011-10-04), ``name`` (Tuesday 4 October), ``short_name`` (Tue 4),
    ``slots``. A slot holds the sessions that start together: ``start`` (09:00),
    ``starts_at`` (ISO 8601), ``end`` (that of all of them, or empty if they differ),
    ``sessions``. A session is as ``describe_session`` gives it.
    """
    meeting = meeting or Meeting.objects.get()
    if unnamed is None:
        unnamed = unnamed_people(snapshot)
    with translation.override(language or translation.get_language()):
        by_day = {day: [] for day in _days(meeting)}
        for entry in snapshot["sessions"]:
            session = describe_session(entry, meeting, unnamed)
            day = datetime.fromisoformat(session["starts_at"]).date()
            by_day.setdefault(day, []).append(session)
        return [
            {
                "date": day.isoformat(),
                "name": times.weekday_name(day),
                "short_name": times.short_weekday_name(day),
                "slots": _slots(sessions),
            }
            for day, sessions in sorted(by_day.items())
        ]


def unnamed_people(snapshot: dict) -> set[int]:
    """Participants of a snapshot who are not to be named now: no seat, or no consent."""
    people = {
        held["participant"]
        for entry in snapshot["sessions"]
        for held in entry["roles"]
        if held["participant"]
    }
    named = Participant.objects.seated().filter(pk__in=people, is_listed=True)
    return people - set(named.values_list("pk", flat=True))


def describe_session(entry: dict, meeting: Meeting, unnamed: set[int]) -> dict:
    """A session of a snapshot as it is read, in the current language and the meeting's zone.

    ``uid``, ``pk``, ``kind`` and ``kind_name``, ``title`` and ``title_language``,
    ``description``, ``questions``, ``start`` and ``end`` (09:00, local), ``starts_at``
    and ``ends_at`` (ISO 8601, local), ``room``, ``spans_rooms``, ``audience_name`` (empty
    where all may come), ``interpretation`` (names of languages), ``outcomes`` and
    ``objectives`` (numbers), ``roles``. A role: ``role``, ``role_name``, ``label`` (with its
    colon), ``people``. One of the people: ``name`` (empty where the person is not to be
    named), ``participant`` (a number or none), and what stands beside it, ``delegation``.
    """
    language = translation.get_language()
    starts_at = datetime.fromisoformat(entry["starts_at"]).astimezone(meeting.zone)
    ends_at = datetime.fromisoformat(entry["ends_at"]).astimezone(meeting.zone)
    names = dict(settings.LANGUAGES)
    limited = entry["audience"] != Audience.ALL
    return {
        "uid": entry["uid"],
        "pk": entry["pk"],
        "kind": entry["kind"],
        "kind_name": str(Kind(entry["kind"]).label),
        "title": in_language(entry["title"], language),
        "title_language": language if entry["title"].get(language) else "en",
        "description": in_language(entry["description"], language),
        "questions": _lines(in_language(entry["guiding_questions"], language)),
        "start": f"{starts_at:%H:%M}",
        "end": f"{ends_at:%H:%M}",
        "starts_at": starts_at.isoformat(timespec="minutes"),
        "ends_at": ends_at.isoformat(timespec="minutes"),
        "room": in_language(entry["room"]["name"], language),
        "room_pk": entry["room"]["pk"],
        "spans_rooms": entry["spans_rooms"],
        "audience_name": str(Audience(entry["audience"]).label) if limited else "",
        "interpretation": [str(names.get(code, code)) for code in entry["interpretation"]],
        "outcomes": entry["outcomes"],
        "objectives": entry["objectives"],
        "roles": _roles(entry["roles"], language, unnamed),
    }


def _roles(roles: list[dict], language: str, unnamed: set[int]) -> list[dict]:
    described = []
    for role, of_role in groupby(roles, key=lambda held: held["role"]):
        people = [
            {
                "name": "" if held["participant"] in unnamed else held["name"],
                "participant": held["participant"],
                "delegation": in_language(held["line"], language)
                or in_language(held["delegation"], language),
            }
            for held in of_role
        ]
        name = str(_ROLE_NAMES[role] % len(people))
        # French parts a colon from its word.
        label = _("%(role)s:") % {"role": name}
        described.append({"role": role, "role_name": name, "label": label, "people": people})
    return described


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


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


def by_outcome(days: list[dict], outcomes) -> list[tuple[ExpectedOutcome, list[dict]]]:
    """Each expected outcome with the sessions that serve it; each gets its ``day_name``."""
    sessions = []
    for day in days:
        for slot in day["slots"]:
            sessions += [entry | {"day_name": day["short_name"]} for entry in slot["sessions"]]
    return [
        (outcome, [entry for entry in sessions if outcome.number in entry["outcomes"]])
        for outcome in outcomes
    ]


def _moment(entry, edge):
    return datetime.fromisoformat(entry[edge])


def _days(meeting):
    length = (meeting.ends_on - meeting.starts_on).days + 1
    return [meeting.starts_on + timedelta(days=number) for number in range(length)]


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
