"""The pages of a report: whole, bounded, and the same each time."""

import copy
import hashlib
import os
import re

import pytest
from django.utils import timezone, translation

from gfmd_meeting.paper import press
from gfmd_meeting.paper.press import CannotPrint, Fault
from outcomes.report.press import write_html

from .report_of_a_meeting import CONTENT, NOBODY, STAMP, print_pages, read, words


@pytest.fixture(scope="module")
def printed():
    return {
        language: print_pages(CONTENT | {"language": language}) for language in ("en", "es", "fr")
    }


@pytest.fixture(scope="module")
def english(printed):
    return read(printed["en"])


@pytest.mark.parametrize(
    ("language", "figures"),
    [
        ("en", ["75,000.00", "61,234.56", "1,234.50", "13,765.44"]),
        ("es", ["75.000,00", "61.234,56", "1.234,50", "13.765,44"]),
        ("fr", ["75 000,00", "61 234,56", "1 234,50", "13 765,44"]),
    ],
)
def test_each_text_stands_in_it_once_and_each_figure(printed, language, figures):
    said = words(read(printed[language]))

    for number in range(1, 7):
        assert said.count(f"Practical examples of sort {number}") == 1
        assert said.count(f"Establish mechanism {number}.") == 1
        assert said.count(f"A programme of sort {number}.") == 1
    for figure in figures:
        assert figure in said
    assert "Ms. Ana Álvarez 79" in said


def test_a_table_that_goes_on_repeats_its_head(english):
    pages = [page.extract_text() for page in english.pages]
    listing = [text for text in pages if "Ana Álvarez" in text]

    assert len(listing) > 2
    assert all("Position" in text for text in listing)


def test_what_is_cited_stands_with_the_page_that_it_is_on(english):
    pages = [" ".join(page.extract_text().split()) for page in english.pages]
    (place,) = [n for n, text in enumerate(pages, 1) if "Establish mechanism 1." in text]

    assert f"1.1 ({place})" in " ".join(pages)


def test_the_table_of_contents_gives_the_page_of_each_section(english):
    pages = [page.extract_text() for page in english.pages]
    contents = " ".join(pages[2].split())
    at = {entry.title: english.get_destination_page_number(entry) + 1 for entry in flat(english)}

    for title in ("Participation", "Budget statement", "Outcome 6 in short"):
        (page,) = [number for label, number in at.items() if label.endswith(title)]
        assert re.match(rf"[ .]+ {page}\b", contents.partition(title)[2])


def flat(pdf):
    def each(entries):
        for entry in entries:
            if isinstance(entry, list):
                yield from each(entry)
            else:
                yield entry

    return list(each(pdf.outline))


def test_every_page_after_the_cover_says_which_it_is_and_of_which_revision(english):
    pages = [" ".join(page.extract_text().split()) for page in english.pages]

    assert "Page" not in pages[0]
    for number, text in enumerate(pages[1:], start=2):
        assert f"Page {number} of {len(pages)}" in text
        assert "revision 7" in text
        assert "SHA-256" in text


def test_a_draft_says_so_across_each_page_and_a_final_report_does_not(english):
    final = read(print_pages(CONTENT | {"kind": "final", "participants": NOBODY}))

    assert all("DRAFT" in page.extract_text() for page in english.pages[1:])
    assert "DRAFT" not in words(final)


def test_the_source_of_a_figure_stands_at_the_foot_of_its_page(english):
    pages = [" ".join(page.extract_text().split()) for page in english.pages]
    noted = [text for text in pages if "UN DESA 2009" in text]

    assert len(noted) == 2
    assert all("214 million" in text for text in noted)


def test_the_same_content_gives_the_same_bytes(printed):
    again = print_pages(copy.deepcopy(CONTENT))

    assert hashlib.sha256(again).digest() == hashlib.sha256(printed["en"]).digest()


@pytest.mark.parametrize("on_screen", [True, False])
def test_what_it_says_does_not_depend_on_who_has_it_made(on_screen):
    written = []
    for language, zone in (("en", "UTC"), ("fr", "Asia/Tokyo")):
        with translation.override(language), timezone.override(zone):
            written.append(write_html(CONTENT, stamp=STAMP, on_screen=on_screen))

    assert written[0] == written[1]


def test_markup_that_somebody_typed_is_text():
    content = copy.deepcopy(CONTENT) | {"participants": NOBODY}
    typed = '<b>bold</b> <img src="file:///etc/passwd"> & <style>*{display:none}</style>'
    content["outcomes"][0]["entries"][0]["text"] = typed
    content["summary"]["text"] = f"{typed} once more"

    said = words(read(print_pages(content)))

    assert said.count(typed) == 2


def test_a_report_of_little_is_a_report():
    pages = words(
        read(
            print_pages(
                {key: CONTENT[key] for key in ("language", "collected_at", "collected_on")}
                | {"kind": "final", "sections": []}
                | {key: CONTENT[key] for key in ("meeting", "parties")}
            )
        )
    )

    assert "Thematic meeting on irregular migration" in pages


def test_a_layout_that_takes_too_long_is_ended_and_says_so(monkeypatch):
    monkeypatch.setattr(press, "MOST_SECONDS", 3)
    content = copy.deepcopy(CONTENT) | {"participants": NOBODY}
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
