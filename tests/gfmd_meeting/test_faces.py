"""A paper is set in its own faces alone; what they do not hold is written out."""

import io
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from gfmd_meeting.paper.faces import spell_out, unheld
from gfmd_meeting.paper.press import print_paper, surroundings
from gfmd_meeting.paper.wording import kept_apart, writable

STYLESHEET = Path(__file__).parents[2] / "outcomes" / "report" / "report.css"


def page(text):
    return (
        '<html lang="en"><head><title>T</title><link rel="stylesheet" href="paper:report.css">'
        f'</head><body><h1>T</h1><p>{text}</p><p style="font-family: var(--sans)">{text}</p>'
        f"<p><i>{text}</i></p></body></html>"
    )


def printed(text):
    at = datetime(2011, 10, 5, 18, tzinfo=UTC)
    return print_paper(page(text), identifier="one", at=at, stylesheet=STYLESHEET)


def faces_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return {
        face.get_object()["/BaseFont"].partition("+")[2]
        for page in pages
        for face in page["/Resources"]["/Font"].values()
    }


@pytest.mark.parametrize(
    "text",
    ["محمد بن", "王小明", "ไทย", "a\U0001f600b", "\ue000", "\u0378", "Пётр Ωμέγα Ấn ☺\ufe0f"],
)
def test_no_face_of_the_machine_is_used(text):
    assert faces_of(printed(text)) <= {
        f"Source-{family}-Pro{style}"
        for family in ("Serif", "Sans")
        for style in ("", "-Italic", "-Bold", "-Semi-Bold", "-Bold-Italic")
    }


def test_what_the_faces_do_not_hold_is_written_out_and_nothing_else():
    assert spell_out("Mr 王小明, Ana") == "Mr [U+738B U+5C0F U+660E], Ana"
    assert spell_out("a\u202eb\u2066c") == "a[U+202E]b[U+2066]c"
    for held in (
        "Ana Álvarez",
        "Zoe\u0308",
        "Nguyễn",
        "Пётр",
        "Ωμέγα",
        "a\u200bb\u00adc\u00a0d\u2009e",
    ):
        assert spell_out(held) == held
    assert (
        "[U+738B U+5C0F U+660E]" in PdfReader(io.BytesIO(printed("王小明"))).pages[0].extract_text()
    )


def test_no_empty_box_is_drawn_for_what_is_said_to_be_held():
    signs = map(chr, (*range(0x20, 0x3100), *range(0xA000, 0x10000), *range(0xE0000, 0xE01F0)))
    held = [sign for sign in writable("".join(signs)) if not unheld(sign) and sign not in "&<"]
    script = (
        "import sys, logging; from gfmd_meeting.paper.pdf import lay_out, Path;"
        "logging.getLogger('weasyprint').addHandler(logging.StreamHandler());"
        f"lay_out(sys.stdin.read(), identifier='one', stylesheets=[Path({str(STYLESHEET)!r})])"
    )

    laid_out = subprocess.run(
        [sys.executable, "-c", script],
        input=page(spell_out(" ".join(f"a{sign}" for sign in held))),
        env=surroundings(datetime(2011, 10, 5, tzinfo=UTC)),
        capture_output=True,
        text=True,
        check=True,
    )

    assert len(held) > 1300
    assert "notdef" not in laid_out.stderr


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("Ana Álvarez", "Ana Álvarez"),
        ("محمد", "\u2068محمد\u2069"),
        ("a\u202eb", "\u2068a\u202eb\u202c\u2069"),
        ("a\u2069\u202eb\nc", "\u2068a\u202eb\u202c\u2069\nc"),
        ("\u2067\u202ea\u2069b\u202c", "\u2068\u2067\u202ea\u2069b\u2069"),
        (
            ["\u202b", {"a": "\u2066", "n": 1}],
            ["\u2068\u202b\u202c\u2069", {"a": "\u2068\u2066\u2069\u2069", "n": 1}],
        ),
    ],
)
def test_a_text_that_turns_is_closed_in_itself(typed, apart):
    assert kept_apart(typed) == apart


def test_what_unicode_says_is_no_character_is_left_out():
    assert writable("a\uffffb\ufffec\ufdd0d\U0001fffee\ufffd") == "abcde\ufffd"
    assert not [sign for sign in writable("".join(map(chr, range(0x20)))) if sign not in "\n\t"]
    assert unicodedata.category("\uffff") == "Cn"


def test_what_is_written_out_is_named_once():
    assert unheld("王小王 é王") == "王小"
