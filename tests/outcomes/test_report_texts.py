"""The texts that people write for the report."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from agenda.models import Kind
from outcomes.models import ReportText
from outcomes.models.report_text import LONGEST
from outcomes.report_texts import TextState, places, state_in, write_text
from tests.factories import (
    make_organiser,
    make_outcome,
    make_party,
    make_rapporteur,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

ENGLISH = {"en": "We met.", "es": "", "fr": ""}


@pytest.fixture(autouse=True)
def _world(meeting):
    """Every page has its meeting."""
    make_outcome(number=1, short_title_en="Legal routes")


@pytest.fixture
def co_chair():
    return make_user(party=make_party(is_co_chair=True))


def write(key="summary", *, version=0, by=None, language="en", texts=ENGLISH):
    return write_text(key, version=version, by=by, language=language, texts=texts)


def test_there_is_a_place_for_each_text_and_for_each_expected_outcome():
    assert [place.key for place in places()] == ["nature", "summary", "outcome-1", "next_steps"]


def test_who_writes_stands_with_the_text(co_chair):
    text = write(by=co_chair)

    assert (text.version, text.changed_by, text.text_in("fr")) == (1, co_chair, ("We met.", "en"))


def test_a_text_that_was_changed_meanwhile_is_not_overwritten(co_chair):
    write(by=co_chair)

    with pytest.raises(ValidationError) as refusal:
        write(texts=ENGLISH | {"en": "They met."})

    assert refusal.value.code == "changed_meanwhile"
    assert ReportText.objects.get().text_en == "We met."


def test_the_same_sent_again_is_no_change():
    write()

    assert write().version == 1


def test_a_translation_is_stale_once_its_original_changes_and_fresh_once_it_is_written_again():
    both = ENGLISH | {"es": "Nos reunimos."}
    write(texts=both)
    changed = write(version=1, texts=both | {"en": "We met at length."})
    assert state_in(changed, "es") == TextState.STALE
    assert state_in(changed, "fr") == TextState.MISSING

    again = write(
        version=2, texts=ENGLISH | {"en": "We met at length.", "es": "Nos reunimos largamente."}
    )

    assert state_in(again, "es") == TextState.WRITTEN


def test_a_text_may_be_emptied_and_is_then_as_if_never_written():
    write()

    assert not write(version=1, texts=dict.fromkeys(ENGLISH, "")).is_written


def test_a_translation_without_its_original_is_refused():
    with pytest.raises(ValidationError):
        write(language="es")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportText.objects.create(key="summary", language="es", text_en="We met.")


def test_a_text_for_a_place_that_there_is_not_is_refused():
    with pytest.raises(ValidationError):
        write("annex")


def test_the_page_lists_each_text_with_its_state_in_a_constant_number_of_queries(
    client, co_chair, django_assert_num_queries
):
    client.force_login(co_chair)
    path = reverse("outcomes:report_text_list")
    write(by=co_chair)
    client.get(path)
    with django_assert_num_queries(6) as few:
        page = client.get(path)
    for number in range(2, 32):
        make_outcome(number=number)
        write(f"outcome-{number}", by=co_chair)
    with django_assert_num_queries(len(few)):
        client.get(path)

    assert "Co-chairs’ summary" in page.content.decode()


def test_a_co_chair_writes_a_text_in_three_languages(client, co_chair):
    client.force_login(co_chair)
    typed = {
        "language": "en",
        "version": "0",
        "text_en": "A.\r\n\r\nB.",
        "text_es": "",
        "text_fr": "F",
    }

    answer = client.post(reverse("outcomes:report_text_change", args=["summary"]), typed)

    assert answer.status_code == 302
    text = ReportText.objects.get()
    assert (text.text_en, text.text_fr, text.changed_by) == ("A.\n\nB.", "F", co_chair)


def test_what_was_typed_is_kept_when_somebody_was_faster(client, co_chair):
    write(by=make_organiser(full_name="Margaret"))
    client.force_login(co_chair)
    typed = {"language": "en", "version": "0", "text_en": "Mine.", "text_es": "", "text_fr": ""}
    path = reverse("outcomes:report_text_change", args=["summary"])

    page = client.post(path, typed)
    said = page.content.decode()

    assert page.status_code == 200
    assert "Margaret changed this after you opened it." in said
    assert "We met." in said
    assert "Mine." in said
    assert 'name="version" value="1"' in said
    assert client.post(path, typed | {"version": "1"}).status_code == 302


@pytest.mark.parametrize("typed", ["x" * (LONGEST + 1), "a\x07b", "\x00"])
def test_a_text_that_no_page_holds_is_refused_and_kept_in_the_form(client, co_chair, typed):
    client.force_login(co_chair)
    sent = {"language": "en", "version": "0", "text_en": typed}

    page = client.post(reverse("outcomes:report_text_change", args=["summary"]), sent)

    assert page.status_code == 200
    assert not ReportText.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_version_that_is_none_is_no_fault_of_the_system(client, co_chair, version):
    client.force_login(co_chair)
    sent = {"language": "en", "version": version, "text_en": "We met."}

    page = client.post(reverse("outcomes:report_text_change", args=["summary"]), sent)

    assert page.status_code in (200, 302)


def test_the_rapporteur_general_writes_too_and_another_rapporteur_does_not(client):
    path = reverse("outcomes:report_text_list")
    for kind, status in ((Kind.CLOSING, 200), (Kind.SESSION, 403)):
        client.force_login(make_rapporteur(make_session(kind=kind)))
        assert client.get(path).status_code == status


def test_there_is_no_page_for_a_text_that_the_report_has_not(client, co_chair):
    client.force_login(co_chair)

    path = reverse("outcomes:report_text_change", args=["outcome-9"])
    assert client.get(path).status_code == 404
