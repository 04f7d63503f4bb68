"""The public pages of the meeting, and the pages that say what went wrong."""

import pytest
from django.test import Client

from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import ConceptNoteSection, ExpectedOutcome, Figure, Meeting
from tests.factories import make_group, make_outcome, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def san_salvador(db):
    load_meeting_file("san_salvador_2011")


def read(client, path, language="en"):
    client.cookies["django_language"] = language
    return client.get(path).content.decode()


@pytest.mark.parametrize(("path", "most"), [("/", 5), ("/concept-note/", 9)])
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
        ("es", ["4–5 de octubre de 2011", "Resultados esperados"]),
        ("fr", ["4–5 octobre 2011", "Résultats attendus"]),
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
    for section in ConceptNoteSection.objects.all():
        assert f'id="{section.key}"' in page
    for figure in Figure.objects.all():
        assert figure.source_fr.replace("'", "&#x27;") in page


def test_a_registered_person_is_led_to_their_registration(client, meeting):
    client.force_login(make_user())
    assert 'href="/register/"' in read(client, "/")


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
