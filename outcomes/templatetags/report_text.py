"""Texts that people typed, as a report sets them: markup is text, and plain addresses are links."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

# Signs that turn text are no part of an address: it would read as another one.
_ADDRESS = re.compile(
    r"https?://[^\s<>\"“”«»\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]{1,2000}", re.IGNORECASE
)
# What ends a sentence is no part of the address before it.
_ENDS = ".,;:!?…)]}'’"
_OPENED = {")": "(", "]": "[", "}": "{"}


@register.filter
def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which empty lines part."""
    parts = re.split(r"\n[ \t]*\n", (text or "").strip())
    return [part.strip() for part in parts if part.strip()]


@register.filter
def linked(text: str) -> str:
    """A text with its lines kept, each address that begins with http:// or https:// a link."""
    lines = str(text or "").split("\n")
    return mark_safe("<br>".join(_linked_line(line) for line in lines))  # noqa: S308


@register.filter
def run_in(words: str) -> str:
    """Words that open no sentence here: About one third becomes about one third, USD stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _linked_line(line):
    pieces, place = [], 0
    for found in _ADDRESS.finditer(line):
        address = _without_end_of_sentence(found[0])
        scheme, _slashes, rest = address.partition("://")
        # With a name before its host, an address reads as that of another.
        if not rest or "@" in re.split(r"[/?#\\]", rest, maxsplit=1)[0]:
            continue
        href = f"{scheme.lower()}://{rest}"
        pieces.append((format_html("{}", line[place : found.start()]),))
        pieces.append((format_html('<a class="address" href="{}">{}</a>', href, address),))
        place = found.start() + len(address)
    pieces.append((format_html("{}", line[place:]),))
    return format_html_join("", "{}", pieces)


def _without_end_of_sentence(address):
    """A bracket that was opened in the address is closed in it."""
    bare = address.rstrip(_ENDS)
    for sign in address[len(bare) :]:
        if sign not in ")]}" or bare.count(_OPENED[sign]) <= bare.count(sign):
            break
        bare += sign
    return bare
