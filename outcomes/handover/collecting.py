"""What a hand-over holds beside the pages: the results as data, in every language at once.

As plain values, for the report's snapshot. Who proposed what, contacts and working notes are
no part of it.
"""

from django.utils.text import slugify

from agenda.models import Access, DocumentVersion, Session
from outcomes.models import Practice, Recommendation, Status
from outcomes.models.wording import LANGUAGE_CODES

VERSION = 1
_ITEM = (
    "kind",
    "language",
    *(f"text_{code}" for code in LANGUAGE_CODES),
    *(f"reviewed_{code}" for code in LANGUAGE_CODES),
    "addressed_to",
    "level",
    "status",
)
PRACTICE = (
    "language",
    *(f"{name}_{code}" for name in ("title", "text", "results") for code in LANGUAGE_CODES),
    *(f"reviewed_{code}" for code in LANGUAGE_CODES),
    "place",
    "since",
    "partners",
    "countries",
    "addressed_to",
    "source_url",
)
_SESSION = ("kind", *(f"title_{code}" for code in LANGUAGE_CODES))


def collect_handover() -> dict:
    """What is adopted and published, the sessions that it came from, and who consented."""
    recommendations = (
        Recommendation.objects.adopted()
        .select_related("outcome", "objective", "session__room")
        .prefetch_related("numbers__outcome", "emphases", "builds_on", "consents__party")
    )
    practices = Practice.objects.published().select_related("outcome", "session__room")
    sessions = {item.session_id: item.session for item in (*recommendations, *practices)}
    return {
        "version": VERSION,
        "sessions": [_session(sessions[pk]) for pk in sorted(sessions)],
        "recommendations": [_recommendation(item) for item in recommendations],
        "practices": [_practice(item) for item in practices],
        "documents": _documents(),
    }


def _documents() -> list[dict]:
    """The files of the documents that everybody may read, by the hash of what is in them."""
    versions = DocumentVersion.objects.filter(document__access=Access.PUBLIC)
    return [
        {
            "name": _name_of(version),
            "sha256": version.sha256,
        }
        for version in versions.select_related("document").order_by("document", "language")
    ]


def _name_of(version: DocumentVersion) -> str:
    """documents/wp-1-en: by its symbol; by its hash as well, which parts two that read alike."""
    symbol = slugify(version.document.symbol) or "document"
    return f"documents/{symbol}-{version.language}-{version.sha256[:8]}"


def _session(session: Session) -> dict:
    return {
        "uid": str(session.uid),
        **{name: getattr(session, name) or "" for name in _SESSION},
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "room": session.room.name_en or session.room.name,
    }


def _recommendation(item: Recommendation) -> dict:
    return {
        "uid": str(item.uid),
        "session": str(item.session.uid),
        "outcome": item.outcome.number,
        "numbers": [[given.outcome.number, given.place] for given in item.numbers.all()],
        **{name: getattr(item, name) for name in _ITEM},
        "objective": item.objective.number if item.objective else None,
        "emphases": [emphasis.number for emphasis in item.emphases.all()],
        "builds_on": [prior.number for prior in item.builds_on.all()],
        "adopted_at": item.adopted_at.isoformat() if item.status == Status.ADOPTED else None,
        "consents": [
            {
                "party": consent.party.key,
                "language": consent.language,
                "wording": consent.wording,
                "wording_hash": consent.wording_hash,
                "given_at": consent.given_at.isoformat(),
            }
            for consent in item.consents.all()
            if consent.voided_at is None
        ],
    }


def _practice(item: Practice) -> dict:
    return {
        "uid": str(item.uid),
        "session": str(item.session.uid),
        "outcome": item.outcome.number,
        **{name: getattr(item, name) for name in PRACTICE},
        "submitted_at": item.submitted_at.isoformat(),
        "consent_at": item.consent_at.isoformat(),
    }
