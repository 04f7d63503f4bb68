"""The report as a part of a page on a screen."""

import re

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .press import page_of
from .stamp import Stamp

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)


def write_page(content: dict, *, stamp: Stamp) -> SafeString:
    """What a content says as HTML, in its language; wide tables scroll in a region of their own.

    What people typed is escaped by the templates, so every tag in it is theirs.
    """
    page = page_of(content, stamp=stamp) | {"on_screen": True}
    with translation.override(content["language"]):
        html = render_to_string("outcomes/_report_page.html", page)
        return mark_safe(_TABLE.sub(_let_scroll, html))  # noqa: S308


def _let_scroll(table):
    caption = _CAPTION.search(table[0])
    said = " ".join(strip_tags(caption[1]).split()) if caption else _("Table")
    head = format_html('<div class="scroll" role="region" tabindex="0" aria-label="{}">', said)
    return f"{head}{table[0]}</div>"
