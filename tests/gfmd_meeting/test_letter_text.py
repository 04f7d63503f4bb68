"""Texts with named fields: what may stand in braces, and what is refused by its name."""

import pytest
from django.core.exceptions import ValidationError

from gfmd_meeting.letter_text import FIELDS, fill_in, lacks_a_value, refuse_unknown_fields
from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import LetterTemplate
from tests.factories import make_letter_template, make_meeting, make_organiser
from tests.gfmd_meeting.test_meeting_file import NAIROBI

LETTER = """
[[letters]]
key = "invitation"
subject.en = "To {delegation}"
subject.es = "A {delegation}"
subject.fr = "À {delegation}"
body.en = "Come to {city}."
body.es = "Vengan a {city}."
body.fr = "Venez à {city}."
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Dear {delegacion}", "There is no field {delegacion}. Is {delegation} meant?"),
        ("{colour}", "There is no field {colour}."),
        ("{}", "There is no field {}."),
        ("{0}", "There is no field {0}."),
        ("{ city }", "There is no field { city }. Is {city} meant?"),
        ("{city.__class__}", "There is no field {city.__class__}."),
        ("{city[0]}", "There is no field {city[0]}. Is {city} meant?"),
        ("{city!r}", "There is no field {city!r}. Is {city} meant?"),
        ("{seats:>9999999}", "There is no field {seats:>9999999}. Is {seats} meant?"),
        ("{seats:{city}}", "There is no field {seats:{city}}. Is {seats} meant?"),
        ("{city", "A brace is opened or closed alone."),
        ("city}", "A brace is opened or closed alone."),
        ("{city{", "A brace is opened or closed alone."),
    ],
)
def test_what_is_no_field_is_refused_by_its_name(text, sentence):
    with pytest.raises(ValidationError) as refusal:
        refuse_unknown_fields(text)

    assert refusal.value.messages[0].startswith(sentence)


def test_every_wrong_field_is_told_at_once():
    with pytest.raises(ValidationError) as refusal:
        refuse_unknown_fields("{one} {city} {two}")

    assert len(refusal.value.messages) == 2


def test_a_text_is_filled_in_and_doubled_braces_are_braces():
    text = "In {city}, {{sic}} {seats}"

    refuse_unknown_fields(text)
    assert fill_in(text, {"city": "{seats}", "seats": 3}) == "In {seats}, {sic} 3"


def test_a_field_without_a_value_is_noticed():
    assert lacks_a_value("At {venue}.", {"venue": ""})
    assert lacks_a_value("{seats} funded", {"seats": 0})
    assert not lacks_a_value("In {city}, {{sic}}", {"city": "Nairobi"})


@pytest.mark.django_db
def test_a_meeting_file_gives_letters_and_need_not(tmp_path):
    path = tmp_path / "meeting.toml"
    path.write_text(NAIROBI + LETTER)
    load_meeting_file(path)
    letter = LetterTemplate.objects.get()
    assert (letter.key, letter.subject_fr, letter.body_es) == (
        "invitation",
        "À {delegation}",
        "Vengan a {city}.",
    )
    assert not load_meeting_file(path)

    path.write_text(NAIROBI)
    load_meeting_file(path)
    assert not LetterTemplate.objects.exists()


@pytest.mark.django_db
def test_a_meeting_file_is_refused_with_the_field_its_place_and_language(tmp_path):
    path = tmp_path / "meeting.toml"
    path.write_text(NAIROBI + LETTER.replace("Vengan a {city}", "Vengan a {ciudad}"))

    with pytest.raises(ValidationError) as refusal:
        load_meeting_file(path)

    assert refusal.value.messages == ["letters[1].body.es: There is no field {ciudad}."]


@pytest.mark.django_db
def test_organisers_edit_a_letter_and_are_told_beside_the_language_that_is_wrong(client):
    make_meeting()
    letter = make_letter_template()
    client.force_login(make_organiser())
    page = f"/admin/gfmd_meeting/lettertemplate/{letter.pk}/change/"
    text = {
        f"{name}_{language}": f"{name} {{city}} {language}"
        for name in ("subject", "body")
        for language in ("en", "es", "fr")
    }

    shown = client.get(page).content.decode()
    assert all(f"{{{name}}}" in shown for name in FIELDS)

    refused = client.post(page, text | {"body_es": "A {ciudad}", "subject_fr": ""})
    errors = refused.context["adminform"].form.errors
    assert errors == {
        "body_es": ["There is no field {ciudad}."],
        "subject_fr": ["This field is required."],
    }

    client.post(page, text)
    letter.refresh_from_db()
    assert letter.body_fr == "body {city} fr"
