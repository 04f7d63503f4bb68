"""The public pages of the meeting, and the pages that say what went wrong."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import (
    ConceptNoteSection,
    Emphasis,
    ExpectedOutcome,
    Figure,
    Meeting,
    PriorRecommendation,
    SpecificObjective,
)
from tests.factories import make_group, make_outcome, make_participant, make_party, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def san_salvador(db):
    load_meeting_file("san_salvador_2011")


def read(client, path, language="en"):
    client.cookies["django_language"] = language
    return client.get(path).content.decode()


@pytest.mark.parametrize(("path", "most"), [("/", 5), ("/concept-note/", 8)])
@pytest.mark.parametrize("rows", [1, 30])
def test_public_pages_ask_as_much_for_thirty_rows_as_for_one(
    client, meeting, django_assert_max_num_queries, path, most, rows
):
    for number in range(rows):
        make_outcome()
        make_group()
        section = ConceptNoteSection.objects.create(
            position=number, key=f"s{number}", title_en="Title", body_en="Body"
        )
        Figure.objects.create(section=section, number=1, value="1", meaning="one", source="us")

    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ["4–5 October 2011", "Expected outcomes", "USD\N{NO-BREAK SPACE}75,000"]),
        ("es", ["4 y 5 de octubre de 2011", "Resultados esperados"]),
        ("fr", ["4 et 5 octobre 2011", "Résultats attendus"]),
    ],
)
def test_the_front_page_speaks_each_language(client, san_salvador, language, says):
    page = read(client, "/", language)

    assert f'<html lang="{language}">' in page
    for words in says:
        assert words in page


def test_what_is_not_translated_is_read_in_english(client, san_salvador):
    Meeting.objects.update(title_es="", title_fr=None)

    for language in ("es", "fr"):
        assert Meeting.objects.get().title_en in read(client, "/", language)


def test_the_concept_note_holds_every_section_outcome_and_figure(client, san_salvador):
    page = read(client, "/concept-note/", "fr")

    for outcome in ExpectedOutcome.objects.all():
        assert outcome.wording_fr in page
    for model in (SpecificObjective, Emphasis, PriorRecommendation):
        for given in model.objects.all():
            assert escape(given.wording_fr) in page
    for section in ConceptNoteSection.objects.all():
        assert f'id="section-{section.key}"' in page
    for figure in Figure.objects.all():
        assert escape(figure.source_fr) in page


def test_each_list_of_the_concept_note_keeps_to_its_own(client, meeting):
    SpecificObjective.objects.create(number=2, wording_en="Second aim")
    SpecificObjective.objects.create(number=1, wording_en="First aim", wording_es="Primer fin")
    Emphasis.objects.create(number=1, wording_en="First stress")

    page = read(client, "/concept-note/", "es")

    places = [page.index(words) for words in ("Primer fin", "Second aim", "First stress")]
    assert places == sorted(places)
    assert "<li>First stress</li></ol>" in page


def test_a_meeting_that_nobody_supports_has_no_such_fact(client, meeting):
    make_party(name_en="Kenya", is_host=True)

    page = read(client, "/")

    assert page.count("<dd>Kenya</dd>") == 2
    assert "Supported by" not in page


def test_a_section_may_be_named_as_a_part_of_the_page_is(client, meeting):
    for number, key in enumerate(["content", "participants", "outcomes"]):
        ConceptNoteSection.objects.create(
            position=number, key=key, title_en="Title", body_en="Body"
        )

    names = re.findall(r' id="([^"]+)"', read(client, "/concept-note/"))

    assert len(names) == len(set(names))


def test_a_registered_person_is_led_to_their_registration(client, meeting):
    user = make_user()
    client.force_login(user)
    assert 'href="/register/"' in read(client, "/")

    make_participant(user=user)

    page = read(client, "/")
    assert 'class="button" href="/me/"' in page
    assert 'class="button" href="/register/"' not in page


def test_health_says_that_the_database_answers(client, meeting):
    assert client.get("/health/").json() == {"status": "ok"}


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_missing_page_is_said_in_the_readers_language(client, meeting, language):
    client.cookies["django_language"] = language

    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert f'<html lang="{language}">' in response.content.decode()


def test_a_form_that_comes_from_elsewhere_is_refused_in_the_face(meeting):
    response = Client(enforce_csrf_checks=True).post("/register/", {"email": "ana@example.org"})

    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_every_page_forbids_inline_scripts_and_styles(client, meeting):
    policy = client.get("/")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
