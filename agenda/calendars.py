"""The agenda for calendars, after RFC 5545.

A calendar holds every session that was ever given out: those of the latest release, and
those that have gone since, as cancelled. A session keeps its UID; its SEQUENCE rises with
each release that changed it, so that a client that reads again puts the new in place of
the old. What is made of one release in one language is always the same, byte for byte.

It names no METHOD: it is the state of an agenda and no message of a scheduling, which would
want an ORGANIZER and a DTSTAMP of the moment at which it is read.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDuration,
    vText,
    vUri,
)

from gfmd_meeting.models import Meeting
from gfmd_meeting.paper.wording import writable

from .models import AgendaRelease, ChosenSession, Kind
from .programme import describe_session, unnamed_people
from .snapshot import in_language

REFRESH = timedelta(hours=1)
# Whose calendar it is has a part in a session, had one once, or never had.
HAS_PART, HAD_PART, NO_PART = "has", "had", "none"


@dataclass(frozen=True)
class History:
    """What the releases did to a session: how often it was changed, and when last."""

    sequence: int
    changed_at: datetime
    removed: dict | None = None


def public_calendar(meeting: Meeting, language: str) -> bytes:
    """Everything that was given out, for everybody."""
    with translation.override(language):
        return _calendar(meeting, str(meeting.short_title), language, lambda session_id: HAS_PART)


def personal_calendar(meeting: Meeting, user, language: str) -> bytes:
    """The sessions in which a person has a part, and those they chose."""
    participant = getattr(user, "participant", None)
    chosen = set(ChosenSession.objects.filter(user=user).values_list("session_id", flat=True))
    now, ever = set(chosen), set(chosen)
    for release in AgendaRelease.objects.order_by("number"):
        held = {
            entry["pk"]
            for entry in release.snapshot["sessions"]
            if participant and any(role["participant"] == participant.pk for role in entry["roles"])
        }
        now = chosen | held
        ever |= held

    def part_in(session_id):
        return HAS_PART if session_id in now else HAD_PART if session_id in ever else NO_PART

    with translation.override(language):
        return _calendar(meeting, str(meeting.short_title), language, part_in)


def histories(releases: list[AgendaRelease]) -> dict[str, History]:
    """By UID, what the releases, the oldest first, did to each session."""
    known: dict[str, History] = {}
    for release in releases:
        for change in release.changes:
            before = known.get(change["uid"])
            if before is not None and before.changed_at == release.released_at:
                continue
            known[change["uid"]] = History(
                sequence=before.sequence + 1 if before else 0,
                changed_at=release.released_at,
                removed=change if change["kind"] == "removed" else None,
            )
        if release.number == 0 and release.snapshot is not None:
            for entry in release.snapshot["sessions"]:
                known.setdefault(entry["uid"], History(0, release.released_at))
    return known


def _calendar(meeting, name, language, part_in) -> bytes:
    releases = list(AgendaRelease.objects.order_by("number"))
    calendar = Calendar()
    calendar.add("prodid", "-//Meeting//Agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, _plain(name))
    calendar.add("x-wr-timezone", meeting.time_zone)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT1H"))
    # Before the first release it holds this alone: one that holds nothing is none.
    calendar.add_component(_timezone(meeting))
    if releases:
        for event in _events(meeting, releases, language, part_in):
            calendar.add_component(event)
    return calendar.to_ical()


def _events(meeting, releases, language, part_in):
    known = histories(releases)
    latest = releases[-1]
    unnamed = unnamed_people(latest.snapshot)
    standing = set()
    for entry in latest.snapshot["sessions"]:
        standing.add(entry["uid"])
        part = part_in(entry["pk"])
        if part == NO_PART:
            continue
        session = describe_session(entry, meeting, unnamed)
        yield _event(
            meeting,
            entry,
            known.get(entry["uid"], History(0, latest.released_at)),
            _about(meeting, session),
            is_cancelled=part == HAD_PART,
        )
    for uid, history in known.items():
        change = history.removed
        if change is None or uid in standing or part_in(change["pk"]) == NO_PART:
            continue
        place = change["before"]
        about = {
            "summary": in_language(change["title"], language),
            "location": in_language(place["room"]["name"], language),
            "description": "",
            "category": "",
        }
        entry = place | {"uid": uid, "pk": change["pk"]}
        yield _event(meeting, entry, history, about, is_cancelled=True)


def _about(meeting, session) -> dict[str, str]:
    lines = [session["description"], *session["questions"]]
    for role in session["roles"]:
        people = "; ".join(
            f"{person['name']} ({person['delegation']})"
            if person["name"] and person["delegation"]
            else person["name"] or person["delegation"]
            for person in role["people"]
        )
        lines.append(f"{role['label']} {people}")
    return {
        "summary": session["title"],
        "location": ", ".join(filter(None, [session["room"], meeting.venue, meeting.city])),
        "description": "\n".join(filter(None, lines)),
        "category": str(Kind(session["kind"]).label),
    }


def _event(meeting, entry, history: History, about: dict[str, str], *, is_cancelled) -> Event:
    event = Event()
    event.add("uid", f"{entry['uid']}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", history.sequence)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    # Where there is no METHOD, the stamp is that of the last change (RFC 5545, 3.8.7.2).
    changed_at = history.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    for key, edge in (("dtstart", "starts_at"), ("dtend", "ends_at")):
        event.add(key, datetime.fromisoformat(entry[edge]).astimezone(meeting.zone))
    event.add("summary", _plain(about["summary"]))
    event.add("location", _plain(about["location"]))
    if about["description"]:
        event.add("description", _plain(about["description"]))
    if about["category"]:
        event.add("categories", [_plain(about["category"])])
    if not is_cancelled:
        address = settings.SITE_URL + reverse("agenda:session_detail", args=[entry["pk"]])
        event.add("url", vUri(address))
    return event


def _plain(text: str) -> str:
    """Text without what a line of a calendar cannot hold."""
    return writable(text).replace("\t", " ")


def _timezone(meeting: Meeting) -> Timezone:
    """The meeting's zone with every change of its clocks about the time of the meeting.

    Each observance begins at the local time before the change, as RFC 5545 (3.6.5) has it.
    """
    zone = meeting.zone
    component = Timezone()
    component.add("tzid", meeting.time_zone)
    day = meeting.starts_on - timedelta(days=180)
    last = meeting.ends_on + timedelta(days=180)
    component.add_component(_observance(_at(day, zone), _at(day, zone).utcoffset(), zone))
    while day < last:
        begin, end = _at(day, zone), _at(day + timedelta(days=1), zone)
        if begin.utcoffset() != end.utcoffset():
            change = _moment_of_change(begin, end, zone)
            component.add_component(_observance(change, begin.utcoffset(), zone))
        day += timedelta(days=1)
    return component


def _at(day: date, zone: ZoneInfo) -> datetime:
    """Noon, which no zone skips."""
    return datetime.combine(day, time(12), tzinfo=zone)


def _moment_of_change(begin: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """The first second at which the offset is no longer that of the beginning."""
    before, after = begin.astimezone(UTC), end.astimezone(UTC)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == begin.utcoffset():
            before = middle
        else:
            after = middle
    return after.astimezone(zone)


def _observance(moment: datetime, offset_before: timedelta, zone: ZoneInfo):
    is_daylight = bool(moment.dst())
    observance = TimezoneDaylight() if is_daylight else TimezoneStandard()
    local = (moment.astimezone(UTC) + offset_before).replace(tzinfo=None, microsecond=0)
    observance.add("dtstart", local)
    observance.add("tzoffsetfrom", offset_before)
    observance.add("tzoffsetto", moment.utcoffset())
    observance.add("tzname", moment.tzname())
    return observance
