"""The report as pages: its content as HTML, and the HTML as a PDF."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from gfmd_meeting.paper.press import print_paper

from .chart import draw_participation

STYLESHEET = Path(__file__).with_name("report.css")
# The content is collected by then; laying out is the rest.
COLLECTED = 30


def fingerprint(content: dict) -> str:
    """The SHA-256 of what a report says."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def write_html(content: dict, *, number: int) -> str:
    """The report as one page of HTML, in the language of its content."""
    with translation.override(content["language"]):
        return render_to_string(
            "pdf/report.html",
            {
                "content": content,
                "chart": draw_participation(content["participation"]),
                "number": number,
                "fingerprint": fingerprint(content),
            },
        )


def print_report(content: dict, *, number: int, heed: Callable[[int], None]) -> bytes:
    """The PDF of a report. The same content and number give the same bytes.

    ``heed`` is told about once a second how far the report is, in per cent; what it
    raises ends the work.
    """
    return print_paper(
        write_html(content, number=number),
        identifier=fingerprint(content)[:32],
        at=datetime.fromisoformat(content["collected_at"]),
        stylesheet=STYLESHEET,
        heed=lambda progress: heed(COLLECTED + progress * (99 - COLLECTED) // 100),
    )
