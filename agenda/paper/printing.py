"""Laying a release out and keeping its PDF."""

import hashlib
import json
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from agenda import times
from agenda.models import AgendaPaper, AgendaRelease
from agenda.programme import arrange
from gfmd_meeting.bell import ring
from gfmd_meeting.models import Meeting, Party
from gfmd_meeting.paper.making import make_paper
from gfmd_meeting.paper.press import print_paper
from gfmd_meeting.paper.wording import typeset, writable

STYLESHEET = Path(__file__).with_name("agenda.css")


def ask_for_paper(release: AgendaRelease, language: str) -> AgendaPaper:
    """The release on paper in a language, which is made once somebody asks for it."""
    paper, is_new = AgendaPaper.objects.get_or_create(release=release, language=language)
    if is_new:
        ring("agenda.tasks.build_agenda_paper", paper.pk)
        paper.refresh_from_db()
    return paper


def make_agenda_paper(paper_id: int) -> None:
    """Make one, once, however often this is asked."""
    papers = AgendaPaper.objects.select_related("release")
    make_paper(papers, paper_id, name=f"agenda/{paper_id}", print_it=print_agenda)


def print_agenda(paper: AgendaPaper) -> bytes:
    """The PDF of a release in a language. The same release gives the same bytes."""
    release, language = paper.release, paper.language
    meeting = Meeting.objects.get()
    days = typeset(writable(arrange(release.snapshot, language=language)), language)
    with translation.override(language):
        html = render_to_string(
            "pdf/agenda.html",
            {
                "language": language,
                "meeting": meeting,
                "parties": Party.objects.all(),
                "release": release,
                "days": days,
                "offset": times.offset_name(meeting),
            },
        )
    plain = json.dumps(days, sort_keys=True, ensure_ascii=False)
    return print_paper(
        html,
        identifier=hashlib.sha256(plain.encode()).hexdigest()[:32],
        at=release.released_at,
        stylesheet=STYLESHEET,
    )
