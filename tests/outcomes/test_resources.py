"""A rapporteur's sheet comes in as it is, and twice without effect."""

import pytest

from gfmd_meeting.models import Emphasis, PriorRecommendation
from gfmd_meeting.spreadsheets.formats import SafeCSV, SafeXLSX
from outcomes.models import Practice, Recommendation
from outcomes.numbers import give_number
from outcomes.recording import change_item, record_practice, record_recommendation, withdraw_item
from outcomes.resources import PracticeResource, RecommendationResource
from tests.factories import (
    make_objective,
    make_organiser,
    make_outcome,
    make_practice,
    make_recommendation,
    make_session,
)
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


def items():
    return [*Practice.objects.all(), *Recommendation.objects.order_by("pk")]


def faults(told):
    return list(told.refused.values())


def test_a_sheet_comes_in_as_it_is_under_the_name_of_who_brought_it():
    organiser = make_organiser()

    result = read(SHEET, user=organiser)

    assert (result.totals["new"], faults(result)) == (3, [])
    practice, wish, option = items()
    assert practice.session.title_en == "Session 1. Legal migration"
    assert practice.addressed_to == "countries of origin, media"
    assert (wish.language, wish.text_es, wish.text_en) == ("es", "Ampliar los programas.", "")
    assert option.session.title_en == "Session 10. Regularization"
    assert {item.recorded_by for item in (practice, wish, option)} == {organiser}
    assert (practice.title, practice.proposer.names) == ("", "Canada")


def test_the_same_sheet_twice_adds_nothing_and_changes_nothing():
    read(SHEET)
    result = read(SHEET)

    assert result.totals["unchanged"] == 3
    assert [item.version for item in items()] == [1, 1, 1]


def test_a_row_that_comes_twice_in_one_sheet_is_refused_the_second_time():
    result = read(SHEET + "2,Session 10,option,,en,Permits in hardship.,\n")

    assert result.refused == {5: "This is the same as row 4 of the file."}
    assert len(items()) == 3


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
    for item in items():
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
    assert len(items()) == 3


def test_a_session_is_found_by_its_title_in_any_language():
    read(f"{HEADERS}\n1,sesión 1,option,,es,Texto.,\n")

    assert Recommendation.objects.get().session.title_en == "Session 1. Legal migration"


def test_a_sheet_without_a_needed_column_is_refused_by_its_name():
    result = read("expected_outcome,session,kind,text\n1,Session 1,option,Text.\n")

    assert "language" in result.fault


@pytest.fixture
def given(meeting):
    make_objective(number=2)
    for number in (1, 2):
        Emphasis.objects.create(number=number, wording_en=f"Emphasis {number}")
        PriorRecommendation.objects.create(number=number, wording_en="Text.", source_en="Elsewhere")


PLACED = """Resultado esperado;Sesión;Tipo;Idioma;Texto;Texto en inglés;Nivel;Objetivo;Énfasis;\
Se basa en;Dirigida a;Traducciones revisadas
1;Sesión 1;Recomendación;español;Ampliar.;Expand.;Nacional;2;1, 2;2;\
todos los Estados, sindicatos;en
""".replace("\\\n", "")

TOLD = """outcome,session,type,language,title,title in French,text,where,since,partners,countries,\
results,source,contact,consent,who consented
1,Session 1,Practice,English,Registers,Registres,Consular registers.,Border,2006,"A,  B","mx, GT",\
Fewer deaths.,https://example.org/,Desk 4,Given,By letter
""".replace("\\\n", "")


def test_a_recommendation_is_placed_in_the_words_of_another_language(given):
    result = read(PLACED)

    assert faults(result) == []
    item = Recommendation.objects.get()
    assert (item.kind, item.language, item.level) == ("recommendation", "es", "national")
    assert (item.text_es, item.text_en, item.reviewed_en) == ("Ampliar.", "Expand.", True)
    assert item.objective.number == 2
    assert [emphasis.number for emphasis in item.emphases.all()] == [1, 2]
    assert [prior.number for prior in item.builds_on.all()] == [2]
    assert item.addressed_to == "all States, sindicatos"


def test_a_practice_is_told_with_all_that_is_known_of_it():
    result = bring(PracticeResource, TOLD)

    assert faults(result) == []
    practice = Practice.objects.get()
    assert (practice.title_en, practice.title_fr) == ("Registers", "Registres")
    assert (practice.place, practice.since, practice.partners) == ("Border", 2006, "A, B")
    assert (practice.countries, practice.results_en) == ("MX GT", "Fewer deaths.")
    assert (practice.source_url, practice.contact) == ("https://example.org/", "Desk 4")
    assert (practice.owner_consent, practice.consent_note) == ("given", "By letter")
    assert practice.consent_at


@pytest.mark.parametrize("sheet", [PLACED, TOLD])
def test_what_is_told_at_length_changes_nothing_when_it_comes_again(given, sheet):
    read(sheet)
    result = read(sheet)

    assert (result.totals["unchanged"], faults(result)) == (1, [])
    assert [item.version for item in items()] == [1]


@pytest.mark.parametrize(
    ("heading", "kind", "cell", "sentence"),
    [
        ("level", "option", "cosmic", "'cosmic' is not a valid choice"),
        ("emphases", "option", "1 7", "“7”: there is no such number among the emphases."),
        ("objective", "option", "2 3", "there is no such number among the specific objectives."),
        ("builds_on", "option", "x", "there is no such number among the prior recommendations."),
        ("reviewed", "option", "de", "“de” is none of the languages: en, es, fr."),
        ("since", "practice", "long ago", "“long ago” is not a year such as 2006."),
        ("since", "practice", "1066", "greater than or equal to 1800"),
        ("countries", "practice", "Mexico", "Codes of two capital letters"),
        ("source", "practice", "javascript:alert(1)", "Enter a valid URL."),
        ("consent", "practice", "perhaps", "'perhaps' is not a valid choice"),
        ("title", "option", "A title", "This is said of practices only; this row is none."),
        ("level", "practice", "global", "This is said of recommendations only"),
    ],
)
def test_a_cell_with_a_fault_is_told_of_where_it_is(given, heading, kind, cell, sentence):
    result = read(f'{HEADERS},{heading}\n1,Session 1,{kind},,en,Text.,,"{cell}"\n')

    (verdict,) = result.verdicts
    assert sentence in result.refused[2]
    assert list(verdict.reasons) == ["7"]


def test_what_a_sheet_has_no_column_for_stays_as_it_is(given):
    read(PLACED)
    read(f"{HEADERS}\n1,Session 1,recommendation,Ghana,es,Ampliar.,media\n")

    item = Recommendation.objects.get()
    assert (item.addressed_to, item.proposer.names) == ("media", "Ghana")
    assert (item.level, item.text_en, item.reviewed_en) == ("national", "Expand.", True)
    assert item.emphases.count() == 2


def test_a_translation_that_a_sheet_changes_is_to_be_reviewed_again(given):
    read(PLACED)
    read(f"{HEADERS},text_en\n1,Session 1,recommendation,,es,Ampliar.,media,Broaden.\n")

    item = Recommendation.objects.get()
    assert (item.text_en, item.reviewed_en, item.stale_languages) == ("Broaden.", False, [])


def test_a_practice_and_a_recommendation_of_one_text_are_two_items():
    read(f"{HEADERS}\n1,Session 1,practice,,en,Text.,\n1,Session 1,option,,en,Text.,\n")

    assert [item.kind for item in items()] == ["practice", "option"]


def record_one_of_each(given):
    session = make_session(title_en="Session 2. Data")
    outcome = make_outcome(number=3)
    wish = record_recommendation(
        session=session,
        outcome=outcome,
        by=None,
        language="es",
        text_es="=Ampliar.\nY más.",
        text_en="Expand.",
        addressed_to="all States",
        level="global",
        proposed_by="=cmd|' /C calc'!A0",
        emphases=list(Emphasis.objects.all()),
        builds_on=list(PriorRecommendation.objects.all()[:1]),
        reviewed_en=True,
    )
    practice = record_practice(
        session=session,
        outcome=outcome,
        by=None,
        language="fr",
        title_fr="Registres",
        title_en="Registers",
        text_fr="Registres consulaires.",
        text_en="Consular registers.",
        results_fr="-12 %",
        since=1998,
        countries="MX GT",
        partners="A, B",
        owner_consent="refused",
        proposed_by="Sweden",
    )
    return wish, practice


@pytest.mark.parametrize("model", [Recommendation, Practice])
@pytest.mark.parametrize("form", [SafeCSV, SafeXLSX])
def test_what_goes_out_and_comes_in_again_changes_nothing(given, model, form):
    record_one_of_each(given)
    resource = RecommendationResource if model is Recommendation else PracticeResource

    sheet = form().export_data(resource().export())
    result = bring(resource, sheet)

    assert (result.totals["unchanged"], faults(result)) == (1, [])
    assert model.objects.get().version == 1


def test_no_live_formula_goes_out(given):
    record_one_of_each(given)

    sheet = SafeCSV().export_data(RecommendationResource().export())

    assert "'=cmd" in sheet
    assert "'=Ampliar." in sheet


def test_a_sheet_that_goes_out_tells_numbers_and_states_that_it_does_not_bring_in():
    item = make_recommendation(status="submitted")
    give_number(item)

    sheet = RecommendationResource().export().csv
    assert sheet.splitlines()[1].startswith(f"{item.outcome.number}.1,submitted,")
    result = read(sheet.replace("submitted", "adopted"))

    assert result.totals["unchanged"] == 1


def test_what_was_changed_since_comes_in_as_another_item():
    read(SHEET)
    item = Recommendation.objects.get(language="es")
    change_item(item, version=1, by=None, text_es="Ampliar más.")

    assert read(SHEET).totals["new"] == 1


def test_what_goes_out_can_come_in_again():
    read(SHEET)
    Recommendation.objects.filter(language="es").update(text_en="Expand the programmes.")
    sheet = RecommendationResource().export().csv
    Recommendation.objects.all().delete()

    read(sheet)
    again = read(sheet)

    assert again.totals["unchanged"] == 2
    assert Recommendation.objects.get(language="es").text_en == "Expand the programmes."


@pytest.mark.parametrize("number", [1, 30])
def test_an_export_asks_no_more_whatever_the_number(number, django_assert_num_queries):
    for _ in range(number):
        make_recommendation(proposed_by="Ghana")
        make_practice()

    with django_assert_num_queries(5):
        RecommendationResource().export(Recommendation.objects.all())
    with django_assert_num_queries(1):
        PracticeResource().export(Practice.objects.all())
