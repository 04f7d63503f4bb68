"""What a report says, and what it never says."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.utils import timezone

from agenda.models import Access, Document
from budget.models import BudgetLine, Commitment, Disbursement
from gfmd_meeting.models import Meeting, PriorRecommendation, StakeholderType
from gfmd_meeting.paper.wording import writable
from outcomes.models import Kind, OwnerConsent, ReportText, Status
from outcomes.numbers import give_number
from outcomes.report.content import collect_content
from outcomes.report.sections import SECTIONS
from registrations.balance import measure_balance
from registrations.models import Status as SeatStatus
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
    make_practice,
    make_receipt,
    make_recommendation,
    make_region,
    make_release,
    make_session,
    make_statement,
)

pytestmark = pytest.mark.django_db


def adopt(recommendation):
    """As the last of the keys leaves it."""
    give_number(recommendation)
    recommendation.status, recommendation.adopted_at = Status.ADOPTED, timezone.now()
    recommendation.save()
    return recommendation


def make_adopted(**fields):
    return adopt(make_recommendation(**fields))


def make_published(**fields):
    now = timezone.now()
    given = {"owner_consent": OwnerConsent.GIVEN, "consent_at": now, "submitted_at": now}
    return make_practice(**given | fields)


def entries(content, place=1):
    return content["outcomes"][place]["entries"]


@pytest.fixture
def world(meeting):
    """A little of everything."""
    make_party(name_en="Government of El Salvador", is_host=True, is_co_chair=True)
    europe = make_region(name_en="Europe")
    spain = make_delegation(name_en="Spain", group=make_group(region=europe))
    bodies = make_group(type=StakeholderType.INTERNATIONAL_ORGANIZATION, region=None)
    agency = make_delegation(name_en="An agency", group=bodies)
    ana = make_participant(delegation=spain, family_name="Álvarez", status=SeatStatus.CONFIRMED)
    make_participant(delegation=agency, status=SeatStatus.CONFIRMED)
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
    adopt(make_recommendation(session=world, proposed_by="Ruritania"))
    make_published(contact="ask.me@example.org", consent_note="by letter of the minister")
    make_participant(
        status=SeatStatus.CONFIRMED,
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
    shy = make_participant(given_name="Shy", status=SeatStatus.CONFIRMED, is_listed=False)
    make_assignment(session=world, participant=shy)

    content = collect_content("en")

    assert "Shy" not in json.dumps(content)
    assert content["participants"]["unnamed"] == 1
    assert content["participation"]["total"] == 3


def test_only_those_with_a_seat_take_part(world):
    for status in (SeatStatus.DECLINED, SeatStatus.WITHDRAWN, SeatStatus.REGISTERED):
        make_participant(given_name="Absent", status=status)

    content = collect_content("en")

    assert "Absent" not in json.dumps(content)
    assert content["participation"]["total"] == 2


def test_the_figures_by_region_and_type_are_those_of_the_balance(world):
    make_participant(status=SeatStatus.CONFIRMED)
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


def test_the_texts_that_people_wrote_stand_in_their_places(world):
    for key in ("summary", "next_steps", "outcome-1", "nature"):
        ReportText.objects.create(key=key, language="en", text_en=f"Of {key}.")

    content = collect_content("es")

    assert content["summary"]["text"] == "Of summary."
    assert content["summary"]["language"] == "en"
    assert content["next_steps"]["text"] == "Of next_steps."
    assert content["outcomes"][0]["summary"]["text"] == "Of outcome-1."
    assert content["nature"]["text"] == "Of nature."


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


def test_the_results_that_build_on_an_earlier_recommendation_are_cited_under_it(world):
    earlier = PriorRecommendation.objects.create(
        number=1, wording_en="Open channels.", source_en="2010"
    )
    make_adopted(outcome=make_outcome(number=2)).builds_on.add(earlier)

    (given,) = collect_content("en")["prior"]["recommendations"]

    assert given["items"] == [{"number": "2.1", "outcome": 2}]


def test_the_matrix_counts_what_the_report_says(world):
    make_recommendation(session=world, outcome=make_outcome(number=2))

    coverage = collect_content("en")["coverage"]

    assert coverage["total"] == 1
    assert coverage["totals"] == [1, 0]


def test_the_budget_is_that_of_the_last_statement_where_there_is_one(world):
    statement = make_statement()
    make_disbursement(amount=Decimal("1.00"))

    budget = collect_content("en")["budget"]

    assert budget["statement"]["sha256"] == statement.sha256
    assert budget["total"]["paid"] == statement.content["total"]["paid"]


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
        "4–5 de octubre de 2011",
        "4–5 octobre 2011",
    ]
    assert said["fr"]["meeting"]["country"] == "Salvador"


def test_delegations_stand_in_protocol_order_their_heads_first(meeting):
    body = make_delegation(
        name_en="An agency",
        group=make_group(type=StakeholderType.INTERNATIONAL_ORGANIZATION, region=None),
    )
    group = make_group()
    spain = make_delegation(name_en="Spain", group=group)
    austria = make_delegation(name_en="Österreich", group=group)
    make_participant(delegation=spain, family_name="Abad", status=SeatStatus.CONFIRMED)
    make_participant(
        delegation=spain, family_name="Zapata", capacity="head", status=SeatStatus.CONFIRMED
    )
    for delegation in (austria, body):
        make_participant(delegation=delegation, status=SeatStatus.CONFIRMED)

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

    with django_assert_max_num_queries(46):
        collect_content("en")
