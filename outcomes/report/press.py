"""The report as pages: its content as HTML, and the HTML as a PDF."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gfmd_meeting.paper.faces import unheld
from gfmd_meeting.paper.press import ARCHIVE, UNIVERSAL, print_paper
from gfmd_meeting.paper.wording import kept_apart, unbroken

from .chart import draw_participation
from .data import data_of
from .fitting import overfills_cover, part_coverage
from .snapshot import fingerprint
from .stamp import Stamp

STYLESHEET = Path(__file__).with_name("report.css")


def page_of(content: dict, *, stamp: Stamp, on_screen: bool = False) -> dict:
    """What the templates need to set this content as pages, on paper or on a screen.

    A screen shows what the faces of the paper do not hold, and text that runs to the left.
    """
    sections = [
        section | {"template": f"pdf/report/_{section['key']}.html"}
        for section in content["sections"]
    ]
    said = unbroken(content, content["language"]) | {"sections": sections}
    if on_screen:
        said = kept_apart(said)
    return {
        "content": said,
        "chart": draw_participation(said["participation"]) if "participation" in said else None,
        "numbers": {section["key"]: section["number"] for section in sections},
        "annexes": {s["key"]: s["number"] for s in sections if s["is_annex"]},
        "number": stamp.number,
        "said_hash": stamp.sha256,
        "stamp": stamp,
        "picture": _picture(stamp, content["language"]),
        "coverage_parts": part_coverage(said["coverage"]) if said.get("coverage") else [],
        "cover_overflows": overfills_cover(said),
        "on_screen": on_screen,
        "spells_out": not on_screen and bool(unheld(json.dumps(said, ensure_ascii=False))),
    }


def write_html(content: dict, *, stamp: Stamp, on_screen: bool = False) -> str:
    """The report as one page of HTML, in the language of its content.

    ``on_screen`` is for a reader that has no pages to be told of.
    """
    page = page_of(content, stamp=stamp, on_screen=on_screen)
    with translation.override(content["language"]):
        return render_to_string("pdf/report.html", page)


def print_report(
    content: dict, *, stamp: Stamp, heed: Callable[[int], None], archive: bool = False
) -> bytes:
    """The PDF of a report. The same content and stamp give the same bytes.

    ``archive`` makes it PDF/A-3 with the report's own data attached, instead of PDF/UA.
    ``heed`` is told about once a second how far the layout is, in per cent; what it raises
    ends the work.
    """
    return print_paper(
        write_html(content, stamp=stamp),
        identifier=fingerprint(content)[:32],
        at=datetime.fromisoformat(content["collected_at"]),
        stylesheet=STYLESHEET,
        heed=heed,
        variant=ARCHIVE if archive else UNIVERSAL,
        attachments=data_of(content) if archive else (),
    )


def _picture(stamp, language) -> str:
    """The code that leads to where a copy is verified, with words for who cannot see it.

    In the language of the report, not of whom it is made for: their copies are the same.
    """
    with translation.override(language):
        alternative = _("Code that leads to %(address)s") % {"address": stamp.address}
    head, sign, rest = stamp.picture.partition(">")
    return mark_safe(head + sign + format_html("<title>{}</title>", alternative) + rest)  # noqa: S308
