"""Letters: what they say in each language, and how their PDF comes to be."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from pypdf import PdfReader

from gfmd_meeting.letter_text import FIELDS
from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import LetterTemplate
from gfmd_meeting.paper import press
from gfmd_meeting.paper.press import Fault
from gfmd_meeting.uploads import Kind, check_scan
from registrations.letters import printing
from registrations.letters.printing import make_letter, print_letter, retry_letter
from registrations.letters.writing import write_letter
from registrations.models import Letter
from registrations.tasks import sweep_letters
from tests.factories import (
    make_correspondence,
    make_delegation,
    make_letter_template,
    make_party,
)
from tests.pdf_ua import breaches_of

DETAILS = {
    "reference": "INV/2011/004",
    "dated_on": date(2011, 7, 1),
    "answer_due_on": date(2011, 8, 15),
}


def written(delegation=None, template=None, **details):
    return write_letter(
        template or make_letter_template(),
        delegation=delegation or make_delegation(),
        **DETAILS | details,
    )


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


@pytest.fixture
def asked(meeting):
    """A letter that was written and waits to be made."""
    sent = make_correspondence()
    return Letter.objects.create(correspondence=sent, content=written(sent.delegation))


# -- What it says -------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "Invitation to the Thematic meeting on irregular migration and human development",
                "Reference INV/2011/004 Date 1 July 2011",
                "Kingdom of Spain",
                "on 4–5 October 2011",
                "The reply is requested by 15 August 2011.",
                "Seats reserved for the delegation: 3.",
                "highest consideration",
            ],
        ),
        (
            "es",
            [
                "Invitación a la Reunión temática sobre migración irregular y desarrollo humano",
                "1 de julio de 2011",
                "Reino de España",
                "los días 4 y 5 de octubre de 2011",
                "a más tardar el 15 de agosto de 2011",
                "Gobierno de El Salvador y Gobierno de México",
            ],
        ),
        (
            "fr",
            [
                "Invitation à la Réunion thématique sur la migration irrégulière",
                "1er juillet 2011",
                "Délégation invitée : Royaume d’Espagne",
                "les 4 et 5 octobre 2011",
                "au plus tard le 15 août 2011",
            ],
        ),
    ],
)
def test_the_first_meetings_invitation_is_in_the_delegations_language(language, said):
    load_meeting_file("san_salvador_2011")
    delegation = make_delegation(
        language=language,
        seats=3,
        formal_name_en="Kingdom of Spain",
        formal_name_es="Reino de España",
        formal_name_fr="Royaume d'Espagne",
    )

    with translation.override("es" if language == "en" else "en"):
        content = written(delegation, LetterTemplate.objects.get(key="invitation"))
        pdf = print_letter(content)

    text = words(pdf)
    for sentence in said:
        assert sentence in text.replace("\xa0", " ")
    assert "{" not in text
    assert read(pdf).root_object["/Lang"] == language
    assert len(read(pdf).pages) == 1
    if language == "fr":
        assert "Délégation invitée\xa0:" in " ".join(content["paragraphs"])


@pytest.mark.django_db
def test_a_paragraph_without_its_value_is_left_out(meeting):
    assert written()["paragraphs"][-1] == "Answer by 15\xa0August 2011."
    assert (
        len(written(template=LetterTemplate.objects.get(), answer_due_on=None)["paragraphs"]) == 1
    )


@pytest.mark.django_db
def test_every_field_is_filled_in_from_the_meeting_and_the_delegation(meeting):
    meeting.forum_en, meeting.venue_en = "A forum", "A hall"
    meeting.contact_email = "desk@example.org"
    meeting.save()
    make_party(name_en="Kenya", is_host=True)
    make_party(name_en="Uganda")
    delegation = make_delegation(name_en="Spain", seats=3, funded_seats=2)
    template = make_letter_template(body_en="; ".join(f"{{{name}}}" for name in FIELDS))

    (said,) = written(delegation, template)["paragraphs"]

    assert said.replace("\xa0", " ") == (
        "Spain; Spain; 3; 2; A thematic meeting; A forum; San Salvador; El Salvador; A hall; "
        "4–5 October 2011; Kenya; Kenya and Uganda; INV/2011/004; 1 July 2011; 15 August 2011; "
        "desk@example.org"
    )


@pytest.mark.django_db
def test_whatever_was_typed_is_text_and_breaks_nothing(meeting):
    name = "<script>alert(1)</script> {seats} & Ünïted"
    delegation = make_delegation(name_en=name, formal_name_en="W" * 200)
    template = make_letter_template(
        body_en="{delegation}\n\nline one\r\nline two\n\n{formal_name}" + "\n\nMore." * 60
    )
    template.body_en += "\x00\ud800"

    content = written(delegation, template)
    pdf = print_letter(content)

    assert name in words(pdf)
    assert "line one\nline two" in content["paragraphs"]
    pages = read(pdf).pages
    assert len(pages) > 1
    assert "2/" not in pages[0].extract_text()
    assert f"2/{len(pages)}" in " ".join(pages[1].extract_text().split())


@pytest.mark.django_db
def test_a_name_may_be_written_from_the_right_or_in_pictures(meeting):
    delegation = make_delegation(name_en="العربية 🙂 (" + "المنظمة " * 15 + ")")

    content = written(delegation, make_letter_template(body_en="{delegation}: 🙂"))

    assert content["paragraphs"] == [f"{delegation.name}: 🙂"]
    assert len(read(print_letter(content)).pages) == 1


@pytest.mark.django_db
def test_the_pdf_is_tagged_titled_and_the_same_each_time(meeting):
    content = written()
    pdf = print_letter(content)
    catalogue = read(pdf).root_object

    assert b'pdfuaid:part="1"' in catalogue["/Metadata"].get_data()
    assert breaches_of(pdf) == []
    assert read(pdf).metadata.title.startswith("Invitation to A thematic meeting")
    assert print_letter(content) == pdf
    assert check_scan(ContentFile(pdf)) == Kind.PDF


# -- How its PDF comes to be --------------------------------------------------------------------


@pytest.mark.django_db
def test_a_letter_is_made_once_however_often_it_is_asked(asked):
    make_letter(asked.pk)
    make_letter(asked.pk)
    sweep_letters()

    asked.refresh_from_db()
    assert asked.file.name.startswith(f"letters/{asked.pk}-")
    assert asked.made_at
    assert asked.attempts == 1
    assert "Answer by 15 August 2011." in words(asked.file.read())
    asked.file.close()
    assert default_storage.listdir("letters")[1] == [asked.file.name.removeprefix("letters/")]


@pytest.mark.django_db
def test_a_letter_says_what_it_said_when_it_was_sent(asked):
    LetterTemplate.objects.update(body_en="Something else")
    asked.correspondence.delegation.__class__.objects.update(name_en="Renamed")

    sweep_letters()

    asked.refresh_from_db()
    assert "Something else" not in words(asked.file.read())
    asked.file.close()


@pytest.mark.django_db
def test_a_letter_whose_maker_died_is_handed_on_and_given_up_after_three_times(asked):
    Letter.objects.update(claimed_until=timezone.now() + timedelta(minutes=1), attempts=1)
    sweep_letters()
    assert not Letter.objects.get().file
    assert Letter.objects.get().stage == "Being made"

    Letter.objects.update(claimed_until=timezone.now() - timedelta(minutes=1), attempts=3)
    sweep_letters()
    assert Letter.objects.get().failure == Fault.STOPPED

    retry_letter(asked)
    sweep_letters()
    assert Letter.objects.get().stage == "Ready"
    with pytest.raises(ValidationError, match="no need to make it again"):
        retry_letter(asked)


@pytest.mark.django_db
def test_a_layout_past_its_bounds_fails_with_a_sentence(asked, monkeypatch):
    monkeypatch.setattr(press, "MOST_MEMORY", 128 * 1024**2)

    make_letter(asked.pk)

    stage = Letter.objects.get().stage
    assert stage == "Failed: Laying out the pages needed more memory than there is for it."


@pytest.mark.django_db
def test_what_a_worker_made_that_lost_its_claim_is_dropped(asked, monkeypatch):
    def lose(content):
        Letter.objects.update(claimed_until=timezone.now() + timedelta(hours=1))
        return b"%PDF-"

    monkeypatch.setattr(printing, "print_letter", lose)
    make_letter(asked.pk)

    assert not Letter.objects.get().file
    assert default_storage.listdir("letters")[1] == []
