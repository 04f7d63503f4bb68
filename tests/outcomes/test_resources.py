"""A rapporteur's sheet comes in as it is, and twice without effect."""

import pytest

from outcomes.models import Recommendation
from outcomes.recording import withdraw_item
from outcomes.resources import RecommendationResource
from tests.factories import make_organiser, make_outcome, make_recommendation, make_session
from tests.sheets import bring

pytestmark = pytest.mark.django_db

HEADERS = "expected_outcome,session,kind,proposed_by,language,text,addressed_to"
SHEET = f"""{HEADERS}
1,Session 1,practice,Canada,en,"A lawful route, with consular visits.","countries of origin, media"
1,Session 1,recommendation,Guatemala,es,Ampliar los programas.,all States
2,Session 10,option,,en,Permits in hardship.,
"""


@pytest.fixture(autouse=True)
def _agenda(meeting):
    make_outcome(number=1)
    make_outcome(number=2)
    make_session(title_en="Session 1. Legal migration", title_es="Sesión 1. Migración legal")
    make_session(title_en="Session 10. Regularization")


def read(sheet, **options):
    return bring(RecommendationResource, sheet, **options)


def faults(told):
    return list(told.refused.values())


def test_a_sheet_comes_in_as_it_is_under_the_name_of_who_brought_it():
    organiser = make_organiser()

    result = read(SHEET, user=organiser)

    assert (result.totals["new"], faults(result)) == (3, [])
    practice, wish, option = Recommendation.objects.order_by("pk")
    assert practice.session.title_en == "Session 1. Legal migration"
    assert practice.addressed_to == "countries of origin, media"
    assert (wish.language, wish.text_es, wish.text_en) == ("es", "Ampliar los programas.", "")
    assert option.session.title_en == "Session 10. Regularization"
    assert {item.recorded_by for item in (practice, wish, option)} == {organiser}


def test_the_same_sheet_twice_adds_nothing_and_changes_nothing():
    read(SHEET)
    result = read(SHEET)

    assert result.totals["unchanged"] == 3
    assert [item.version for item in Recommendation.objects.all()] == [1, 1, 1]


def test_a_row_that_comes_twice_in_one_sheet_is_refused_the_second_time():
    result = read(SHEET + "2,Session 10,option,,en,Permits in hardship.,\n")

    assert result.refused == {5: "This is the same as row 4 of the file."}
    assert Recommendation.objects.count() == 3


def test_a_row_with_another_addressee_changes_what_is_there():
    read(SHEET)
    result = read(SHEET.replace("all States", "media"), user=make_organiser())

    assert (result.totals["changed"], result.totals["unchanged"]) == (1, 2)
    assert Recommendation.objects.get(language="es").addressed_to == "media"


def test_a_translation_made_since_is_not_taken_away():
    read(SHEET)
    Recommendation.objects.filter(language="es").update(text_en="Expand the programmes.")
    result = read(SHEET)

    assert result.totals["unchanged"] == 3
    assert Recommendation.objects.get(language="es").text_en == "Expand the programmes."


def test_what_was_withdrawn_is_not_brought_back_by_the_same_sheet():
    read(SHEET)
    for item in Recommendation.objects.all():
        withdraw_item(item, version=1, by=None)

    unchanged, changed = read(SHEET), read(SHEET.replace("all States", "media"))

    assert unchanged.totals["unchanged"] == 3
    assert faults(changed) == ["This was withdrawn. Put it back first."]
    assert not Recommendation.objects.standing().exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("7,Session 1,option,,en,Text.,", "There is no expected outcome “7”."),
        ("x,Session 1,option,,en,Text.,", "There is no expected outcome “x”."),
        ("1,Session 2,option,,en,Text.,", "No session is called “Session 2”."),
        ("1,,option,,en,Text.,", "No session is called “”."),
        ("1,Session,option,,en,Text.,", "More than one session is called “Session”"),
        ("1,Session 1,decree,,en,Text.,", "'decree' is not a valid choice"),
        ("1,Session 1,option,,de,Text.,", "'de' is not a valid choice"),
        ("1,Session 1,option,,,Text.,", "cannot be blank"),
        ("1,Session 1,option,,en,,", "Write the text in the language it was recorded in."),
    ],
)
def test_a_row_with_a_fault_is_named_in_words_and_the_others_are_taken(row, sentence):
    result = read(f"{SHEET}{row}\n")

    (fault,) = faults(result)
    assert sentence in fault
    assert list(result.refused) == [5]
    assert Recommendation.objects.count() == 3


def test_a_session_is_found_by_its_title_in_any_language():
    read(f"{HEADERS}\n1,sesión 1,option,,es,Texto.,\n")

    assert Recommendation.objects.get().session.title_en == "Session 1. Legal migration"


def test_a_sheet_without_a_needed_column_is_refused_by_its_name():
    result = read("expected_outcome,session,kind,text\n1,Session 1,option,Text.\n")

    assert "language" in result.fault


def test_what_goes_out_can_come_in_again():
    read(SHEET)
    Recommendation.objects.filter(language="es").update(text_en="Expand the programmes.")
    sheet = RecommendationResource().export().csv
    Recommendation.objects.all().delete()

    read(sheet)
    again = read(sheet)

    assert again.totals["unchanged"] == 3
    assert Recommendation.objects.get(language="es").text_en == "Expand the programmes."


@pytest.mark.parametrize("number", [1, 30])
def test_an_export_asks_once_whatever_the_number(number, django_assert_num_queries):
    for _ in range(number):
        make_recommendation()

    with django_assert_num_queries(1):
        RecommendationResource().export(Recommendation.objects.all())
