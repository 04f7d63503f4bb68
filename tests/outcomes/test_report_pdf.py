"""The pages of a report: whole, tagged, bounded, and the same each time."""

import copy
import hashlib
import io
import os

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from gfmd_meeting.paper import press
from gfmd_meeting.paper.press import CannotPrint, Fault
from outcomes.report.press import print_report

CONTENT = {
    "language": "en",
    "collected_at": "2011-10-05T18:00:00-06:00",
    "collected_on": "5 October 2011, 18:00",
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
    "objectives": [{"number": 1, "wording": "Exchange information."}],
    "participation": {
        "types": [
            {"key": "government", "name": "Government"},
            {"key": "international_organization", "name": "International organization"},
            {"key": "civil_society", "name": "Civil society"},
        ],
        "rows": [{"name": "Europe", "counts": [7, 0, 1], "total": 8}],
        "totals": [7, 0, 1],
        "total": 8,
        "delegations": 5,
    },
    "agenda": [
        {
            "date": "2011-10-04",
            "name": "Tuesday 4 October",
            "slots": [
                {
                    "start": "09:00",
                    "end": "10:00",
                    "sessions": [
                        {
                            "kind": "session",
                            "title": "Session 1",
                            "start": "09:00",
                            "end": "10:00",
                            "room": "Plenary hall",
                            "roles": [],
                        }
                    ],
                }
            ],
        }
    ],
    "outcomes": [
        {
            "number": number,
            "title": f"Outcome {number} in short",
            "wording": f"Practical examples of sort {number}",
            "counts": {"recommendation": 1},
            "entries": [
                {
                    "number": f"R{number}.1",
                    "kind": "recommendation",
                    "kind_name": "Recommendation",
                    "text": f"Establish mechanism {number}.",
                    "language": "en",
                    "language_name": "English",
                    "addressed_to": "all States",
                    "session": "Session 1",
                }
            ],
        }
        for number in range(1, 7)
    ],
    "budget": {
        "currency": "USD",
        "ceiling": "75000.00",
        "lines": [
            {
                "code": "A",
                "title": "Travel",
                "planned": "75000.00",
                "committed": "61234.56",
                "paid": "1234.50",
                "left": "13765.44",
            }
        ],
        "total": {
            "planned": "75000.00",
            "committed": "61234.56",
            "paid": "1234.50",
            "left": "13765.44",
        },
        "contributions": [],
        "contributed": "0.00",
    },
    "participants": {
        "groups": [
            {
                "name": "Europe",
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
}
NOTHING = {"groups": [], "unnamed": 0}


def print_pages(content, **how):
    return print_report(content, **{"number": 7, "heed": lambda progress: None} | how)


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.fixture(scope="module")
def printed():
    return {
        language: print_pages(CONTENT | {"language": language}) for language in ("en", "es", "fr")
    }


@pytest.fixture(scope="module")
def english(printed):
    return PdfReader(io.BytesIO(printed["en"]))


@pytest.mark.parametrize(
    ("language", "figures"),
    [
        ("en", ["75,000.00", "61,234.56", "1,234.50", "13,765.44"]),
        ("es", ["75 000,00", "61 234,56", "1 234,50", "13 765,44"]),
        ("fr", ["75 000,00", "61 234,56", "1 234,50", "13 765,44"]),
    ],
)
def test_all_outcomes_their_entries_and_the_ledger_stand_in_the_text(printed, language, figures):
    said = words(PdfReader(io.BytesIO(printed[language])))

    for number in range(1, 7):
        assert f"Practical examples of sort {number}" in said
        assert f"Establish mechanism {number}." in said
    for figure in figures:
        assert figure in said
    assert "Ms. Ana Álvarez 79" in said


def test_it_says_that_it_is_tagged_in_which_language_and_of_what_title(english):
    catalogue = english.root_object

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/StructTreeRoot"]["/K"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/Lang"] == "en"
    assert english.metadata.title == "Outcome report: Thematic meeting on irregular migration"
    assert b'pdfuaid:part="1"' in catalogue["/Metadata"].get_data()


def structure(node, kinds):
    """The elements of the structure tree, of these kinds, as the reader meets them."""
    if not hasattr(node, "get_object"):
        return []
    node = node.get_object()
    if isinstance(node, list):
        return [found for child in node for found in structure(child, kinds)]
    if not hasattr(node, "get") or node.get("/Type") not in ("/StructTreeRoot", "/StructElem"):
        return []
    own = [node] if node.get("/S") in kinds else []
    return own + structure(node.get("/K", []), kinds)


def test_headings_never_skip_a_level(english):
    root = english.root_object["/StructTreeRoot"]
    levels = [int(h["/S"][2]) for h in structure(root, {"/H1", "/H2", "/H3", "/H4"})]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_the_margins_are_marked_as_no_part_of_the_text(english):
    for page in english.pages[1:]:
        drawn = page.get_contents().get_data()
        assert drawn.count(b"/Pagination") >= 4
    marks = english.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    kids = structure(english.root_object["/StructTreeRoot"], {"/Span"})
    held = {kid.indirect_reference.idnum for kid in kids}
    for page_marks in marks[1 : 2 * len(english.pages) : 2]:
        for mark in page_marks:
            element = mark.get_object()
            if isinstance(element, DictionaryObject) and element["/S"] == "/Span":
                assert element.indirect_reference.idnum in held


def test_every_header_cell_says_what_it_heads_and_the_chart_says_its_figures(english):
    root = english.root_object["/StructTreeRoot"]
    headers = structure(root, {"/TH"})

    assert {header["/A"]["/Scope"] for header in headers} == {"/Column", "/Row"}
    (chart,) = structure(root, {"/Figure"})
    assert "Europe 8" in chart["/Alt"]
    left, foot, right, top = chart["/A"]["/BBox"]
    assert 0 < left < right < 596
    assert 0 < foot < top < 842


def test_a_table_that_goes_on_repeats_its_head(english):
    pages = [page.extract_text() for page in english.pages]
    listing = [text for text in pages if "Ana Álvarez" in text]

    assert len(listing) > 2
    assert all("Position" in text for text in listing)


def test_bookmarks_are_the_numbered_headings(english):
    titles = [entry.title for entry in english.outline if not isinstance(entry, list)]
    (of_results,) = [entry for entry in english.outline if isinstance(entry, list)][-2:-1]

    assert titles[-2:] == ["6. Budget summary", "7. List of participants"]
    assert "1. The meeting" in titles
    assert of_results[0].title == "5.1 Outcome 1 in short"


def test_links_lead_to_headings_by_their_words_and_to_no_other_scheme(english):
    links = [
        note.get_object()
        for page in english.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]

    assert "Budget summary" in {link["/Contents"] for link in links}
    targets = {link["/A"]["/URI"] for link in links if "/A" in link}
    assert targets == {"mailto:meeting@example.org"}


def test_every_face_is_embedded(english):
    faces = {}
    for page in english.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            embedded = {"/FontFile2", "/FontFile3"} & set(described)
            faces[str(inner["/BaseFont"])] = bool(embedded)

    assert all(faces.values())
    assert all("Source-S" in name for name in faces), faces


def test_every_page_after_the_cover_is_numbered(english):
    pages = [page.extract_text() for page in english.pages]

    assert "Page" not in pages[0]
    for number, text in enumerate(pages[1:], start=2):
        assert f"Page {number} of {len(pages)}" in " ".join(text.split())


def test_the_same_content_gives_the_same_bytes(printed):
    again = print_pages(copy.deepcopy(CONTENT))

    assert hashlib.sha256(again).digest() == hashlib.sha256(printed["en"]).digest()


def test_markup_that_somebody_typed_is_text():
    content = copy.deepcopy(CONTENT) | {"participants": NOTHING}
    typed = '<b>bold</b> <img src="file:///etc/passwd"> & <style>*{display:none}</style>'
    content["outcomes"][0]["entries"][0]["text"] = typed

    assert typed in words(PdfReader(io.BytesIO(print_pages(content))))


def test_a_layout_that_takes_too_long_is_ended_and_says_so(monkeypatch):
    monkeypatch.setattr(press, "MOST_SECONDS", 3)
    content = copy.deepcopy(CONTENT) | {"participants": NOTHING}
    content["outcomes"][0]["entries"][0]["text"] = "a" + "\u0301" * 100_000

    with pytest.raises(CannotPrint) as refusal:
        print_pages(content)

    assert refusal.value.fault == Fault.TOO_LONG


def test_a_layout_that_needs_too_much_memory_is_ended_and_says_so(monkeypatch):
    monkeypatch.setattr(press, "MOST_MEMORY", 128 * 1024**2)

    with pytest.raises(CannotPrint) as refusal:
        print_pages(CONTENT)

    assert refusal.value.fault == Fault.TOO_LARGE


def test_what_the_listener_raises_ends_the_process():
    class Enough(Exception):
        pass

    def refuse(progress):
        raise Enough

    content = CONTENT | {"participants": {"groups": CONTENT["participants"]["groups"] * 30}}
    content["participants"] |= {"unnamed": 0}
    with pytest.raises(Enough):
        print_pages(content, heed=refuse)

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
