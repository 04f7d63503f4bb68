"""The agenda on A4, tagged, in each language, made once for each release."""

from io import BytesIO

import pypdf
import pytest
from django.db import IntegrityError

from agenda.models import AgendaPaper
from agenda.paper.printing import make_agenda_paper
from agenda.tasks import sweep_agenda_papers
from gfmd_meeting.paper.making import MOST_ATTEMPTS
from tests.factories import (
    make_assignment,
    make_outcome,
    make_release,
    make_room,
    make_session,
    moment,
)
from tests.pdf_ua import breaches_of


@pytest.fixture
def release(meeting):
    room = make_room(name_en="Plenary hall", name_fr="Salle plénière")
    session = make_session(title_en="Opening", title_es="Apertura", title_fr="Ouverture", room=room)
    session.outcomes.add(make_outcome(number=3))
    make_assignment(session=session, role="chair")
    make_session(title_en="Closing", starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))
    return make_release()


def text_of(pdf: bytes) -> str:
    reader = pypdf.PdfReader(BytesIO(pdf))
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["First release", "Tuesday 4 October", "09:00–10:00", "Opening", "Plenary hall"]),
        ("es", ["Apertura", "Martes 4 de octubre", "resultado esperado 3"]),
        ("fr", ["Ouverture", "Mardi 4 octobre", "Salle plénière"]),
    ],
)
def test_the_release_is_on_paper_in_each_language(client, release, language, words):
    response = client.get(f"/agenda/{language}.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    pdf = b"".join(response.streaming_content)
    text = text_of(pdf)
    for word in [*words, "America/El_Salvador"]:
        assert word in text
    assert pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == language
    assert breaches_of(pdf) == []


@pytest.mark.django_db(transaction=True)
def test_a_paper_is_made_once(client, release):
    one = b"".join(client.get("/agenda/en.pdf").streaming_content)
    first = AgendaPaper.objects.get()
    other = b"".join(client.get("/agenda/en.pdf").streaming_content)
    make_agenda_paper(first.pk)

    assert one == other
    again = AgendaPaper.objects.get()
    assert (again.file.name, again.made_at, again.attempts) == (first.file.name, first.made_at, 1)


@pytest.mark.django_db
def test_while_a_paper_is_being_made_its_page_says_so_and_looks_again(client, release):
    text = client.get("/agenda/en.pdf").content.decode()

    assert "The file is being made." in text
    assert 'http-equiv="refresh"' in text


@pytest.mark.django_db
def test_a_paper_that_was_begun_too_often_is_given_up_in_words(client, release):
    client.get("/agenda/en.pdf")
    AgendaPaper.objects.update(attempts=MOST_ATTEMPTS)

    sweep_agenda_papers()

    text = client.get("/agenda/en.pdf").content.decode()
    assert "The file could not be made." in text
    assert 'http-equiv="refresh"' not in text


@pytest.mark.django_db
def test_there_is_no_paper_before_a_release_or_in_another_language(client, meeting):
    assert client.get("/agenda/en.pdf").status_code == 404
    make_release()
    assert client.get("/agenda/de.pdf").status_code == 404


@pytest.mark.django_db
def test_the_database_knows_that_a_paper_is_made_once_per_language(release):
    AgendaPaper.objects.create(release=release, language="en")

    with pytest.raises(IntegrityError):
        AgendaPaper.objects.create(release=release, language="en")
