"""Every version of what was recorded: kept with each change, and never changed itself."""

from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Model

from gfmd_meeting.models import (
    Emphasis,
    ExpectedOutcome,
    PriorRecommendation,
    SpecificObjective,
    User,
)

from .models import Item, Practice, Recommendation, SessionRecord, Version

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
# When a session was held stands with the session, and is said in its record.
HELD = ("held_from", "held_until")
# What the meeting gives and items refer to by its number.
GIVEN = {
    "outcome": ExpectedOutcome,
    "objective": SpecificObjective,
    "emphases": Emphasis,
    "builds_on": PriorRecommendation,
}


def details_of(item) -> dict:
    """What is said of an item, as the acts take it."""
    details = {
        name: list(getattr(item, name).all()) if name in LISTS else getattr(item, name)
        for name in DETAILS[type(item)]
        if item.pk or name not in LISTS
    }
    if isinstance(item, SessionRecord):
        details |= {name: getattr(item.session, name) for name in HELD}
    else:
        details["proposed_by"] = proposed_by(item)
    return details


def plain_details(details: dict) -> dict:
    """Details as a version keeps them: what the meeting gives stands by its number."""
    return {name: _plain(value) for name, value in details.items()}


def details_from(version: Version) -> dict:
    """What a version says, as the acts take it; what the meeting no longer gives is left."""
    details = dict(version.details)
    for name in HELD:
        if details.get(name):
            details[name] = datetime.fromisoformat(details[name])
    for name in GIVEN.keys() & details.keys():
        given = GIVEN[name].objects
        if name in LISTS:
            details[name] = list(given.filter(number__in=details[name]))
        elif details[name] is not None:
            details[name] = given.filter(number=details[name]).first()
    if "outcome" in details and details["outcome"] is None:
        del details["outcome"]
    if version.record_id is None:
        details["proposed_by"] = version.proposed_by
    return details


def proposed_by(item: Item) -> str:
    """Who proposed it; for those alone who may know."""
    return item.proposer.names if hasattr(item, "proposer") else ""


def keep_version(item, *, by: User | None, token: UUID | None = None) -> Version:
    """Keep what is said of an item now, under the number that the item has."""
    said = details_of(item)
    names = said.pop("proposed_by", "")
    return Version.objects.create(
        **{_name_of(item): item},
        number=item.version,
        details=plain_details(said),
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
    if isinstance(value, list):
        return [entry.number for entry in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.number if isinstance(value, Model) else value
