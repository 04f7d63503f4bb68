"""What a report says, and what it never says."""

import json
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.utils import timezone

from budget.models import BudgetLine, Commitment, Disbursement
from gfmd_meeting.models import StakeholderType
from gfmd_meeting.paper.wording import writable
from outcomes.report.content import collect_content
from registrations.balance import measure_balance
from registrations.models import Status
from tests.factories import (
    make_assignment,
    make_commitment,
    make_contribution,
    make_contributor,
    make_delegation,
    make_disbursement,
    make_group,
    make_line,
    make_organiser,
    make_outcome,
    make_participant,
    make_party,
    make_receipt,
    make_recommendation,
    make_region,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(meeting):
    """A little of everything."""
    make_party(name_en="Government of El Salvador", is_host=True, is_co_chair=True)
    europe = make_region(name_en="Europe")
    spain = make_delegation(name_en="Spain", group=make_group(region=europe))
    bodies = make_group(type=StakeholderType.INTERNATIONAL_ORGANIZATION, region=None)
    agency = make_delegation(name_en="An agency", group=bodies)
    ana = make_participant(delegation=spain, family_name="Álvarez", status=Status.CONFIRMED)
    make_participant(delegation=agency, status=Status.CONFIRMED)
    make_participant(delegation=agency)
    session = make_session()
    make_assignment(session=session, participant=ana)
    make_recommendation(session=session, outcome=make_outcome(number=1))
    line = make_line(planned=Decimal("1000.10"))
    commitment = make_commitment(line=line, amount=Decimal("700.05"))
    make_disbursement(commitment=commitment, amount=Decimal("333.33"))
    make_receipt(
        contribution=make_contribution(contributor=make_contributor(name="Switzerland")),
        amount=Decimal("61906.00"),
    )
    return session


def test_all_of_it_is_plain_and_survives_the_way_through_json(world):
    content = collect_content("en")

    assert json.loads(json.dumps(content)) == content


def test_who_proposed_what_and_how_to_reach_people_is_never_said(world):
    make_recommendation(session=world, proposed_by="Ruritania")
    make_participant(
        status=Status.CONFIRMED,
        email="secret@example.org",
        phone="+503 0000 0000",
        dietary_needs="no lentils",
        accessibility_needs="a ramp",
    )

    said = json.dumps(collect_content("en"), ensure_ascii=False)

    for secret in ("Ruritania", "secret@example.org", "+503 0000", "lentils", "a ramp"):
        assert secret not in said


def test_a_person_who_asked_not_to_be_named_is_counted_and_nowhere_named(world):
    shy = make_participant(given_name="Shy", status=Status.CONFIRMED, is_listed=False)
    make_assignment(session=world, participant=shy)

    content = collect_content("en")

    assert "Shy" not in json.dumps(content)
    assert content["participants"]["unnamed"] == 1
    assert content["participation"]["total"] == 3


def test_only_those_with_a_seat_take_part(world):
    for status in (Status.DECLINED, Status.WITHDRAWN, Status.REGISTERED):
        make_participant(given_name="Absent", status=status)

    content = collect_content("en")

    assert "Absent" not in json.dumps(content)
    assert content["participation"]["total"] == 2


def test_the_figures_by_region_and_type_are_those_of_the_balance(world):
    make_participant(status=Status.CONFIRMED)
    balance = measure_balance()

    said = collect_content("en")["participation"]

    regions = {share.name: share.figures.confirmed for share in balance.by_region}
    assert {row["name"]: row["total"] for row in said["rows"]} == regions
    assert said["totals"] == [share.figures.confirmed for share in balance.by_type]
    assert said["total"] == balance.total.confirmed == 3


def test_the_totals_of_the_budget_are_those_of_the_tables_to_the_cent(world):
    other = make_line(planned=Decimal("0.05"))
    make_disbursement(line=other, amount=Decimal("0.04"))

    total = collect_content("en")["budget"]["total"]

    summed = {
        "planned": BudgetLine.objects.aggregate(s=Sum("planned"))["s"],
        "committed": Commitment.objects.aggregate(s=Sum("value"))["s"],
        "paid": Disbursement.objects.aggregate(s=Sum("value"))["s"],
    }
    for name, amount in summed.items():
        assert total[name] == f"{amount:.2f}"


def test_a_text_stands_in_the_language_of_the_report_or_as_it_was_recorded(world):
    outcome = make_outcome(number=2)
    make_recommendation(outcome=outcome, language="es", text_es="Crear.", text_en="Create.")
    make_recommendation(outcome=outcome, language="es", text_es="Ampliar.", text_en="")

    entries = collect_content("en")["outcomes"][1]["entries"]

    assert [(e["text"], e["language"], e["language_name"]) for e in entries] == [
        ("Create.", "en", "English"),
        ("Ampliar.", "es", "Spanish"),
    ]


def test_what_was_withdrawn_is_not_said(world):
    make_recommendation(text_en="Taken back.", withdrawn_at=timezone.now())

    assert "Taken back" not in json.dumps(collect_content("en"))


def test_an_entry_is_cited_by_its_kind_its_outcome_and_its_place(world):
    outcome = make_outcome(number=2)
    for kind in ("practice", "recommendation", "option", "recommendation"):
        make_recommendation(outcome=outcome, kind=kind)

    entries = collect_content("en")["outcomes"][1]["entries"]

    assert [entry["number"] for entry in entries] == ["R2.1", "R2.2", "O2.1", "P2.1"]


def test_an_outcome_with_nothing_under_it_is_said_all_the_same(world):
    make_outcome(number=2, wording_en="Examples of partnerships")

    outcome = collect_content("en")["outcomes"][1]

    assert (outcome["wording"], outcome["entries"]) == ("Examples of partnerships", [])


def test_characters_that_no_page_can_show_are_left_out(world):
    make_recommendation(outcome=make_outcome(number=2), text_en="Do\x07 this.\r\nAnd that.")

    assert collect_content("en")["outcomes"][1]["entries"][0]["text"] == "Do this.\nAnd that."
    assert writable({"said": ["a\x00b", "\ud800c", "d\te", 1]}) == {"said": ["ab", "c", "d\te", 1]}


def test_days_and_names_are_written_as_each_language_writes_them(world):
    said = {language: collect_content(language) for language in ("en", "es", "fr")}

    assert [said[language]["meeting"]["dates"] for language in said] == [
        "4–5 October 2011",
        "4–5 de octubre de 2011",
        "4–5 octobre 2011",
    ]
    assert said["fr"]["meeting"]["country"] == "Salvador"


def test_delegations_stand_in_the_order_of_the_alphabet_their_heads_first(meeting):
    group = make_group()
    spain = make_delegation(name_en="Spain", group=group)
    austria = make_delegation(name_en="Österreich", group=group)
    make_participant(delegation=spain, family_name="Abad", status=Status.CONFIRMED)
    make_participant(
        delegation=spain, family_name="Zapata", capacity="head", status=Status.CONFIRMED
    )
    make_participant(delegation=austria, status=Status.CONFIRMED)

    (listed,) = collect_content("en")["participants"]["groups"]

    assert [delegation["name"] for delegation in listed["delegations"]] == ["Österreich", "Spain"]
    names = [person["name"] for person in listed["delegations"][1]["people"]]
    assert names == ["Ana Zapata", "Ana Abad"]


def test_a_meeting_of_which_nothing_is_known_yet_can_be_told(meeting):
    content = collect_content("en")

    assert content["participation"]["total"] == 0
    assert content["outcomes"] == []
    assert content["budget"]["total"]["planned"] == "0.00"


def test_the_number_of_queries_does_not_grow_with_the_rows(world, django_assert_max_num_queries):
    make_organiser()
    outcome = make_outcome(number=2)
    for _number in range(30):
        session = make_session()
        make_assignment(session=session)
        make_recommendation(session=session, outcome=outcome)
        make_disbursement(commitment=make_commitment())

    with django_assert_max_num_queries(26):
        collect_content("en")
