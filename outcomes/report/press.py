"""The report as pages: its content as HTML, and the HTML as a PDF."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gfmd_meeting.paper.press import ARCHIVE, UNIVERSAL, print_paper
from gfmd_meeting.paper.wording import unbroken

from .chart import draw_participation
from .data import data_of

STYLESHEET = Path(__file__).with_name("report.css")
# The content is collected by then; laying out is the rest.
COLLECTED = 30


def fingerprint(content: dict) -> str:
    """The SHA-256 of what a report says."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def write_html(content: dict, *, number: int, stamp=None) -> str:
    """The report as one page of HTML, in the language of its content.

    ``stamp`` says how a copy is verified (stamp.py); its ``sha256`` is then the one that
    stands on the pages, and that of this content alone where there is no stamp.
    """
    sections = [
        section | {"template": f"pdf/report/_{section['key']}.html"}
        for section in content["sections"]
    ]
    said = unbroken(content, content["language"]) | {"sections": sections}
    with translation.override(content["language"]):
        return render_to_string(
            "pdf/report.html",
            {
                "content": said,
                "chart": draw_participation(said["participation"])
                if "participation" in said
                else None,
                "numbers": {section["key"]: section["number"] for section in sections},
                "annexes": {s["key"]: s["number"] for s in sections if s["is_annex"]},
                "number": number,
                "said_hash": stamp.sha256 if stamp else fingerprint(content),
                "stamp": stamp,
                "picture": _picture(stamp) if stamp else "",
            },
        )


def print_report(
    content: dict,
    *,
    number: int | None = None,
    heed: Callable[[int], None],
    stamp=None,
    archive: bool = False,
) -> bytes:
    """The PDF of a report. The same content, number and stamp give the same bytes.

    ``stamp`` says how a copy is verified, if it can be, and gives the number where none is
    named. ``archive`` makes it PDF/A-3 with the report's own data attached, instead of
    PDF/UA. ``heed`` is told about once a second how far the report is, in per cent; what
    it raises ends the work.
    """
    number = stamp.number if number is None else number
    return print_paper(
        write_html(content, number=number, stamp=stamp),
        identifier=fingerprint(content)[:32],
        at=datetime.fromisoformat(content["collected_at"]),
        stylesheet=STYLESHEET,
        heed=lambda progress: heed(COLLECTED + progress * (99 - COLLECTED) // 100),
        variant=ARCHIVE if archive else UNIVERSAL,
        attachments=data_of(content) if archive else (),
    )


def _picture(stamp) -> str:
    """The code that leads to where a copy is verified, with words for who cannot see it."""
    alternative = _("Code that leads to %(address)s") % {"address": stamp.address}
    head, sign, rest = stamp.picture.partition(">")
    return mark_safe(head + sign + format_html("<title>{}</title>", alternative) + rest)  # noqa: S308
