"""What one wording has that another has not, word by word."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words that are the same in both, pair by pair, beyond which no reader would follow a
# comparison and no server should make it: such texts are shown whole.
MOST_PAIRS = 40_000


@dataclass(frozen=True)
class Piece:
    """A run of words: in both wordings, in the earlier one alone or in the later one alone."""

    text: str
    is_removed: bool = False
    is_added: bool = False


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Both wordings as one, cut where they part."""
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    counted = Counter(new)
    if sum(number * counted[word] for word, number in Counter(old).items()) > MOST_PAIRS:
        return _pieces(before, after)
    pieces = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for act, start, end, begin, stop in matcher.get_opcodes():
        if act == "equal":
            pieces.append(Piece("".join(old[start:end])))
        else:
            pieces += _pieces("".join(old[start:end]), "".join(new[begin:stop]))
    return tuple(pieces)


def _pieces(removed, added):
    pieces = (Piece(removed, is_removed=True), Piece(added, is_added=True))
    return tuple(piece for piece in pieces if piece.text)
