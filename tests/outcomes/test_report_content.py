"""What a report says, and what it never says."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.utils import timezone

from agenda.models import Access, Document
from budget.models import BudgetLine, Commitment, Disbursement
from gfmd_meeting.models import Meeting, StakeholderType
from outcomes.report.content import collect_content
from outcomes.report.sections import SECTIONS
from registrations.balance import measure_balance
from registrations.models import Status
from tests.factories import (
    make_adopted,
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
    make_published,
    make_receipt,
    make_region,
    make_release,
    make_session,
    make_statement,
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
    make_adopted(session=session, outcome=make_outcome(number=1))
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
    make_adopted(session=world, proposed_by="Ruritania")
    make_published(contact="ask.me@example.org", consent_note="by letter of the minister")
    make_participant(
        status=Status.CONFIRMED,
        email="secret@example.org",
        phone="+503 0000 0000",
        dietary_needs="no lentils",
        accessibility_needs="a ramp",
    )

    said = json.dumps(collect_content("en"), ensure_ascii=False)

    for secret in (
        "Ruritania",
        "secret@example.org",
        "+503 0000",
        "lentils",
        "a ramp",
        "ask.me@example.org",
        "letter of the minister",
    ):
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


def test_a_section_that_is_left_out_leaves_nothing_in_the_report(world):
    content = collect_content("en", sections=["outcomes", "budget", "agenda"])

    assert [(s["key"], s["number"]) for s in content["sections"]] == [
        ("agenda", "1"),
        ("outcomes", "2"),
        ("budget", "I"),
    ]
    assert "Álvarez" not in json.dumps(content, ensure_ascii=False)
    assert not {"participants", "participation", "concept_note"} & set(content)


def test_a_final_report_does_not_speak_of_texts_that_nobody_wrote(world):
    drafted, final = (collect_content("en", kind=kind) for kind in ("draft", "final"))

    assert [s["key"] for s in drafted["sections"]] == [s.key for s in SECTIONS]
    assert {"summary", "next_steps"} & {s["key"] for s in final["sections"]} == set()


def test_the_nature_of_the_text_follows_the_rule_that_the_meeting_was_held_under(world):
    plain = collect_content("en")["nature"]["text"]
    Meeting.objects.update(chatham_house_rule=True)
    ruled = collect_content("en")["nature"]["text"]

    assert "does not bind" in plain
    assert "Chatham House" not in plain
    assert "Chatham House" in ruled


def test_roles_are_those_of_the_agenda_that_was_given_out(world):
    said = collect_content("en")["agenda"]
    assert [s["roles"] for day in said for s in day["sessions"]] == [[]]

    make_release()
    (session,) = [s for day in collect_content("en")["agenda"] for s in day["sessions"]]

    assert [p["name"] for role in session["roles"] for p in role["people"]] == ["Ana Álvarez"]


def test_a_session_stands_with_the_time_at_which_it_was_held(world):
    world.held_from = world.starts_at
    world.held_until = world.ends_at + timedelta(minutes=5)
    world.save()

    (session,) = [s for day in collect_content("en")["agenda"] for s in day["sessions"]]

    end = timezone.localtime(world.held_until, Meeting.objects.get().zone)
    assert session["held"] == f"{session['start']}–{end:%H:%M}"


def test_the_budget_is_that_of_the_last_statement_where_there_is_one(world):
    statement = make_statement()
    make_disbursement(amount=Decimal("1.00"))

    budget = collect_content("en")["budget"]

    assert budget["statement"]["sha256"] == statement.sha256
    assert budget["total"]["paid"] == statement.content["total"]["paid"]


def test_a_statement_in_another_language_is_told_in_the_words_of_the_report(world):
    giver = make_contributor(
        name="The Swiss", party=make_party(name_en="Switzerland", name_es="Suiza")
    )
    make_receipt(contribution=make_contribution(contributor=giver))
    make_receipt(contribution=make_contribution(contributor=giver, form="services"))
    BudgetLine.objects.update(title_es="Viajes")
    make_statement(language="en")

    budget = collect_content("es")["budget"]

    assert [line["title"] for line in budget["lines"]] == ["Viajes"]
    assert "Suiza" in {gift["contributor"] for gift in budget["contributions"]}
    assert budget["in_kind"][0] | {"value": ""} == {
        "contributor": "Suiza",
        "form": "Servicios, en especie",
        "value": "",
    }


def test_documents_are_those_that_every_reader_of_the_report_may_open(world):
    for access in Access.values:
        Document.objects.create(symbol=access, title_en=access, type="statement", access=access)

    def symbols():
        return [document["symbol"] for document in collect_content("en")["documents"]]

    assert symbols() == ["participants", "public"]
    Meeting.objects.update(report_audience="public")
    assert symbols() == ["public"]


def test_days_and_names_are_written_as_each_language_writes_them(world):
    said = {language: collect_content(language) for language in ("en", "es", "fr")}

    assert [said[language]["meeting"]["dates"] for language in said] == [
        "4–5 October 2011",
        "4 y 5 de octubre de 2011",
        "4 et 5 octobre 2011",
    ]
    assert said["fr"]["meeting"]["country"] == "El Salvador"


def test_delegations_stand_in_protocol_order_their_heads_first(meeting):
    body = make_delegation(
        name_en="An agency",
        group=make_group(type=StakeholderType.INTERNATIONAL_ORGANIZATION, region=None),
    )
    group = make_group()
    spain = make_delegation(name_en="Spain", group=group)
    austria = make_delegation(name_en="Österreich", group=group)
    make_participant(delegation=spain, family_name="Abad", status=Status.CONFIRMED)
    make_participant(
        delegation=spain, family_name="Zapata", capacity="head", status=Status.CONFIRMED
    )
    for delegation in (austria, body):
        make_participant(delegation=delegation, status=Status.CONFIRMED)

    content = collect_content("en")
    states, bodies = content["participants"]["groups"]

    assert [delegation["name"] for delegation in states["delegations"]] == ["Österreich", "Spain"]
    assert [delegation["name"] for delegation in bodies["delegations"]] == ["An agency"]
    names = [person["name"] for person in states["delegations"][1]["people"]]
    assert names == ["Ana Zapata", "Ana Abad"]
    assert [(row["name"], row["people"]) for row in content["participation"]["by_delegation"]] == [
        ("Österreich", 1),
        ("Spain", 2),
        ("An agency", 1),
    ]


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
        make_adopted(session=session, outcome=outcome)
        make_published(session=session, outcome=outcome)
        make_disbursement(commitment=make_commitment())
    make_release()

    with django_assert_max_num_queries(34):
        collect_content("en")
