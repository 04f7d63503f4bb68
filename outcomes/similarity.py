"""Which items say nearly the same, so that those who consolidate see them side by side.

Texts are compared in a language that both are written in, with their words in the order of the
alphabet (what rapidfuzz calls token_sort_ratio, from 0 to 100). Below ``ALIKE`` a pair is not
shown: among the sample's texts, no two of which say the same, none reaches 63 in any language,
and rewordings of one idea lie from 73 on. Items that share no language are "perhaps" alike where
their outcome and an addressee agree. It is advice: nothing rests on it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from .models import LANGUAGE_CODES, Recommendation

ALIKE = 70
# Beyond these nothing is compared or shown: so many pairs are a second's work at most, and a page.
MOST_ITEMS = 500
MOST_LETTERS = 600
MOST_PAIRS = 60


@dataclass(frozen=True)
class Pair:
    """Two items, how alike they are in per cent, and in which language; "" where only perhaps."""

    one: Recommendation
    other: Recommendation
    score: int
    language: str

    @property
    def is_certain(self) -> bool:
        return bool(self.language)


def similar_pairs(items: Iterable[Recommendation]) -> list[Pair]:
    """The pairs that say nearly the same, the likeliest first, then those that perhaps do."""
    items = list(items)[:MOST_ITEMS]
    found: dict[tuple[int, int], Pair] = {}
    for language in LANGUAGE_CODES:
        for one, other, score in _alike_in(language, items):
            key = (one.pk, other.pk)
            if key not in found or score > found[key].score:
                found[key] = Pair(one, other, score, language)
    pairs = sorted(found.values(), key=lambda pair: -pair.score)
    return [*pairs, *_perhaps_alike(items)][:MOST_PAIRS]


def _alike_in(language, items):
    written = [item for item in items if getattr(item, f"text_{language}")]
    texts = [_words(getattr(item, f"text_{language}")) for item in written]
    for place, text in enumerate(texts):
        alike = process.extract(
            text,
            texts[place + 1 :],
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=ALIKE,
            limit=MOST_PAIRS,
        )
        for _text, score, distance in alike:
            yield written[place], written[place + 1 + distance], round(score)


def _words(text):
    """The words in the order of the alphabet: once for each text, not for each pair."""
    return " ".join(sorted(utils.default_process(text[:MOST_LETTERS]).split()))


def _perhaps_alike(items):
    addressed = defaultdict(list)
    for item in items:
        for name in filter(None, item.addressed_to.split(", ")):
            addressed[item.outcome_id, name.casefold()].append(item)
    seen = set()
    for group in addressed.values():
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if (one.pk, other.pk) not in seen and not _share_a_language(one, other):
                    seen.add((one.pk, other.pk))
                    yield Pair(one, other, 0, "")
                    if len(seen) >= MOST_PAIRS:
                        return


def _share_a_language(one, other):
    return any(
        getattr(one, f"text_{code}") and getattr(other, f"text_{code}") for code in LANGUAGE_CODES
    )
