"""The schema of the hand-over's data, as it goes into the pack (JSON Schema, draft 2020-12)."""

from outcomes.models import Kind, Level
from outcomes.models.wording import LANGUAGE_CODES

from .collecting import VERSION

_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_NUMBERS = {"type": "array", "items": {"type": "integer"}}


def _every(*names):
    return {f"{name}_{code}": _TEXT for name in names for code in LANGUAGE_CODES}


def _row(required, properties):
    return {
        "type": "array",
        "items": {"type": "object", "required": required, "properties": properties},
    }


SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What a meeting hands over: its adopted recommendations and published practices",
    "type": "object",
    "required": ["version", "sessions", "recommendations", "practices"],
    "properties": {
        "version": {"const": VERSION},
        "sessions": _row(
            ["uid", "kind", "title_en", "starts_at", "ends_at", "room"],
            {
                "uid": {"type": "string", "format": "uuid"},
                "kind": _TEXT,
                **_every("title"),
                "starts_at": _MOMENT,
                "ends_at": _MOMENT,
                "room": _TEXT,
            },
        ),
        "recommendations": _row(
            ["uid", "session", "outcome", "kind", "language", "adopted_at", "consents"],
            {
                "uid": {"type": "string", "format": "uuid"},
                "session": {"type": "string", "format": "uuid"},
                "outcome": {"type": "integer"},
                "numbers": {
                    "description": "Expected outcome and place: [3, 2] is cited as 3.2",
                    "type": "array",
                    "items": {**_NUMBERS, "minItems": 2, "maxItems": 2},
                },
                "kind": {"enum": Kind.values},
                "language": {"enum": list(LANGUAGE_CODES)},
                **_every("text"),
                **{f"reviewed_{code}": {"type": "boolean"} for code in LANGUAGE_CODES},
                "addressed_to": {"description": "Parted by commas", **_TEXT},
                "level": {"enum": ["", *Level.values]},
                "objective": {"type": ["integer", "null"]},
                "emphases": _NUMBERS,
                "builds_on": _NUMBERS,
                "adopted_at": _MOMENT,
                "consents": _row(
                    ["party", "language", "wording", "wording_hash", "given_at"],
                    {
                        "party": _TEXT,
                        "language": {"enum": list(LANGUAGE_CODES)},
                        "wording": _TEXT,
                        "wording_hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                        "given_at": _MOMENT,
                    },
                ),
            },
        ),
        "practices": _row(
            ["uid", "session", "outcome", "language", "submitted_at", "consent_at"],
            {
                "uid": {"type": "string", "format": "uuid"},
                "session": {"type": "string", "format": "uuid"},
                "outcome": {"type": "integer"},
                "language": {"enum": list(LANGUAGE_CODES)},
                **_every("title", "text", "results"),
                "place": _TEXT,
                "since": {"type": ["integer", "null"]},
                "partners": _TEXT,
                "countries": {"description": "ISO 3166, parted by spaces", **_TEXT},
                "addressed_to": _TEXT,
                "source_url": _TEXT,
                "submitted_at": _MOMENT,
                "consent_at": _MOMENT,
            },
        ),
    },
}
