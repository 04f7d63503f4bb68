"""The report as a part of a page on a screen."""

import re
from collections import Counter
from html import unescape

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .press import page_of
from .stamp import Stamp

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
_HEADING = re.compile(r"<h\d\b.*?</h\d>", re.DOTALL)


def write_page(content: dict, *, stamp: Stamp) -> SafeString:
    """What a content says as HTML, in its language; wide tables scroll in a region of their own.

    What people typed is escaped by the templates, so every tag in it is theirs.
    """
    page = page_of(content, stamp=stamp, on_screen=True)
    with translation.override(content["language"]):
        html = render_to_string("outcomes/_report_page.html", page)
        return mark_safe("".join(_let_tables_scroll(html)))  # noqa: S308


def _let_tables_scroll(html):
    """Each region is named by the caption of its table or the heading above it, and once."""
    end, heading, names = 0, "", Counter()
    for table in _TABLE.finditer(html):
        between = html[end : table.start()]
        heading = (_HEADING.findall(between) or [heading])[-1]
        caption = _CAPTION.search(table[0])
        name = _words(caption[1] if caption else heading) or _("Table")
        names[name] += 1
        said = name if names[name] == 1 else f"{name} ({names[name]})"
        region = '<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>'
        yield between
        yield format_html(region, said, mark_safe(table[0]))  # noqa: S308
        end = table.end()
    yield html[end:]


def _words(html):
    return unescape(" ".join(strip_tags(html).split()))
