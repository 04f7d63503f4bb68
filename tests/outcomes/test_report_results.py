"""What a report says came of the meeting."""

import json

import pytest
from django.utils import timezone

from gfmd_meeting.models import PriorRecommendation
from gfmd_meeting.paper.wording import writable
from outcomes.models import Kind, OwnerConsent, Recommendation, ReportText, Status
from outcomes.report.content import collect_content
from tests.factories import (
    make_adopted,
    make_outcome,
    make_practice,
    make_published,
    make_recommendation,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(meeting):
    """A session that has concluded one thing."""
    session = make_session()
    make_adopted(session=session, outcome=make_outcome(number=1))
    return session


def entries(content, place=1):
    return content["outcomes"][place]["entries"]


def test_a_text_stands_in_the_language_of_the_report_or_as_it_was_recorded(world):
    outcome = make_outcome(number=2)
    make_adopted(outcome=outcome, language="es", text_es="Crear.", text_en="Create.")
    make_adopted(outcome=outcome, language="es", text_es="Ampliar.", text_en="")

    said = entries(collect_content("en"))

    assert [(e["text"], e["language"], e["language_name"]) for e in said] == [
        ("Create.", "en", "English"),
        ("Ampliar.", "es", "Spanish"),
    ]


def test_a_final_report_says_what_is_adopted_and_a_draft_also_what_is_considered(world):
    outcome = make_outcome(number=2)
    make_adopted(outcome=outcome, text_en="Adopted.")
    for status in (Status.DRAFT, Status.SUBMITTED, Status.CONSIDERED, Status.NOT_RETAINED):
        make_recommendation(outcome=outcome, status=status, text_en=f"{status}.")

    final, draft = (entries(collect_content("en", kind=kind)) for kind in ("final", "draft"))

    assert [entry["text"] for entry in final] == ["Adopted."]
    assert [(entry["text"], entry["is_adopted"]) for entry in draft] == [
        ("Adopted.", True),
        ("considered.", False),
    ]


def test_a_practice_is_in_a_final_report_with_its_owners_consent_alone(world):
    outcome = make_outcome(number=2)
    make_published(outcome=outcome, title_en="Published", since=2006, countries="MX GT")
    make_practice(outcome=outcome, title_en="Asked", submitted_at=timezone.now())
    make_practice(outcome=outcome, title_en="Not handed in")
    make_published(outcome=outcome, title_en="Refused", owner_consent=OwnerConsent.REFUSED)

    def practices(kind):
        return collect_content("en", kind=kind)["outcomes"][1]["practices"]

    assert [(p["number"], p["title"]) for p in practices("final")] == [("P2.1", "Published")]
    assert [p["title"] for p in practices("draft")] == ["Published", "Asked"]
    assert practices("final")[0]["where"] == "Mexico, Guatemala"
    assert practices("final")[0]["since"] == "2006"


def test_a_place_that_names_its_country_is_not_followed_by_it(world):
    make_published(outcome=make_outcome(number=2), place="Norte, Mexico", countries="MX GT")

    (practice,) = collect_content("fr", kind="final")["outcomes"][1]["practices"]

    assert practice["where"] == "Norte, Mexico, Guatemala"


def test_what_was_withdrawn_is_not_said(world):
    make_recommendation(
        text_en="Taken back.", status=Status.CONSIDERED, withdrawn_at=timezone.now()
    )
    make_published(text_en="Taken back.", withdrawn_at=timezone.now())

    assert "Taken back" not in json.dumps(collect_content("en"))


def test_an_entry_is_cited_by_the_number_that_it_was_given_and_stands_with_its_kind(world):
    outcome = make_outcome(number=2)
    for kind in (Kind.OPTION, Kind.RECOMMENDATION, Kind.MECHANISM, Kind.RECOMMENDATION):
        make_adopted(outcome=outcome, kind=kind)
    make_published(outcome=outcome)

    content = collect_content("en")

    assert [entry["number"] for entry in entries(content)] == ["2.2", "2.4", "2.1", "2.3"]
    assert content["outcomes"][1]["counts"] == {
        "recommendation": 2,
        "option": 1,
        "mechanism": 1,
        "practice": 1,
    }


def test_an_outcome_with_nothing_under_it_is_said_all_the_same(world):
    make_outcome(number=2, wording_en="Examples of partnerships")

    outcome = collect_content("en")["outcomes"][1]

    assert (outcome["wording"], outcome["entries"]) == ("Examples of partnerships", [])


def test_characters_that_no_page_can_show_are_left_out(world):
    make_adopted(outcome=make_outcome(number=2), text_en="Do\x07 this.\r\nAnd that.")

    assert entries(collect_content("en"))[0]["text"] == "Do this.\nAnd that."
    assert writable({"said": ["a\x00b", "\ud800c", "d\te", 1]}) == {"said": ["ab", "c", "d\te", 1]}


def test_the_texts_that_people_wrote_stand_in_their_places(world):
    for key in ("summary", "next_steps", "outcome-1", "nature"):
        ReportText.objects.create(key=key, language="en", text_en=f"Of {key}.")

    content = collect_content("es")

    assert content["summary"]["text"] == "Of summary."
    assert content["summary"]["language"] == "en"
    assert content["next_steps"]["text"] == "Of next_steps."
    assert content["outcomes"][0]["summary"]["text"] == "Of outcome-1."
    assert content["nature"]["text"] == "Of nature."


def test_the_results_that_build_on_an_earlier_recommendation_are_cited_under_it(world):
    earlier = PriorRecommendation.objects.create(
        number=1, wording_en="Open channels.", source_en="2010"
    )
    make_adopted(outcome=make_outcome(number=2)).builds_on.add(earlier)

    (given,) = collect_content("en")["prior"]["recommendations"]

    assert given["items"] == [{"number": "2.1", "outcome": 2}]


def test_the_matrix_counts_adopted_texts_and_in_a_draft_what_was_recorded(world):
    make_recommendation(session=world, outcome=make_outcome(number=2))

    final, draft = (collect_content("en", kind=kind)["coverage"] for kind in ("final", "draft"))

    assert final["adopted"] == draft["adopted"] == Recommendation.objects.adopted().count() == 1
    assert [outcome["adopted"] for outcome in final["outcomes"]] == [1, 0]
    assert [cell["recorded"] for cell in draft["sessions"][0]["cells"]] == [1, 1]
    assert "recorded" not in json.dumps(final)
