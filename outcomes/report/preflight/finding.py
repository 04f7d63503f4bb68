"""One thing that is missing or doubtful."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext

BLOCKING, DOUBTFUL = "blocking", "doubtful"


@dataclass(frozen=True)
class Finding:
    """``code`` says what sort it is, ``sentence`` what, ``url`` where it is mended.

    ``seen_at`` is where the co-chairs see it, if it is for the organisers to mend.
    """

    code: str
    sentence: str
    severity: str
    url: str
    seen_at: str = ""

    @property
    def is_blocking(self) -> bool:
        return self.severity == BLOCKING

    def as_doubtful(self) -> "Finding":
        return replace(self, severity=DOUBTFUL)


def name_languages(codes) -> str:
    """Spanish, French"""
    names = dict(settings.LANGUAGES)
    return ", ".join(gettext(names[code]) for code in codes)


def opening(text: str, most=60) -> str:
    """How a text begins, to know it by."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
