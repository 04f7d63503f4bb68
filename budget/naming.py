"""What supporters read names no participant: texts that reach a statement are looked through."""

import re

from django.utils.translation import gettext as _

from registrations.models import Participant

from .entries import refusal


def refuse_names(field: str, text: str) -> None:
    """Refuse a text with the family name of somebody who is registered, as a word of its own."""
    if not text.strip():
        return
    words = f" {_words(text)} "
    names = Participant.objects.values_list("family_name", flat=True).distinct()
    for name in names:
        if len(name) > 2 and f" {_words(name)} " in words:
            raise refusal(
                field,
                "names_a_participant",
                _("Supporters read this, and “%(name)s” is the name of a participant."),
                name=name,
            )


def _words(text: str) -> str:
    """Its words, one space between them, as they are written: Costa is not cost."""
    return " ".join(re.findall(r"\w+", text))
