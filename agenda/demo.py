"""The demo's two days: rooms, sessions, and who does what in them."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.core.files import File

import gfmd_meeting.demo
from gfmd_meeting.models import ExpectedOutcome, Meeting
from registrations.models import Participant

from .clashes import assign_participant, place_session
from .documents import store_version
from .models import Assignment, Document, Kind, Room, Session
from .releases import release_agenda

DATA = Path(gfmd_meeting.demo.__file__).with_name("agenda.toml")


def load(accounts) -> str | None:
    """Lay out the two days once, as far as the meeting has them. Says what was loaded.

    A role whose holder has no seat, as another meeting than San Salvador's may not
    invite their delegation, is left open.
    """
    if Session.objects.exists():
        return None
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    meeting = Meeting.objects.get()
    rooms = {row["name"]["en"]: _make_room(row, place) for place, row in enumerate(data["rooms"])}
    people = {person.email: person for person in Participant.objects.seated()}
    sessions = [row for row in data["sessions"] if _day(row, meeting) <= meeting.ends_on]
    for row in sessions:
        session = _place(row, rooms, meeting, by=accounts["organiser"])
        for position, (role, email) in enumerate(row.get("roles", []), start=1):
            if email in people:
                assign_participant(
                    Assignment(
                        session=session, participant=people[email], role=role, position=position
                    ),
                    by=accounts["organiser"],
                )
    release_agenda(by=accounts["organiser"], sends_mail=False)
    _revise(sessions, meeting, by=accounts["organiser"])
    _store_documents(data["documents"], by=accounts["organiser"])
    return f"{len(sessions)} sessions in {len(rooms)} rooms"


def _revise(sessions, meeting, *, by) -> None:
    """Move what the data says was moved, so that there is a revision sheet to read."""
    for row in sessions:
        if "moved_by_minutes" not in row:
            continue
        delay = timedelta(minutes=row["moved_by_minutes"])
        moved = Session.objects.get(title_en=row["title"]["en"])
        moved.starts_at += delay
        moved.ends_at += delay
        place_session(moved, by=by)
        release_agenda(by=by, sends_mail=False)


def _store_documents(rows, *, by) -> None:
    for place, row in enumerate(rows):
        document = Document.objects.create(
            symbol=row["symbol"],
            type=row["type"],
            access=row["access"],
            position=place,
            **_in_languages("title", row["title"]),
        )
        for language, name in row["files"].items():
            with DATA.with_name(name).open("rb") as file:
                store_version(document=document, language=language, file=File(file, name), by=by)


def _make_room(row, place):
    return Room.objects.create(
        position=place, capacity=row.get("capacity"), **_in_languages("name", row["name"])
    )


def _place(row, rooms, meeting, by):
    day = _day(row, meeting)
    start, end = (
        datetime.combine(day, time.fromisoformat(row[edge]), tzinfo=meeting.zone)
        for edge in ("start", "end")
    )
    texts = {"title": "title", "description": "description", "questions": "guiding_questions"}
    session = Session(
        kind=row["kind"],
        room=rooms[row["room"]],
        starts_at=start,
        ends_at=end,
        spans_rooms=row["kind"] == Kind.BREAK,
        interpretation=row.get("interpretation", ""),
    )
    for key, field in texts.items():
        for name, text in _in_languages(field, row.get(key, {})).items():
            setattr(session, name, text)
    place_session(session, by=by)
    session.outcomes.set(ExpectedOutcome.objects.filter(number__in=row.get("outcomes", [])))
    return session


def _day(row, meeting):
    return meeting.starts_on + timedelta(days=row["day"] - 1)


def _in_languages(field, texts):
    return {f"{field}_{language}": text.strip() for language, text in texts.items()}
