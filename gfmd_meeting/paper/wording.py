"""What pages can show, and how a language sets it."""

import re
import unicodedata
from functools import cache

from babel import Locale

# Control characters, and halves of characters: neither JSON columns nor pages can hold them.
_UNWRITABLE = {"Cc", "Cs"}

_NO_BREAK = "\N{NO-BREAK SPACE}"

# A tag, or so many signs between tags without a space; a reference to a sign is one.
_TAG_OR_RUN = re.compile(r"<[^>]*>|(?:&#?\w{1,8};|[^\s<&]){200}")
_SIGN = re.compile(r"&#?\w{1,8};|.", re.DOTALL)
_LONGEST_RUN = 100

# What turns the text after it, with what ends that: embeddings and overrides, then isolates.
_ENDED_BY = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
_ENDS = set(_ENDED_BY.values())
_OF_ITSELF, _ENDED = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def writable(value):
    """The same values with no character in them that a page cannot show."""
    if isinstance(value, dict):
        return {key: writable(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [writable(entry) for entry in value]
    if isinstance(value, str):
        return "".join(
            letter
            for letter in value.replace("\r\n", "\n").replace("\r", "\n")
            if letter in "\n\t" or _is_writable(letter)
        )
    return value


def _is_writable(letter):
    """Neither a control character nor half of one, nor one that Unicode says is none for ever."""
    point = ord(letter)
    is_none = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    return not is_none and unicodedata.category(letter) not in _UNWRITABLE


def typeset(value, language: str):
    """Texts as print sets them: curved apostrophes, and nothing parted that belongs together."""
    if isinstance(value, dict):
        return {key: typeset(entry, language) for key, entry in value.items()}
    if isinstance(value, list):
        return [typeset(entry, language) for entry in value]
    if isinstance(value, str):
        return _keep_together(re.sub(r"(?<=\w)'(?=\w)", "’", value), language)
    return value


def unbroken(value, language: str):
    """Texts with no letter changed, and no line that ends within a figure, a day or a title."""
    if isinstance(value, dict):
        return {key: unbroken(entry, language) for key, entry in value.items()}
    if isinstance(value, list):
        return [unbroken(entry, language) for entry in value]
    return _keep_together(value, language) if isinstance(value, str) else value


def breakable(html: str) -> str:
    """The same page; what goes on for very long without a space may be broken now and then.

    The layout tries a word at each of its letters, and all of them again for each line: a
    single one of 20,000 would keep it busy for minutes.
    """
    return _TAG_OR_RUN.sub(_let_break, html)


def _let_break(found):
    if found[0].startswith("<"):
        return found[0]
    signs = _SIGN.findall(found[0])
    places = range(0, len(signs), _LONGEST_RUN)
    return "".join("".join(signs[n : n + _LONGEST_RUN]) + "\u200b" for n in places)


def kept_apart(value):
    """Texts that turn nothing around them, whichever way they are read themselves.

    One with letters that run to the left, or with signs that turn text, stands in an isolate
    of its own; what it leaves open is closed in it, and what it closes of others is left out.
    """
    if isinstance(value, dict):
        return {key: kept_apart(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [kept_apart(entry) for entry in value]
    if isinstance(value, str) and not value.isascii():
        return "\n".join(map(_keep_apart, value.split("\n")))
    return value


def _keep_apart(line):
    if not any(_turns(sign) for sign in line):
        return line
    kept, open_ends = [], []
    for sign in line:
        if sign in _ENDED_BY:
            open_ends.append(_ENDED_BY[sign])
        elif sign in _ENDS:
            # The end of an isolate ends the embeddings in it too; an embedding's, itself alone.
            within = open_ends[-1:] if sign != _ENDED else open_ends
            if sign not in within:
                continue
            while open_ends.pop() != sign:
                pass
        kept.append(sign)
    return "".join([_OF_ITSELF, *kept, *reversed(open_ends), _ENDED])


def _turns(sign):
    return sign in _ENDED_BY or sign in _ENDS or unicodedata.bidirectional(sign) in ("R", "AL")


def _keep_together(text, language):
    """The spaces at which no line may end are made to hold."""
    text = _bound(language).sub(lambda found: found[0].replace(" ", _NO_BREAK), text)
    return _keep_signs(text) if language == "fr" else text


@cache
def _bound(language):
    """What is not parted: amounts, spans, days, titles before names, names of places, sources."""
    months = "|".join(Locale.parse(language).months["format"]["wide"].values())
    return re.compile(
        "|".join(
            (
                r"\b[A-Z]{3} (?=\d)",
                r"\d (?=\d{3}(?!\d))",
                r"\d (?:millions?|millones|billions?|milliards?|per cent|pour cent|por ciento|%)",
                r"\d (?:to|and|a|y|à|et) (?=\d)",
                rf"\d(?:er)? (?:de )?(?:{months})\b",
                r"\b[A-Z][a-z]{0,2}\. (?=[A-Z])",
                r"\b(?:El|San|Santa|Costa|Sri|New) (?=[A-Z])",
                r"\w (?=(?:1[89]|20)\d\d\))",
            )
        )
    )


def _keep_signs(text):
    """A sign that French sets off by a space stays on the line of its word."""
    text = re.sub(r"[ \u202f]+(?=[;:!?»])", _NO_BREAK, text)
    return re.sub(r"(?<=«)[ \u202f]+", _NO_BREAK, text)
