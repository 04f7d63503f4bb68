"""What a report says of a meeting, small and whole, and how its pages are read again."""

import io

from pypdf import PdfReader

from outcomes.report.press import print_report
from outcomes.report.sections import SECTIONS, number_sections
from outcomes.report.stamp import Stamp

STAMP = Stamp(
    number=7,
    kind="draft",
    sha256="0123456789abcdef" * 4,
    code="ABCD2345EFGH",
    address="https://meeting.example/verify/ABCD2345EFGH/",
)


def _told(text):
    return {"text": text, "language": "en", "language_name": "English"}


def _entry(number):
    return _told(f"Establish mechanism {number}.") | {
        "number": f"{number}.1",
        "kind": "recommendation",
        "kind_name": "Recommendation",
        "kind_heading": "Recommendations",
        "is_adopted": True,
        "adopted_on": "5 October 2011",
        "addressed_to": "all States",
        "level": "National",
        "builds_on": [1],
        "emphases": [],
    }


def _practice(number):
    return _told(f"A programme of sort {number}.") | {
        "number": f"P{number}.1",
        "kind": "practice",
        "kind_name": "Practice",
        "is_published": True,
        "title": f"Consulates of sort {number}",
        "results": "More people are documented.",
        "where": "Tapachula, Mexico",
        "since": "2006",
        "partners": "",
        "of_interest_to": "",
        "source": f"https://example.org/practices/{number}",
    }


FIGURE = {"value": "214 million", "meaning": "international migrants", "source": "UN DESA 2009"}
PART = {"title": "Background", "figures": [FIGURE]}

CONTENT = {
    "language": "en",
    "kind": "draft",
    "collected_at": "2011-10-05T18:00:00-06:00",
    "collected_on": "5 October 2011, 18:00",
    "sections": number_sections([section.key for section in SECTIONS]),
    "meeting": {
        "title": "Thematic meeting on irregular migration",
        "short_title": "Irregular migration",
        "forum": "A forum",
        "overall_objective": "To create a space for dialogue.",
        "dates": "4–5 October 2011",
        "city": "San Salvador",
        "country": "El Salvador",
        "venue": "",
        "time_zone": "America/El_Salvador",
        "seats": 60,
        "seats_expected": 50,
        "contact_email": "meeting@example.org",
    },
    "parties": {
        "hosts": [{"name": "Government of El Salvador", "agency": ""}],
        "co_chairs": [{"name": "Government of El Salvador", "agency": ""}],
        "collaborators": [],
        "supporters": [],
    },
    "nature": _told("This text binds nobody."),
    "summary": _told("The meeting was held.\n\nSee https://example.org/summary, and come again."),
    "background": [PART | {"text": "In 2010 the Forum met in Mexico."}],
    "objectives": {
        "specific": [{"number": 1, "wording": "Exchange information."}],
        "emphases": [{"number": 1, "wording": "human rights"}],
    },
    "participation": {
        "types": [
            {"key": "government", "name": "Government"},
            {"key": "international_organization", "name": "International organization"},
            {"key": "civil_society", "name": "Civil society"},
        ],
        "rows": [{"name": "Europe", "counts": [7, 0, 1], "total": 8}],
        "totals": [7, 0, 1],
        "total": 8,
        "attended": 6,
        "delegations": 5,
        "by_delegation": [{"name": "Spain", "region": "Europe", "type": "Government", "people": 8}],
    },
    "agenda": [
        {
            "date": "2011-10-04",
            "name": "Tuesday 4 October",
            "sessions": [
                {
                    "kind": "session",
                    "title": "Session 1",
                    "title_language": "en",
                    "start": "09:00",
                    "end": "10:00",
                    "held": "09:05–10:15",
                    "room": "Plenary hall",
                    "outcomes": [1],
                    "roles": [],
                }
            ],
        }
    ],
    "outcomes": [
        {
            "number": number,
            "title": f"Outcome {number} in short",
            "wording": f"Practical examples of sort {number}",
            "summary": None,
            "counts": {"recommendation": 1, "practice": 1},
            "entries": [_entry(number)],
            "practices": [_practice(number)],
        }
        for number in range(1, 7)
    ],
    "coverage": {
        "outcomes": [{"number": 1, "title": "Outcome 1 in short", "adopted": 1}],
        "sessions": [
            {
                "title": "Session 1",
                "cells": [{"adopted": 1, "planned": True, "recorded": 12}],
                "adopted": 1,
            }
        ],
        "adopted": 1,
    },
    "prior": {
        "recommendations": [
            {
                "number": 1,
                "wording": "More channels.",
                "source": "Mexico 2010",
                "items": [{"number": "1.1", "outcome": 1}],
            }
        ],
        "emphases": [],
    },
    "next_steps": None,
    "participants": {
        "groups": [
            {
                "name": "Governments",
                "delegations": [
                    {
                        "name": "Spain",
                        "people": [
                            {
                                "name": f"Ms. Ana Álvarez {number}",
                                "function": "Counsellor",
                                "capacity": "Delegate",
                            }
                            for number in range(80)
                        ],
                    }
                ],
            }
        ],
        "unnamed": 0,
    },
    "budget": {
        "statement": None,
        "currency": "USD",
        "ceiling": "75000.00",
        "lines": [
            {
                "code": "A",
                "title": "Travel",
                "planned": "75000.00",
                "committed": "61234.56",
                "open": "60000.06",
                "paid": "1234.50",
                "left": "13765.44",
            }
        ],
        "total": {
            "planned": "75000.00",
            "committed": "61234.56",
            "open": "60000.06",
            "paid": "1234.50",
            "left": "13765.44",
        },
        "contributions": [],
        "contributed": "0.00",
        "in_kind": [],
    },
    "concept_note": [PART | {"paragraphs": ["In 2010 the Forum met in Mexico."]}],
    "documents": [
        {"symbol": "GFMD/1", "title": "Notes", "type": "Working paper", "languages": ["English"]}
    ],
}
NOBODY = {"groups": [], "unnamed": 0}


def print_pages(content, **how):
    return print_report(content, **{"stamp": STAMP, "heed": lambda progress: None} | how)


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
