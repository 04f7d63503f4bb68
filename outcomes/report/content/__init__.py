"""What the report says: everything, as plain values in one language.

This is the only part of a report that reads the tables. What it returns is frozen as
the report's snapshot, so it holds strings, whole numbers, lists and dictionaries alone,
amounts as exact strings, and nothing that is not for publication: no address, telephone
or needs of a person, no contact of a practice, and not who proposed what.
"""

from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction
from django.utils import timezone, translation

from gfmd_meeting import dates
from gfmd_meeting.models import Emphasis, Meeting
from gfmd_meeting.paper.wording import writable
from outcomes.models import ReportText
from outcomes.report import wording
from outcomes.report.sections import SECTIONS, number_sections

from . import given, money, papers, people, results, sitting
from .texts import written_text

DRAFT, FINAL = "draft", "final"
# What a final report does not speak of where there is nothing to say.
SAID_ONLY_IF_THERE = ("summary", "next_steps", "documents", "prior", "coverage")


def collect_content(language: str, *, kind: str = DRAFT, sections=None) -> dict:
    """Everything that a report in this language says, as it stands at one moment.

    A final one says what is adopted; a draft also what is under consideration, marked.
    ``sections`` are the keys of those that are wanted (sections.py), all of them if none
    are named. The answer holds ``language``, ``kind``, ``collected_at``, ``meeting``,
    ``parties``, ``sections`` in order, each with its title and number, and under the key of
    each section what it says; where a section is left out, nothing of it is collected.
    """
    wanted = [s.key for s in SECTIONS if sections is None or s.key in sections]
    with translation.override(language), _one_moment():
        meeting = Meeting.objects.get()
        with timezone.override(meeting.zone):
            now = timezone.localtime()
            content = {
                "language": language,
                "kind": kind,
                "collected_at": now.isoformat(timespec="seconds"),
                "collected_on": f"{dates.day(now)}, {wording.time(now)}",
                "meeting": given.meeting_facts(meeting),
                "parties": given.parties(),
            }
            said = _collect(wanted, language, kind, meeting)
    if kind == FINAL:
        said = {k: value for k, value in said.items() if value or k not in SAID_ONLY_IF_THERE}
    with translation.override(language):
        content["sections"] = number_sections(said)
    return writable(content | said)


def _collect(wanted, language, kind, meeting) -> dict:
    """Each wanted section under its key; what several of them speak of is read once."""
    is_draft = kind == DRAFT
    texts = {text.key: text for text in ReportText.objects.all()}
    found = results.find_items(is_draft=is_draft)
    emphases, note = cache(lambda: list(Emphasis.objects.all())), cache(given.concept_note)
    seated = cache(people.seated)
    ways = {
        "nature": lambda: given.nature(meeting, texts, language),
        "summary": lambda: written_text(texts, "summary", language),
        "background": lambda: given.background(note()),
        "objectives": lambda: given.objectives(emphases()),
        "participation": lambda: people.participation(seated(), language),
        "agenda": lambda: sitting.agenda_as_held(language, meeting),
        "outcomes": lambda: results.outcomes(found, texts, language),
        "coverage": lambda: results.coverage(found, is_draft=is_draft),
        "prior": lambda: results.prior(found, emphases()),
        "next_steps": lambda: written_text(texts, "next_steps", language),
        "participants": lambda: people.listed(seated(), language),
        "budget": lambda: money.budget(language, meeting),
        "concept_note": note,
        "documents": lambda: papers.documents(meeting),
    }
    return {key: ways[key]() for key in wanted}


@contextmanager
def _one_moment():
    """A transaction all of whose queries see the same state of the tables."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
