"""Much of everything: a report that is long, large or crowded is printed, and legible."""

import copy

import pytest

from gfmd_meeting.paper import press
from gfmd_meeting.paper.wording import breakable
from outcomes.report.fitting import overfills_cover, part_coverage

from .report_of_a_meeting import CONTENT, FIGURE, NOBODY, PART, print_pages, read, words


def told(**changes):
    return copy.deepcopy(CONTENT) | {"participants": NOBODY} | changes


def delegations(*sizes):
    return [
        {
            "name": f"Delegation {place}",
            "people": [
                {
                    "name": f"Ms. Ana Alba {place}-{number}",
                    "function": "Counsellor",
                    "capacity": "Delegate",
                }
                for number in range(size)
            ],
        }
        for place, size in enumerate(sizes)
    ]


@pytest.mark.parametrize("sizes", [(12, 12), (1, 30, 1), (4, 4, 25)])
def test_delegations_of_any_size_are_listed_each_person_once(sizes):
    groups = [{"name": "Governments", "delegations": delegations(*sizes)}]

    said = words(read(print_pages(told(participants={"groups": groups, "unnamed": 0}))))

    for place, size in enumerate(sizes):
        assert [said.count(f"Alba {place}-{n} ") for n in range(size)] == [1] * size


def test_what_is_to_stay_together_and_is_longer_than_a_page_is_printed_all_the_same():
    lengthy = {"name": "Ms. Ana " + "Alba " * 35, "function": "word " * 30, "capacity": "Delegate"}
    few = [{"name": f"Delegation {n}", "people": [lengthy] * 4} for n in range(3)]
    groups = [{"name": "Governments", "delegations": few}]
    notes = [FIGURE | {"value": f"{n} in all", "source": f"Source {n} " * 12} for n in range(60)]
    noted = [PART | {"text": "In 2010 the Forum met in Mexico.", "figures": notes}]

    crowded = told(participants={"groups": groups, "unnamed": 0}, background=noted)
    said = words(read(print_pages(crowded)))

    assert said.count("Ms. Ana") == 12
    assert [said.count(f" {n} in all") for n in range(60)] == [1] * 60
    assert [said.count(f"(Source {n} ") for n in range(60)] == [1] * 60, "notes are in the line"


def test_a_word_of_twenty_thousand_letters_is_printed_in_seconds(monkeypatch):
    monkeypatch.setattr(press, "MOST_SECONDS", 60)
    word = "Ábcdefghij" * 2000
    content = told()
    content["summary"]["text"] = f"Before {word} after."

    assert words(read(print_pages(content))).count("Á") == 2000


def test_only_what_goes_on_for_very_long_may_be_broken_and_never_inside_a_sign_or_a_tag():
    address = f'<a href="https://example.org/{"a" * 400}">here</a>'

    assert breakable(f"<p>{'a' * 199} {address}</p>") == f"<p>{'a' * 199} {address}</p>"
    broken = breakable(f"<p>{'&amp;' * 500}</p>")
    assert broken.replace("\u200b", "") == f"<p>{'&amp;' * 500}</p>"
    assert broken.count("&amp;") == 500
    assert max(map(len, broken[3:-4].split("\u200b"))) == 500


def test_many_outcomes_stand_beside_the_sessions_in_several_tables():
    outcomes = [{"number": n, "title": f"Outcome {n}", "adopted": 1} for n in range(1, 21)]
    cells = [{"adopted": n, "planned": False} for n in range(1, 21)]
    coverage = {
        "outcomes": outcomes,
        "sessions": [{"title": "Session 1", "cells": cells, "adopted": 7}],
        "adopted": 9,
    }

    parts = part_coverage(coverage)

    assert [len(part["outcomes"]) for part in parts] == [7, 7, 6]
    assert [o["number"] for part in parts for o in part["outcomes"]] == list(range(1, 21))
    assert [c["adopted"] for part in parts for c in part["sessions"][0]["cells"]] == [*range(1, 21)]
    said = words(read(print_pages(told(coverage=coverage))))
    for columns in ("(1–7)", "(8–14)", "(15–20)"):
        assert f"Adopted texts by session and expected outcome {columns}" in said


def test_a_meeting_of_no_outcome_has_a_table_of_none():
    nothing = {"outcomes": [], "sessions": [], "adopted": 0}

    assert part_coverage(nothing) == [{"outcomes": [], "sessions": []}]


def test_parties_that_the_cover_has_no_room_for_go_on_after_it():
    many = [{"name": f"Supporter {n} {'of many words ' * 12}", "agency": ""} for n in range(20)]
    content = told(parties=CONTENT["parties"] | {"supporters": many})

    pages = [" ".join(page.extract_text().split()) for page in read(print_pages(content)).pages]

    assert overfills_cover(content)
    assert not overfills_cover(CONTENT)
    assert all(any(f"Supporter {n} of" in page for page in pages[:3]) for n in range(20))
    assert any("Draft, for consideration by the co-chairs Revision 7" in page for page in pages[:3])
