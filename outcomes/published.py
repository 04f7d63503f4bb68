"""What the public reads once it is adopted, as plain values, and nothing else.

An entry is made of the fields that are named here and of no others, and pages, search, CSV and
JSON are made of entries alone. Who proposed a text, whom to contact about a practice, and how
anybody came to it are not among them.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.urls import reverse

from gfmd_meeting import dates
from gfmd_meeting.spreadsheets.cells import fold

from .models import LANGUAGE_CODES, GivenNumber, Kind, Level, Practice, Recommendation
from .models.item import name_addressees
from .models.wording import readers_language
from .numbers import number_of
from .provenance import Lineage


@dataclass(frozen=True)
class Entry:
    """An adopted text, or a practice that its owner lets be read; keys stay as they are.

    Texts stand by language, each in those that it exists in. ``stale`` are the languages
    whose translation was made from an earlier text, ``reviewed`` those that someone read again.
    """

    kind: str
    number: str
    outcome: int
    outcome_title: str
    language: str
    title: dict[str, str]
    text: dict[str, str]
    results: dict[str, str] = field(default_factory=dict)
    reviewed: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    addressed_to: tuple[str, ...] = ()
    level: str = ""
    objective: int | None = None
    emphases: tuple[int, ...] = ()
    builds_on: tuple[int, ...] = ()
    adopted_on: str = ""
    place: str = ""
    since: int | None = None
    partners: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    source_url: str = ""
    address: str = ""

    def as_values(self) -> dict:
        return asdict(self)

    def said_in(self, texts: dict[str, str]) -> tuple[str, str]:
        """A text in the reader's language, else as recorded, and the language that it is in."""
        mine = readers_language()
        language = mine if texts.get(mine) else self.language
        return texts.get(language, ""), language

    @property
    def kind_name(self) -> str:
        return dict(kind_choices())[self.kind]

    @property
    def level_name(self) -> str:
        return str(dict(Level.choices).get(self.level, ""))

    @property
    def addressees(self) -> str:
        return name_addressees(", ".join(self.addressed_to))

    @property
    def named_partners(self) -> str:
        """Its partners, in the reader's language where the meeting knows the words."""
        return name_addressees(", ".join(self.partners))

    @property
    def country_names(self) -> str:
        return ", ".join(dates.country(code) for code in self.countries)

    @property
    def shown_title(self) -> str:
        return self.said_in(self.title)[0]

    @property
    def shown_text(self) -> str:
        return self.said_in(self.text)[0]

    @property
    def shown_language(self) -> str:
        return self.said_in(self.text)[1]

    @property
    def results_language(self) -> str:
        return self.said_in(self.results)[1]

    @property
    def shown_results(self) -> str:
        return self.said_in(self.results)[0]

    @property
    def language_name(self) -> str:
        """The language that it was recorded in."""
        return str(dict(settings.LANGUAGES)[self.language])

    @property
    def mark(self) -> str:
        """How what is shown stands to the original: original, missing, stale or unreviewed."""
        if self.shown_language == self.language:
            return "original" if self.language == readers_language() else "missing"
        if self.shown_language in self.stale:
            return "stale"
        return "translated" if self.shown_language in self.reviewed else "unreviewed"

    @property
    def other_texts(self) -> list[tuple[str, str, str]]:
        """Code and name of each further language, and the text in it."""
        return [
            (code, name, self.text[code])
            for code, name in settings.LANGUAGES
            if code in self.text and code != self.shown_language
        ]


def kind_choices() -> list[tuple[str, str]]:
    return [*Kind.choices, (Practice.kind, Practice._meta.verbose_name.capitalize())]


def published_entries() -> list[Entry]:
    """All of it, by outcome and number, the practices of an outcome after its texts."""
    entries = [recommendation_entry(item) for item in adopted_recommendations()]
    practices = Practice.objects.published().select_related("outcome")
    entries += [practice_entry(item) for item in practices]
    return sorted(
        entries, key=lambda entry: (entry.outcome, entry.kind == Practice.kind, _place(entry))
    )


def adopted_recommendations():
    """Adopted texts with all that an entry says of them."""
    items = Recommendation.objects.adopted().select_related("outcome", "objective")
    return items.prefetch_related("numbers", "emphases", "builds_on")


def recommendation_entry(item: Recommendation) -> Entry:
    number = number_of(item)
    return Entry(
        kind=item.kind,
        number=number,
        **_alike(item),
        title={},
        level=item.level,
        objective=item.objective.number if item.objective else None,
        emphases=tuple(emphasis.number for emphasis in item.emphases.all()),
        builds_on=tuple(prior.number for prior in item.builds_on.all()),
        adopted_on=item.adopted_at.date().isoformat(),
        address=reverse("outcomes:published_detail", args=number.split(".")) if number else "",
    )


def practice_entry(item: Practice) -> Entry:
    return Entry(
        kind=item.kind,
        number="",
        **_alike(item),
        title=_texts(item, "title"),
        results=_texts(item, "results"),
        place=item.place,
        since=item.since,
        partners=_listed(item.partners),
        countries=tuple(item.countries.split()),
        source_url=item.source_url,
        address=reverse("outcomes:practice_detail", args=[item.pk]),
    )


def search_entries(entries: Iterable[Entry], wanted: dict) -> list[Entry]:
    """Those that meet every wish; words are found in any language, whatever their accents."""
    words = fold(wanted.get("q")).split()
    wishes = [_MEETS[name](value) for name, value in wanted.items() if value and name in _MEETS]
    return [
        entry
        for entry in entries
        if all(meets(entry) for meets in wishes) and (not words or _holds(entry, words))
    ]


def current_entries(given: GivenNumber) -> list[Entry]:
    """What is adopted of the item that was given this number: itself, or what it became."""
    standing = {item.pk for item in Lineage().standing(given.recommendation)}
    items = adopted_recommendations().filter(pk__in=standing)
    return [recommendation_entry(item) for item in items]


_MEETS = {
    "outcome": lambda wish: lambda entry: str(entry.outcome) == wish,
    "addressee": lambda wish: lambda entry: wish in entry.addressed_to,
    "level": lambda wish: lambda entry: entry.level == wish,
    "country": lambda wish: lambda entry: wish in entry.countries,
    "language": lambda wish: lambda entry: wish in entry.text,
    "kind": lambda wish: lambda entry: entry.kind == wish,
}


def _holds(entry, words):
    said = [*entry.title.values(), *entry.text.values(), *entry.results.values()]
    said += [entry.number, entry.place, *entry.partners]
    found = fold(" ".join(said))
    return all(word in found for word in words)


def _alike(item):
    return {
        "outcome": item.outcome.number,
        "outcome_title": item.outcome.short_title,
        "language": item.language,
        "text": _texts(item, "text"),
        "reviewed": tuple(c for c in LANGUAGE_CODES if getattr(item, f"reviewed_{c}")),
        "stale": tuple(item.stale_languages),
        "addressed_to": _listed(item.addressed_to),
    }


def _texts(item, name):
    texts = {code: getattr(item, f"{name}_{code}") for code in LANGUAGE_CODES}
    return {code: text for code, text in texts.items() if text}


def _listed(names):
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _place(entry):
    return int(entry.number.split(".")[1]) if entry.number else 0
