"""What the pages of a report are to those who cannot see them, and to an archive."""

import csv
import hashlib
import io
import json

import pytest
from pypdf.generic import DictionaryObject

from outcomes.report.stamp import Stamp

from .report_of_a_meeting import CONTENT, NOBODY, print_pages, read

BLOCKS = {"/H1", "/H2", "/H3", "/H4", "/P"}


STAMP = Stamp(
    number=3,
    kind="final",
    sha256="3f9a" * 16,
    code="K7MX22QP9ZTR",
    address="https://meeting.example.org/verify/K7MX22QP9ZTR/",
)


@pytest.fixture(scope="module")
def english():
    return read(print_pages(CONTENT, stamp=STAMP))


@pytest.fixture(scope="module")
def archive():
    return print_pages(CONTENT | {"participants": NOBODY}, archive=True)


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


def root_of(pdf):
    return pdf.root_object["/StructTreeRoot"]


def test_it_says_that_it_is_tagged_in_which_language_and_of_what_title(english):
    catalogue = english.root_object

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/StructTreeRoot"]["/K"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/Lang"] == "en"
    assert english.metadata.title == "Outcome report: Thematic meeting on irregular migration"
    assert b'pdfuaid:part="1"' in catalogue["/Metadata"].get_data()


def test_headings_never_skip_a_level(english):
    levels = [int(h["/S"][2]) for h in structure(root_of(english), BLOCKS - {"/P"})]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_no_heading_and_no_paragraph_is_inside_another(english):
    for block in structure(root_of(english), BLOCKS):
        assert block["/P"].get_object()["/S"] not in BLOCKS


def test_a_footnote_is_a_note_with_a_name_of_its_own(english):
    notes = structure(root_of(english), {"/Note"})

    assert len(notes) == 2
    assert len({note["/ID"] for note in notes}) == 2


def test_the_margins_are_marked_as_no_part_of_the_text(english):
    for page in english.pages[1:]:
        drawn = page.get_contents().get_data()
        assert drawn.count(b"/Pagination") >= 4
    marks = root_of(english)["/ParentTree"]["/Nums"]
    kids = structure(root_of(english), {"/Span"})
    held = {kid.indirect_reference.idnum for kid in kids}
    for page_marks in marks[1 : 2 * len(english.pages) : 2]:
        for mark in page_marks:
            element = mark.get_object()
            if isinstance(element, DictionaryObject) and element["/S"] == "/Span":
                assert element.indirect_reference.idnum in held


def test_every_table_has_headers_and_each_says_what_it_heads(english):
    tables = structure(root_of(english), {"/Table"})

    assert len(tables) >= 9
    for table in tables:
        headers = structure(table, {"/TH"})
        assert headers
        assert {header["/A"]["/Scope"] for header in headers} <= {"/Column", "/Row"}


def test_every_picture_says_in_words_what_it_shows_and_where_it_stands(english):
    code, chart = structure(root_of(english), {"/Figure"})

    assert STAMP.address in code["/Alt"]
    assert "Europe 8" in chart["/Alt"]
    for figure in (code, chart):
        left, foot, right, top = figure["/A"]["/BBox"]
        assert 0 < left < right < 596
        assert 0 < foot < top < 842


def test_bookmarks_are_the_numbered_headings(english):
    titles = [entry.title for entry in english.outline if not isinstance(entry, list)]
    nested = [entry for entry in english.outline if isinstance(entry, list)]

    assert titles[:3] == ["About this report", "Contents", "1. Co-chairs’ summary"]
    assert titles[-1] == "Annex IV. List of documents"
    assert "6.1 Outcome 1 in short" in [entry.title for of in nested for entry in of]


def test_links_lead_to_headings_by_their_words_and_out_by_plain_addresses(english):
    links = [
        note.get_object()
        for page in english.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]

    assert "Annex II Budget statement" in {link["/Contents"] for link in links}
    assert {link["/A"]["/URI"] for link in links if "/A" in link} == {
        "mailto:meeting@example.org",
        STAMP.address,
        "https://example.org/summary",
        *(f"https://example.org/practices/{number}" for number in range(1, 7)),
    }


def test_each_link_is_one_annotation_in_an_element_of_its_own_and_is_printed(english):
    on_pages = [note.idnum for page in english.pages for note in page.get("/Annots", [])]
    kids = [
        kid.get_object()
        for element in structure(root_of(english), {"/Link"})
        for kid in element["/K"]
    ]
    held = [kid.raw_get("/Obj").idnum for kid in kids if hasattr(kid, "get") and "/Obj" in kid]

    assert held
    assert sorted(held) == sorted(on_pages)
    for page in english.pages:
        assert all(note.get_object()["/F"] == 4 for note in page.get("/Annots", []))


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


def test_an_archive_says_what_it_is_and_carries_its_own_data(archive):
    pdf = read(archive)
    catalogue = pdf.root_object
    held = {name: files[0] for name, files in pdf.attachments.items()}

    said = catalogue["/Metadata"].get_data()
    assert b'pdfaid:part="3"' in said
    assert b'pdfaid:conformance="A"' in said
    assert catalogue["/OutputIntents"]
    assert json.loads(held["report.json"]) == CONTENT | {"participants": NOBODY}
    rows = list(csv.DictReader(io.StringIO(held["recommendations.csv"].decode("utf-8-sig"))))
    assert [row["text"] for row in rows] == [f"Establish mechanism {n}." for n in range(1, 7)]
    budget = list(csv.DictReader(io.StringIO(held["budget.csv"].decode("utf-8-sig"))))
    assert budget[0]["committed"] == "61234.56"
    assert set(held) == {
        "report.json",
        "recommendations.csv",
        "practices.csv",
        "participation.csv",
        "budget.csv",
    }


def test_each_attached_file_is_named_once_with_what_it_is_to_the_report(archive):
    catalogue = read(archive).root_object
    related = {
        file.get_object()["/UF"]: file.get_object()["/AFRelationship"] for file in catalogue["/AF"]
    }
    names = catalogue["/Names"]["/EmbeddedFiles"]["/Names"][::2]

    assert len(catalogue["/AF"]) == len(related) == 5
    assert related["report.json"] == "/Source"
    assert related["budget.csv"] == "/Data"
    assert list(names) == sorted(names)


def test_an_archive_of_the_same_content_is_the_same_bytes(archive):
    again = print_pages(CONTENT | {"participants": NOBODY}, archive=True)

    assert hashlib.sha256(again).digest() == hashlib.sha256(archive).digest()
