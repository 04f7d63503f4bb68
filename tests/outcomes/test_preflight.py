"""What is missing or doubtful before the report goes out."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from gfmd_meeting.models import Meeting
from outcomes.models import SessionRecord, Status
from outcomes.report.preflight import BLOCKING, DOUBTFUL, preflight
from outcomes.report_texts import write_text
from registrations.models import Status as SeatStatus
from tests.factories import (
    make_adopted,
    make_outcome,
    make_participant,
    make_party,
    make_practice,
    make_published,
    make_recommendation,
    make_release,
    make_session,
    make_statement,
)

pytestmark = pytest.mark.django_db

THREE = {"text_en": "Do it.", "text_es": "Hacerlo.", "text_fr": "Le faire."}


@pytest.fixture
def outcome(meeting):
    make_party(is_co_chair=True, short_name_en="El Salvador")
    return make_outcome(number=1)


def codes(**how):
    return {finding.code for finding in preflight(**how)}


def found(code, **how):
    return [finding for finding in preflight(**how) if finding.code == code]


def write(key, version=0, **texts):
    texts = dict.fromkeys(("en", "es", "fr"), "") | texts
    return write_text(key, version=version, by=None, language="en", texts=texts)


def test_all_that_is_in_order_is_passed_over(outcome):
    session = make_session()
    SessionRecord.objects.create(session=session, language="en")
    item = make_adopted(session=session, outcome=outcome, **THREE)
    item.made_from_es = item.made_from_fr = item.made_from
    item.save()
    for key in ("summary", "outcome-1", "next_steps"):
        write(key, en="We met.", es="Nos reunimos.", fr="Nous nous sommes réunis.")
    make_participant(status=SeatStatus.CONFIRMED, attended_at=timezone.now())
    make_statement(kind="final")
    make_release()

    assert preflight() == []
    assert "Nothing is missing" in render_to_string("outcomes/_preflight.html", {"findings": []})


def test_an_outcome_under_which_nothing_is_recorded_or_adopted_blocks(outcome):
    assert found("empty_outcome")[0].severity == BLOCKING

    make_recommendation(outcome=outcome, status=Status.CONSIDERED)
    (finding,) = found("nothing_adopted")
    assert finding.severity == BLOCKING
    assert finding.url.endswith("#outcome-1")

    make_published(outcome=outcome)
    assert not {"empty_outcome", "nothing_adopted"} & codes()


def test_a_consent_that_is_missing_is_named(outcome):
    make_recommendation(outcome=outcome, status=Status.CONSIDERED, text_en="Open the border.")

    (finding,) = found("consent_missing")

    assert "“Open the border.”" in finding.sentence
    assert "El Salvador" in finding.sentence


def test_drafts_and_what_was_handed_in_are_counted_by_outcome(outcome):
    for status in (Status.DRAFT, Status.DRAFT, Status.SUBMITTED):
        make_recommendation(outcome=outcome, status=status)
    make_practice(outcome=outcome)

    assert found("drafts_left")[0].sentence.startswith("3 drafts")
    assert found("not_taken_up")[0].sentence.startswith("1 text")


def test_a_practice_without_its_owners_consent_is_left_out_and_said_so(outcome):
    make_practice(outcome=outcome, title_en="Consulates", submitted_at=timezone.now())

    assert "“Consulates”" in found("owner_not_consenting")[0].sentence


def test_a_translation_is_missing_or_stale_in_the_languages_of_the_report(outcome):
    make_adopted(outcome=outcome, text_en="Do it.", text_es="Hacerlo.", made_from_es="0" * 64)

    (stale,), (missing,) = found("stale_translation"), found("missing_translation")

    assert stale.sentence.endswith("Spanish.")
    assert missing.sentence.endswith("French.")
    assert not found("missing_translation", languages=["en", "es"])


def test_texts_that_nobody_wrote_or_translated_are_named(outcome):
    severities = {finding.url: finding.severity for finding in found("text_unwritten")}
    assert severities == {
        "/co-chairs/texts/summary/": BLOCKING,
        "/co-chairs/texts/outcome-1/": DOUBTFUL,
        "/co-chairs/texts/next_steps/": BLOCKING,
    }

    write("summary", en="We met.", es="Nos reunimos.")
    write("summary", version=1, en="We met at length.", es="Nos reunimos.")
    assert found("stale_text")[0].sentence.endswith("Spanish.")
    assert found("missing_text")[0].sentence.endswith("French.")


def test_a_name_is_doubtful_where_nothing_is_to_be_attributed(outcome):
    make_adopted(outcome=outcome, text_en="Establish what Guatemala proposed.")
    write("summary", en="Guatemala said that it would.")
    assert "name_attributed" not in codes()

    Meeting.objects.update(chatham_house_rule=True)

    assert len(found("name_attributed")) == 2
    assert "Guatemala" in found("name_attributed")[0].sentence


def test_a_session_without_a_record_is_named_with_its_page(outcome):
    session = make_session(title_en="Session 1")

    (finding,) = found("session_without_record")

    assert finding.url == f"/rapporteur/sessions/{session.pk}/"


def test_a_list_of_participants_that_is_not_settled_blocks(outcome):
    make_participant()
    make_participant(status=SeatStatus.CONFIRMED)

    assert found("list_unconfirmed")[0].severity == BLOCKING
    assert found("attendance_not_taken")[0].severity == DOUBTFUL


def test_a_statement_that_does_not_come_out_at_zero_blocks(outcome):
    assert "no_statement" in codes()
    statement = make_statement()
    assert "no_final_statement" in codes()
    assert "budget_not_reconciled" not in codes()

    statement.content["reconciliation"]["difference"] = "0.01"
    statement.save()

    assert found("budget_not_reconciled")[0].severity == BLOCKING


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("王小明", "U+738B U+5C0F U+660E."),
        ("محمد", "U+0645 U+062D U+062F."),
        ("Ana \u202egnihtemos", "U+202E."),
        ("Ana \U0001f600", "U+1F600."),
        ("".join(map(chr, range(0x4E00, 0x4E20))), "U+4E0B …."),
    ],
)
def test_a_text_that_the_pages_cannot_show_blocks_and_its_characters_are_named(
    outcome, typed, numbers
):
    make_participant(status=SeatStatus.CONFIRMED, family_name=typed)

    (finding,) = found("characters_not_shown")

    assert finding.severity == BLOCKING
    assert typed in finding.sentence
    assert finding.sentence.endswith(numbers)
    assert "participant" in finding.url


def test_what_turns_text_turns_nothing_in_the_sentence_that_names_it(outcome):
    make_participant(status=SeatStatus.CONFIRMED, function="Counsellor \u202eevil")

    (finding,) = found("characters_not_shown")

    assert "“\u2068Counsellor \u202eevil\u202c\u2069”" in finding.sentence


@pytest.mark.parametrize(
    "typed", ["Nguyễn Thị Ấn", "Пётр Ωμέγα", "Zoe\u0308 co\u2011chair", "½ € →"]
)
def test_a_text_that_the_pages_can_show_is_passed_over(outcome, typed):
    make_participant(status=SeatStatus.CONFIRMED, function=typed)

    assert not found("characters_not_shown")


def test_each_text_of_the_report_is_looked_through(outcome):
    strange = "\N{SNOWMAN WITHOUT SNOW}"
    session = make_session(title_en=strange)
    make_adopted(session=session, outcome=outcome, **THREE | {"text_fr": strange})
    make_published(session=session, outcome=outcome, partners=strange)
    make_practice(session=session, outcome=outcome, partners=strange)
    make_participant(is_listed=False, status=SeatStatus.CONFIRMED, function=strange)
    write("summary", en=strange)
    Meeting.objects.update(venue_es=strange)

    pages = {finding.url for finding in found("characters_not_shown")}

    assert len(pages) == 5, "not what the report does not say"


def test_a_draft_may_leave_everything_open(outcome):
    assert {finding.severity for finding in preflight(kind="draft")} == {DOUBTFUL}
    assert preflight(kind="final")[0].severity == BLOCKING


def test_what_a_page_says_of_a_finding_leads_to_where_it_is_mended(outcome):
    page = render_to_string("outcomes/_preflight.html", {"findings": preflight()})

    assert 'href="/co-chairs/texts/summary/"' in page
    assert "To mend" in page
    assert "To look at" in page


def test_the_number_of_queries_does_not_grow_with_the_rows(outcome, django_assert_max_num_queries):
    Meeting.objects.update(chatham_house_rule=True)
    for number in range(30):
        session = make_session()
        make_recommendation(session=session, outcome=outcome, status=Status.CONSIDERED)
        make_adopted(session=session, outcome=outcome)
        make_published(session=session, outcome=outcome)
        make_outcome(number=number + 2)
        make_participant()

    with django_assert_max_num_queries(32):
        preflight()
