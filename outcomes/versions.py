"""Every version of what was recorded: kept with each change, and never changed itself."""

from uuid import UUID

from django.db.models import Model

from gfmd_meeting.models import User

from .models import Practice, Recommendation, SessionRecord, Version

# What is said of an item, beside its session and who proposed it.
DETAILS = {
    Recommendation: (
        "kind",
        "outcome",
        "language",
        "text_en",
        "text_es",
        "text_fr",
        "reviewed_en",
        "reviewed_es",
        "reviewed_fr",
        "addressed_to",
        "level",
        "objective",
        "emphases",
        "builds_on",
    ),
    Practice: (
        "outcome",
        "language",
        "title_en",
        "title_es",
        "title_fr",
        "text_en",
        "text_es",
        "text_fr",
        "results_en",
        "results_es",
        "results_fr",
        "reviewed_en",
        "reviewed_es",
        "reviewed_fr",
        "place",
        "since",
        "partners",
        "countries",
        "addressed_to",
        "source_url",
        "contact",
        "owner_consent",
        "consent_note",
    ),
    SessionRecord: ("language", "attendance", "key_points", "notes"),
}
LISTS = ("emphases", "builds_on")


def details_of(item) -> dict:
    """What is said of an item, as the acts take it."""
    details = {
        name: list(getattr(item, name).all()) if name in LISTS else getattr(item, name)
        for name in DETAILS[type(item)]
        if item.pk or name not in LISTS
    }
    if not isinstance(item, SessionRecord):
        details["proposed_by"] = proposed_by(item)
    return details


def proposed_by(item: Recommendation | Practice) -> str:
    """Who proposed it; for those alone who may know."""
    return item.proposer.names if hasattr(item, "proposer") else ""


def keep_version(item, *, by: User | None, token: UUID | None = None) -> Version:
    """Keep what is said of an item now, under the number that the item has."""
    said = details_of(item)
    names = said.pop("proposed_by", "")
    return Version.objects.create(
        **{_name_of(item): item},
        number=item.version,
        details={name: _plain(value) for name, value in said.items()},
        proposed_by=names,
        token=token,
        made_by=by,
    )


def version_of(token: UUID | None) -> Version | None:
    """The version that a device's save made, if it arrived before."""
    return Version.objects.filter(token=token).first() if token else None


def _name_of(item) -> str:
    names = {Recommendation: "recommendation", Practice: "practice", SessionRecord: "record"}
    return names[type(item)]


def _plain(value):
    """What is given by the meeting stands by its number."""
    if isinstance(value, list):
        return [entry.number for entry in value]
    return value.number if isinstance(value, Model) else value
