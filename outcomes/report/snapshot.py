"""Freezing what a report says, and telling one such snapshot from another."""

import hashlib
import json

from django.conf import settings

from outcomes.handover.collecting import collect_handover

from .content import collect_content

# When it was collected, and what that changed, is no part of what it says.
MOMENTS = ("collected_at", "collected_on", "changes")


def take_snapshot(*, kind: str, sections: list[str]) -> dict:
    """What a report says in every language of the meeting, as plain values by language.

    Beside them, under "handover", the results as data: to the letter, for consents are to a hash.
    """
    said = {
        code: collect_content(code, kind=kind, sections=sections)
        for code, _name in settings.LANGUAGES
    }
    return said | {"handover": collect_handover()}


def fingerprint(content: dict) -> str:
    """The SHA-256 of what is said."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def says_the_same(one: dict, other: dict) -> bool:
    """Whether two snapshots differ in nothing but the moment at which they were taken."""
    return _said(one) == _said(other)


def _said(snapshot):
    # As it comes back from the database: tuples are lists there, and keys are texts.
    plain = json.loads(json.dumps(snapshot))
    return {
        language: {key: value for key, value in content.items() if key not in MOMENTS}
        for language, content in plain.items()
    }
