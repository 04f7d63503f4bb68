"""A text as words, and what is known of the words of a language (``<language>.toml``)."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gfmd_meeting.spreadsheets.cells import fold
from outcomes.models import LANGUAGE_CODES

# No recommendation is longer; what is, is advised on as far as this.
MOST_READ = 5000

# Letters, and nothing that two branches could share: a search takes one look at each sign.
WORD = re.compile(r"[^\W\d_]+")
NUMBERING = re.compile(r"(?:[ivxlc]{1,6}|[a-z])[.)]", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """A word of a text: as it stands, folded for comparison, and where it begins and ends."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def is_capitalized(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True)
class Draft:
    """A text and its words, without the number or dash of a list before them."""

    text: str
    words: tuple[Word, ...]

    def quote(self, first: int, after: int) -> str:
        """The text from one word to before another."""
        return self.text[self.words[first].start : self.words[after - 1].end]


def read_text(text: str) -> Draft:
    text = unicodedata.normalize("NFC", text[:MOST_READ]).replace("\r\n", "\n")
    words = [Word(m[0], fold(m[0]), m.start(), m.end()) for m in WORD.finditer(text)]
    if words and NUMBERING.match(text, words[0].start):
        words = words[1:]
    return Draft(text, tuple(words))


def split_words(name: str) -> tuple[str, ...]:
    """A name as the folded words that a text is compared by."""
    return tuple(fold(word) for word in WORD.findall(unicodedata.normalize("NFC", name)))


@dataclass(frozen=True)
class LanguageWords:
    """What is known of a language: each list as its file explains it, folded."""

    language: str
    verbs: frozenset[str]
    nouns_too: frozenset[str]
    forms: frozenset[str]
    endings: tuple[tuple[str, str], ...]
    gerunds: tuple[tuple[str, str], ...]
    leads: frozenset[str]
    articles: frozenset[str]
    purposes: frozenset[str]
    ands: frozenset[str]
    joints: frozenset[tuple[str, ...]]
    binding: frozenset[tuple[str, ...]]
    abbreviations: frozenset[str]
    titles: frozenset[str]
    small_words: frozenset[str]
    states: tuple[str, ...]
    not_names: frozenset[tuple[str, ...]]
    verb_after_article: bool
    many_words: int

    def is_verb(self, word: str) -> bool:
        """Whether a folded word is an operative verb as a list of them has it."""
        return word in self.verbs

    def is_operative(self, word: str) -> bool:
        """Whether a folded word is an operative verb in any form that a text opens with."""
        return word in self.verbs or word in self.forms or self._is_from(word, self.endings)

    def is_joined(self, word: str) -> bool:
        """Whether a folded word is an operative verb as one stands behind "as well as"."""
        return word in self.verbs or self._is_from(word, self.gerunds)

    def _is_from(self, word, endings):
        return any(
            word.endswith(ending) and word[: -len(ending)] + base in self.verbs
            for ending, base in endings
        )


@cache
def words_of_language(language: str) -> LanguageWords | None:
    if language not in LANGUAGE_CODES:
        return None
    text = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)
    phrases = {
        name: frozenset(split_words(phrase) for phrase in said.pop(name))
        for name in ("joints", "binding", "not_names")
    }
    return LanguageWords(
        language=language,
        states=tuple(said.pop("states")),
        verb_after_article=said.pop("verb_after_article"),
        many_words=said.pop("many_words"),
        **phrases,
        **{
            name: tuple((fold(ending), fold(base)) for ending, base in said.pop(name))
            for name in ("endings", "gerunds")
        },
        **{
            name: frozenset(fold(word) for word in (" ".join(words)).split())
            for name, words in said.items()
        },
    )
