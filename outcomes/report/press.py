"""The report as pages: its content as HTML, and the HTML as a PDF."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from gfmd_meeting.paper.press import print_paper

from .chart import draw_participation
from .snapshot import fingerprint
from .stamp import Stamp

STYLESHEET = Path(__file__).with_name("report.css")


def write_html(content: dict, *, stamp: Stamp) -> str:
    """The report as one page of HTML, in the language of its content."""
    with translation.override(content["language"]):
        return render_to_string(
            "pdf/report.html",
            {
                "content": content,
                "chart": draw_participation(content["participation"]),
                "stamp": stamp,
                "number": stamp.number,
                "fingerprint": stamp.sha256,
            },
        )


def print_report(content: dict, *, stamp: Stamp, heed: Callable[[int], None]) -> bytes:
    """The PDF of a report. The same content and stamp give the same bytes.

    ``heed`` is told about once a second how far the layout is, in per cent; what it
    raises ends the work.
    """
    return print_paper(
        write_html(content, stamp=stamp),
        identifier=fingerprint(content)[:32],
        at=datetime.fromisoformat(content["collected_at"]),
        stylesheet=STYLESHEET,
        heed=heed,
    )
