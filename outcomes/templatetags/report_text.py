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


def _linked_line(line):
    pieces, place = [], 0
    for found in _ADDRESS.finditer(line):
        address = found.group().rstrip(_ENDS)
        if address.endswith("//"):
            continue
        pieces.append((format_html("{}", line[place : found.start()]),))
        pieces.append((format_html('<a class="address" href="{}">{}</a>', address, address),))
        place = found.start() + len(address)
    pieces.append((format_html("{}", line[place:]),))
    return format_html_join("", "{}", pieces)
