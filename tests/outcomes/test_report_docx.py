"""The report as a document that is edited: what it says, with real headings and tables."""

import copy
import io
from zipfile import ZipFile

import pytest
from docx import Document
from docx.shared import Cm, Pt

from gfmd_meeting.paper.wording import writable
from outcomes.models import Format, ReportKind
from outcomes.report.docx import write_docx
from outcomes.report.forms import write_file
from outcomes.report.page import write_page
from outcomes.report.snapshot import take_snapshot
from tests.factories import (
    make_outcome,
    make_participant,
    make_recommendation,
    make_report,
    make_report_file,
)

from .report_of_a_meeting import CONTENT, STAMP

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(meeting):
    outcome = make_outcome(number=1)
    make_recommendation(
        outcome=outcome, status="considered", text_en="Use <b>bold</b> & “quotes”.\n\nThen stop."
    )
    make_participant(status="confirmed", is_listed=True)
    snapshot = take_snapshot(kind=ReportKind.DRAFT, sections=None)
    return make_report_file(report=make_report(snapshot=snapshot), format=Format.DOCX)


def written(file):
    return write_file(file, heed=lambda progress: None)


def test_headings_are_headings_and_tables_repeat_their_heads(file):
    document = Document(io.BytesIO(written(file)))

    styles = {p.text: p.style.name for p in document.paragraphs if p.text}
    assert styles["A thematic meeting"] == "Title"
    assert any(
        style == "Heading 2" and text.endswith("Outcome 1") for text, style in styles.items()
    )
    assert sum(style == "Heading 1" for style in styles.values()) >= 5
    assert document.tables
    headed = [t for t in document.tables if "w:tblHeader" in t._tbl.xml]
    assert len(headed) >= 3


def test_numbers_and_sources_stand_apart_from_the_words_beside_them():
    document = Document(io.BytesIO(write_docx(CONTENT, stamp=STAMP)))
    said = [" ".join(p.text.split()) for p in document.paragraphs]

    assert {"4 Participation", "1.1 Establish mechanism 1.", "Annex II Budget statement"} <= {*said}
    assert any("international migrants (UN DESA 2009)." in text for text in said)


def test_a_column_of_figures_is_narrower_than_one_of_names(file):
    document = Document(io.BytesIO(written(file)))
    table = next(t for t in document.tables if "Stakeholder type" in t.rows[0].cells[1].text)

    widths = [column.width for column in table.columns]
    assert widths[0] > widths[-1]
    assert abs(sum(widths) - Cm(16)) < Pt(1)


def test_what_people_typed_stands_as_it_was_typed(file):
    document = Document(io.BytesIO(written(file)))
    text = "\n".join(p.text for p in document.paragraphs)

    assert "Use <b>bold</b> & “quotes”." in text
    assert "Then stop." in text
    assert "DRAFT" not in text, "the watermark is of the paper"


def test_the_document_says_its_language_title_and_hash(file):
    said = Document(io.BytesIO(written(file))).core_properties

    assert (said.language, said.title) == ("en", "A thematic meeting")
    assert file.report.sha256 in said.comments


def test_the_same_snapshot_gives_the_same_bytes(file):
    assert written(file) == written(file)


def test_nothing_in_it_is_fetched_from_elsewhere(file):
    with ZipFile(io.BytesIO(written(file))) as archive:
        relations = [name for name in archive.namelist() if name.endswith(".rels")]
        assert not any(b'TargetMode="External"' in archive.read(name) for name in relations)


def test_its_paragraphs_are_numbered_and_its_contents_are_a_field():
    document = Document(io.BytesIO(write_docx(CONTENT, stamp=STAMP)))

    (said,) = [p for p in document.paragraphs if p.text == "The meeting was held."]
    assert said.style.name == "List Number"
    assert "TOC " in document.element.xml
    assert "4 Participation" in [p.text for p in document.paragraphs if p.style.name == "Normal"]


def test_text_that_turns_or_that_xml_cannot_hold_turns_nothing_around_it_and_breaks_nothing():
    content = copy.deepcopy(CONTENT)
    content["documents"][0] |= {"title": "محمد 王", "symbol": "a\u202eb"}
    content["summary"]["text"] = "_x000D_ { PAGE } &amp; ]]> \x1b\uffff <w:t/>"

    document = Document(io.BytesIO(write_docx(writable(content), stamp=STAMP)))

    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"\u2068محمد 王\u2069", "\u2068a\u202eb\u202c\u2069"} <= {*cells}
    assert "_x000D_ { PAGE } &amp; ]]> <w:t/>" in [p.text for p in document.paragraphs]


def test_text_that_turns_turns_nothing_around_it_on_the_web():
    content = copy.deepcopy(CONTENT)
    content["documents"][0] |= {"title": "محمد 王", "symbol": "a\u202eb"}

    page = write_page(content, stamp=STAMP)

    assert '<th scope="row">\u2068a\u202eb\u202c\u2069</th><td>\u2068محمد 王\u2069</td>' in page
    assert "Unicode standard" not in page, "a screen shows every sign"
