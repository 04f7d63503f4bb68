"""What people write in one language and translate into the others."""

import hashlib

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGE_CODES = tuple(code for code, _name in settings.LANGUAGES)

TEXT_RULES = [
    MaxLengthValidator(
        5000, _("Write at most %(limit_value)d characters; this has %(show_value)d.")
    ),
    RegexValidator(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]",
        _("Write this without control characters."),
        inverse_match=True,
    ),
]


def readers_language() -> str:
    return (get_language() or LANGUAGE_CODES[0])[:2]


def written_in(item, field: str, language: str) -> tuple[str, str]:
    """A text of an item in this language, else as recorded, and the language that it is in."""
    text = getattr(item, f"{field}_{language}")
    return (text, language) if text else (getattr(item, f"{field}_{item.language}"), item.language)


def source_hash(item, *fields: str) -> str:
    """What the translations of an item are made from: its texts as recorded, as a SHA-256."""
    texts = [getattr(item, f"{field}_{item.language}", "") for field in fields]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
