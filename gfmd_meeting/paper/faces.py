"""What the faces of a paper hold, and what stands on its pages where they do not.

A paper is set in its own faces and never in what a machine happens to have: otherwise the
same paper would have other bytes on another machine. A character that they do not hold is
written out as its code point, so that the page says plainly that something stood there.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

# The packages of the families, and the files of their styles. Those of faces.css.
_FAMILIES = (("font_source_serif_pro", "SourceSerifPro"), ("font_source_sans_pro", "SourceSansPro"))
_STYLES = ("Regular", "It", "Semibold", "Bold")

# Drawn as nothing, whatever the face: joiners, marks of direction, selectors of a variant.
_INVISIBLE = re.compile(
    "[\u034f\u061c\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)

# What says the same in signs that the faces hold; joiners keep a hyphen from breaking.
_STAND_INS = {"\u2010": "-", "\u2011": "\u2060-\u2060", "\u2028": " ", "\u2029": " "}


def unheld(text: str) -> str:
    """The characters of a text that no page can show, each once, in the order of the text."""
    return "".join(dict.fromkeys(sign for sign in text if not _can_be_shown(sign)))


def spell_out(text: str) -> str:
    """The same text with each run of such characters written out: [U+738B U+5C0F]."""
    strange = unheld(text)
    if strange:
        runs = f"[{re.escape(strange)}]+"
        text = re.sub(runs, lambda found: f"[{code_points(found[0])}]", text)
    return text.translate(str.maketrans(_STAND_INS))


def code_points(signs: str) -> str:
    """U+738B U+5C0F"""
    return " ".join(f"U+{ord(sign):04X}" for sign in signs)


def _can_be_shown(sign):
    return sign.isascii() or sign in _STAND_INS or _is_held(sign)


@lru_cache(maxsize=4096)
def _is_held(sign):
    """By a face, by its parts in whichever face it is set in, or because nothing is drawn for it.

    What would turn the text around it (embeddings, overrides, isolates) is not.
    """
    if unicodedata.category(sign) == "Zs" or _INVISIBLE.match(sign):
        return True
    held_by_one, held_by_all = _held()
    parts = unicodedata.normalize("NFD", sign)
    return sign in held_by_one or (parts != sign and held_by_all.issuperset(parts))


@cache
def _held() -> tuple[set[str], set[str]]:
    """The characters that one of the faces holds, and those that all of them do."""
    from fontTools.ttLib import TTFont

    of_each = []
    for path in files():
        with TTFont(path, lazy=True) as face:
            of_each.append({chr(point) for point in face.getBestCmap()})
    return set.union(*of_each), set.intersection(*of_each)


def files() -> list[Path]:
    """Where the faces lie."""
    return [
        Path(find_spec(package).origin).parent / "files" / f"{family}-{style}.otf"
        for package, family in _FAMILIES
        for style in _STYLES
    ]
