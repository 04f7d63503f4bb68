"""People, States and organizations that are named in a draft."""

import re
from functools import cache, lru_cache

from django.core.cache import cache as shared

from gfmd_meeting.countries import country_codes, other_names, short_name
from outcomes.models import LANGUAGE_CODES
from registrations.models import Delegation, Participant

from .words import Draft, LanguageWords, Word, split_words, words_of_language

# A name that is shorter is too often a word; so is an acronym of two letters.
SHORTEST_NAME = 4
SHORTEST_ACRONYM = 3
MOST_SHOWN = 5

KEPT_FOR = 60
KEY = "outcomes.advice.names"

Names = dict[str, tuple[tuple[str, ...], ...]]


def find_names(draft: Draft, known: LanguageWords) -> tuple[str, ...]:
    """Who is named in the text, as it names them; the longest name where several begin."""
    states = _states_in(known.language)
    names, acronyms = _index(*names_of_the_meeting())
    found, place = [], 0
    while place < len(draft.words):
        word = draft.words[place]
        end = None
        if word.is_capitalized:
            end = (
                _longest(draft, place, states)
                or (_longest(draft, place, names) if _may_be_name(draft, place, known) else None)
                or (place + 1 if word.folded in acronyms and word.text.isupper() else None)
                or _titled(draft, place, known)
            )
        if end:
            found.append(draft.quote(place, end))
        place = end or place + 1
    return tuple(dict.fromkeys(found))[:MOST_SHOWN]


def names_of_the_meeting() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Delegations in all languages and families of participants; and acronyms, folded.

    Remembered for a minute: a draft is looked at with every pause of whoever types it.
    """
    remembered = shared.get(KEY)
    if remembered is None:
        remembered = _read_names()
        shared.set(KEY, remembered, KEPT_FOR)
    return remembered


def _read_names():
    names, acronyms = set(), set()
    small = {word for code in LANGUAGE_CODES for word in words_of_language(code).small_words}
    columns = [f"name_{language}" for language in LANGUAGE_CODES]
    for code, *called in Delegation.objects.order_by().values_list("code", *columns):
        acronyms.add(code)
        for name in filter(None, called):
            plain, *bracketed = re.split(r"[()]", name)
            names.add(plain.strip())
            acronyms.update(bracketed)
            acronyms.add("".join(w[0] for w in split_words(plain) if w not in small))
    for family in Participant.objects.order_by().values_list("family_name", flat=True).distinct():
        names.update([family, *re.split(r"[\s-]+", family)])
    folded = {"".join(split_words(acronym)) for acronym in acronyms}
    return (
        tuple(sorted(name for name in names if len(name) >= SHORTEST_NAME)),
        tuple(sorted(acronym for acronym in folded if len(acronym) >= SHORTEST_ACRONYM)),
    )


@lru_cache(maxsize=4)
def _index(names, acronyms) -> tuple[Names, frozenset[str]]:
    return _by_first_word(split_words(name) for name in names), frozenset(acronyms)


@cache
def _states_in(language: str) -> Names:
    known = words_of_language(language)
    called = {
        part.strip()
        for code in country_codes()
        for name in (short_name(code, language), *other_names(code, language))
        for part in re.split(r"[()]| - ", name)
    }
    names = {split_words(name) for name in (*called, *known.states)} - known.not_names
    return _by_first_word(name for name in names if len("".join(name)) >= SHORTEST_ACRONYM)


def _by_first_word(names) -> Names:
    """Names by the word that they begin with, the longest first."""
    index = {}
    for name in sorted(filter(None, names), key=len, reverse=True):
        index.setdefault(name[0], []).append(name)
    return {first: tuple(dict.fromkeys(those)) for first, those in index.items()}


def _longest(draft, place, names):
    for name in names.get(draft.words[place].folded, ()):
        end = place + len(name)
        if tuple(word.folded for word in draft.words[place:end]) == name:
            return end
    return None


def _may_be_name(draft, place, known):
    """A verb with a capital because it comes first is no family."""
    word = draft.words[place]
    return place > 0 or not known.is_operative(word.folded)


def _titled(draft, place, known):
    """A person with a title: "Ambassador Lee", "M. Diallo"."""
    word, after = draft.words[place], draft.words[place + 1 : place + 2]
    if word.folded not in known.titles or not after:
        return None
    between = draft.text[word.end : after[0].start]
    is_near = between.strip(".\xa0 ") == "" and between and len(between) <= SHORTEST_ACRONYM
    if len(word.text) == 1 and not between.startswith("."):
        return None
    return place + 2 if is_near and _is_name(after[0]) else None


def _is_name(word: Word) -> bool:
    return word.is_capitalized and len(word.text) > 1
