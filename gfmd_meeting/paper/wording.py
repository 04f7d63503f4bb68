"""What pages can show, and how a language sets it."""

import re
import unicodedata

# Control characters, and halves of characters: neither JSON columns nor pages can hold them.
_UNWRITABLE = {"Cc", "Cs"}

_NO_BREAK = "\N{NO-BREAK SPACE}"


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
            if letter in "\n\t" or unicodedata.category(letter) not in _UNWRITABLE
        )
    return value


def typeset(value, language: str):
    """Texts as print sets them: curved apostrophes, and in French their spaces unbroken."""
    if isinstance(value, dict):
        return {key: typeset(entry, language) for key, entry in value.items()}
    if isinstance(value, list):
        return [typeset(entry, language) for entry in value]
    return _typeset_text(value, language) if isinstance(value, str) else value


def unbroken(value, language: str):
    """Texts with no letter changed, and in French no line that begins with a sign."""
    if isinstance(value, dict):
        return {key: unbroken(entry, language) for key, entry in value.items()}
    if isinstance(value, list):
        return [unbroken(entry, language) for entry in value]
    return _keep_signs(value) if language == "fr" and isinstance(value, str) else value


def _typeset_text(text, language):
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    return _keep_signs(text) if language == "fr" else text


def _keep_signs(text):
    """A sign that French sets off by a space stays on the line of its word."""
    text = re.sub(r"[ \u202f]+(?=[;:!?»])", _NO_BREAK, text)
    return re.sub(r"(?<=«)[ \u202f]+", _NO_BREAK, text)
