"""What people write in one language and translate into the others."""

import hashlib

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
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


class Translated(models.Model):
    """What was written in one ``language`` and has translations into the others.

    ``TRANSLATED`` names what stands in each language, in ``<name>_<language>``. A translation
    knows by ``made_from_<language>`` (a SHA-256) from which texts it was made.
    """

    TRANSLATED = ("text",)

    made_from_en = models.CharField(max_length=64, blank=True, editable=False)
    made_from_es = models.CharField(max_length=64, blank=True, editable=False)
    made_from_fr = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def text_in(self, language: str) -> tuple[str, str]:
        """The text in this language, else as it was written, and the language that it is in."""
        return written_in(self, "text", language)

    @property
    def original(self) -> str:
        """The text in the language that it was written in."""
        return getattr(self, f"text_{self.language}", "")

    @property
    def made_from(self) -> str:
        """What a translation of it is made from now."""
        return source_hash(self, *self.TRANSLATED)

    @property
    def stale_languages(self) -> list[str]:
        """Languages whose translation was made from other texts than the present ones."""
        return [
            code
            for code in LANGUAGE_CODES
            if code != self.language
            and getattr(self, f"text_{code}")
            and getattr(self, f"made_from_{code}") != self.made_from
        ]
