"""What checkers of PDF say of the report of the demo meeting; they know nothing of ours."""

import io

import pikepdf
import pytest
from pikepdf.pdfa import Flavour
from pikepdf.pdfa import check as check_archive

from gfmd_meeting.demo import load_demo
from gfmd_meeting.meeting_file import load_meeting_file
from outcomes.models import LANGUAGE_CODES, ReportKind
from outcomes.report.press import print_report
from outcomes.report.sections import SECTIONS
from outcomes.report.snapshot import take_snapshot
from outcomes.report.stamp import stamp_of
from tests.factories import make_report
from tests.pdf_ua import breaches_of


@pytest.fixture
def pages_of(db, settings, tmp_path):
    """The pages of the demo's whole report in a language, for readers or for the archive."""
    settings.VAR_DIR = tmp_path
    load_meeting_file("san_salvador_2011")
    load_demo()
    sections = [section.key for section in SECTIONS]
    report = make_report(
        kind=ReportKind.FINAL, snapshot=take_snapshot(kind=ReportKind.FINAL, sections=sections)
    )

    def pages_of(language, **how):
        return print_report(
            report.snapshot[language], stamp=stamp_of(report), heed=lambda progress: None, **how
        )

    return pages_of


def test_a_checker_of_pdf_ua_finds_nothing_in_any_language(pages_of):
    breaches = {language: breaches_of(pages_of(language)) for language in LANGUAGE_CODES}

    assert breaches == {"en": [], "es": [], "fr": []}


def test_a_checker_of_pdf_a_finds_no_breach_in_the_archive(pages_of):
    """It knows the rules of PDF/A-3 at the level "b", which "a" holds too, and the tags besides.

    What it has no rule for it calls unsupported: faces that name each glyph by its own number,
    and lists of patterns and shadings, which are empty.
    """
    with pikepdf.open(io.BytesIO(pages_of("es", archive=True))) as archive:
        findings = check_archive(archive, Flavour.PDFA_3B).findings

    breaches = [finding for finding in findings if finding.kind != "unsupported"]
    assert [finding.message for finding in breaches] == ["pdfaid:conformance is 'A', expected 'B'"]
    assert {finding.message for finding in findings} - {breaches[0].message} <= {
        "CIDFontType0 with a non-CID-keyed CFF",
        "patterns are not supported",
        "shadings are not supported",
    }
