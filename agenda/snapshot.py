"""All that the agenda says at a moment, as plain values in the three languages.

A release freezes one (releases.py), pages and papers lay one out (programme.py), and
two of them are compared (revisions/). Everything is text, number, list or dict, so
it can be stored as JSON; times are ISO 8601 in UTC.
"""

from datetime import UTC

from django.conf import settings
from django.db.models import Prefetch

from .models import Assignment, AssignmentRole, Session

LANGUAGES = [code for code, _name in settings.LANGUAGES]
RANK = {role: rank for rank, role in enumerate(AssignmentRole.values)}


def take_snapshot() -> dict:
    """The draft as it stands. ``sessions`` are in the order of their times.

    A session: ``uid``, ``pk``, ``kind``, ``audience``, ``spans_rooms``, ``starts_at``,
    ``ends_at``, ``room`` (its ``pk``, ``position`` and ``name``), ``title``,
    ``description``, ``guiding_questions``, ``interpretation`` (codes of languages),
    ``outcomes`` and ``objectives`` (numbers), ``roles``. A role: ``role``,
    ``participant`` (a number, or none for a guest), ``name``, ``delegation``, ``line``.
    Texts that people read have a value for each language, empty where there is none.
    Who has no seat any more is not among the roles.
    """
    return {"sessions": [_session(session) for session in _sessions()]}


def _sessions():
    roles = Prefetch(
        "assignments", Assignment.objects.present().select_related("participant__delegation")
    )
    return Session.objects.select_related("room").prefetch_related("outcomes", "objectives", roles)


def _session(session: Session) -> dict:
    return {
        "uid": str(session.uid),
        "pk": session.pk,
        "kind": session.kind,
        "audience": session.audience,
        "spans_rooms": session.spans_rooms,
        "starts_at": session.starts_at.astimezone(UTC).isoformat(timespec="minutes"),
        "ends_at": session.ends_at.astimezone(UTC).isoformat(timespec="minutes"),
        "room": {
            "pk": session.room_id,
            "position": session.room.position,
            "name": in_languages(session.room, "name"),
        },
        "title": in_languages(session, "title"),
        "description": in_languages(session, "description"),
        "guiding_questions": in_languages(session, "guiding_questions"),
        "interpretation": session.interpretation.split(),
        "outcomes": sorted(outcome.number for outcome in session.outcomes.all()),
        "objectives": sorted(objective.number for objective in session.objectives.all()),
        "roles": [_role(held) for held in sorted(session.assignments.all(), key=_rank)],
    }


def _rank(held: Assignment):
    return RANK[held.role], held.position, held.pk


def _role(held: Assignment) -> dict:
    participant = held.participant
    name = held.guest_name
    delegation = dict.fromkeys(LANGUAGES, "")
    if participant is not None:
        name = f"{participant.honorific} {participant.full_name}".strip()
        delegation = in_languages(participant.delegation, "name")
    return {
        "role": held.role,
        "participant": held.participant_id,
        "name": name,
        "delegation": delegation,
        "line": in_languages(held, "line"),
    }


def in_languages(row, field: str) -> dict[str, str]:
    """A field's text in each language, as it was entered."""
    return {code: getattr(row, f"{field}_{code}") or "" for code in LANGUAGES}


def in_language(texts: dict[str, str], language: str) -> str:
    """What a reader of the language is shown: English where there is nothing else."""
    return texts.get(language) or texts["en"]
