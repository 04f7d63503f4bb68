"""What was given to the meeting: its facts, its parties, its concept note."""

from collections.abc import Iterable

from gfmd_meeting import dates
from gfmd_meeting.models import ConceptNoteSection, Emphasis, Meeting, Party, SpecificObjective
from outcomes.report_texts import NATURE, nature_of

from .texts import told, written_text


def meeting_facts(meeting: Meeting) -> dict:
    return {
        "title": meeting.title,
        "short_title": meeting.short_title,
        "forum": meeting.forum,
        "overall_objective": meeting.overall_objective,
        "dates": dates.days(meeting.starts_on, meeting.ends_on),
        "city": meeting.city,
        "country": dates.country(meeting.country),
        "venue": meeting.venue,
        "time_zone": meeting.time_zone,
        "seats": meeting.seats,
        "seats_expected": meeting.seats_expected,
        "contact_email": meeting.contact_email,
    }


def parties() -> dict:
    """Those who carry the meeting, by their capacity; one may stand in several."""

    every = Party.objects.all()

    def named(parties):
        return [{"name": party.name, "agency": party.agency} for party in parties]

    return {
        "hosts": named(party for party in every if party.is_host),
        "co_chairs": named(party for party in every if party.is_co_chair),
        "collaborators": named(party for party in every if party.is_collaborator),
        "supporters": named(party for party in every if party.is_supporter),
    }


def nature(meeting: Meeting, texts: dict, language: str) -> dict:
    """What kind of text the report is: as somebody wrote it, or as the meeting's rules have it."""
    return written_text(texts, NATURE, language) or told(nature_of(meeting), language)


def objectives(emphases: Iterable[Emphasis]) -> dict:
    return {
        "specific": [
            {"number": objective.number, "wording": objective.wording}
            for objective in SpecificObjective.objects.all()
        ],
        "emphases": [
            {"number": emphasis.number, "wording": emphasis.wording} for emphasis in emphases
        ],
    }


def background(sections: list[dict]) -> list[dict]:
    """The opening of each section of the concept note, with its figures and their sources."""
    return [
        {"title": section["title"], "text": section["paragraphs"][0], "figures": section["figures"]}
        for section in sections
        if section["paragraphs"]
    ]


def concept_note() -> list[dict]:
    """The concept note whole. A paragraph's lines are its file's, and run on."""
    return [
        {
            "title": section.title,
            "paragraphs": [
                " ".join(paragraph.split())
                for paragraph in section.body.split("\n\n")
                if paragraph.strip()
            ],
            "figures": [
                {"value": figure.value, "meaning": figure.meaning, "source": figure.source}
                for figure in section.figures.all()
            ],
        }
        for section in ConceptNoteSection.objects.prefetch_related("figures")
    ]
