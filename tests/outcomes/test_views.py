"""The rapporteurs' desk and the co-chairs' page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outcomes.models import Recommendation
from outcomes.recording import change_item, withdraw_item
from tests.factories import (
    make_organiser,
    make_outcome,
    make_party,
    make_rapporteur,
    make_recommendation,
    make_report,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"outcomes:{name}", args=args)


def make_co_chair():
    return make_user(party=make_party(is_co_chair=True))


@pytest.fixture(autouse=True)
def _world(meeting):
    """Every page has its meeting."""


@pytest.fixture
def session():
    session = make_session(title_en="Session 1. Legal routes")
    session.outcomes.add(make_outcome(number=1, short_title_en="Legal routes"))
    return session


@pytest.fixture
def rapporteur(session):
    return make_rapporteur(session, full_name="Margaret")


@pytest.fixture
def written(session):
    """What a rapporteur fills in."""
    return {
        "kind": "practice",
        "outcome": session.outcomes.get().pk,
        "language": "es",
        "text": "Ampliar\r\nlas vías.",
        "translation_en": "Widen\r\nthe routes.",
        "addressees": ["all States", "media"],
        "others": "mayors,  schools",
        "proposed_by": "Guatemala",
        "draft": "a-draft",
    }


# -- Who sees what ------------------------------------------------------------------------------


def test_a_visitor_signs_in_first(client, session):
    item = make_recommendation(session=session)
    for page in (
        url("rapporteur_home"),
        url("session_record", session.pk),
        url("recommendation_add", session.pk),
        url("recommendation_change", item.pk),
        url("recommendation_delete", item.pk),
        url("co_chair_home"),
    ):
        assert client.get(page).url == f"{reverse('account_login')}?next={page}"


def test_a_rapporteur_of_one_session_does_not_find_another(client, session, rapporteur):
    other = make_recommendation(session=make_session())
    client.force_login(rapporteur)

    assert client.get(url("session_record", session.pk)).status_code == 200
    for page in (
        url("session_record", other.session_id),
        url("recommendation_add", other.session_id),
        url("recommendation_change", other.pk),
        url("recommendation_delete", other.pk),
    ):
        assert client.get(page).status_code == 404
    assert client.post(url("recommendation_restore", other.pk)).status_code == 404


def test_a_co_chair_reads_and_does_not_record(client, session):
    item = make_recommendation(session=session)
    client.force_login(make_co_chair())

    assert client.get(url("co_chair_home")).status_code == 200
    assert client.get(url("recommendation_change", item.pk)).status_code == 403
    assert client.post(url("recommendation_delete", item.pk)).status_code == 403
    assert client.get(url("session_record", session.pk)).status_code == 404


def test_the_co_chairs_page_is_for_co_chairs_and_organisers(client, rapporteur):
    for user, answer in ((rapporteur, 403), (make_user(), 403), (make_organiser(), 200)):
        client.force_login(user)
        assert client.get(url("co_chair_home")).status_code == answer


def test_who_records_nothing_is_told_how_it_comes_about(client):
    client.force_login(make_user())

    page = client.get(url("rapporteur_home")).content.decode()

    assert "No session is assigned to you." in page


def test_an_organiser_sees_every_session_but_the_breaks(client, session):
    make_session(kind="plenary", title_en="Adoption")
    make_session(kind="break", title_en="Coffee")
    client.force_login(make_organiser())

    page = client.get(url("rapporteur_home")).content.decode()

    assert "Session 1. Legal routes" in page
    assert "Adoption" in page
    assert "Coffee" not in page


# -- Recording ----------------------------------------------------------------------------------


def test_what_is_written_is_stored_with_its_translation(client, session, rapporteur, written):
    client.force_login(rapporteur)

    answer = client.post(url("recommendation_add", session.pk), written)

    item = Recommendation.objects.get()
    assert answer.url == f"{url('session_record', session.pk)}#recommendation-{item.pk}"
    assert (item.language, item.text_es, item.text_en, item.text_fr) == (
        "es",
        "Ampliar\nlas vías.",
        "Widen\nthe routes.",
        "",
    )
    assert item.addressed_to == "all States, media, mayors, schools"
    assert (item.kind, item.proposed_by, item.recorded_by) == ("practice", "Guatemala", rapporteur)


def test_the_page_after_a_save_names_the_draft_that_is_stored_once(
    client, session, rapporteur, written
):
    client.force_login(rapporteur)
    client.post(url("recommendation_add", session.pk), written)

    first = client.get(url("session_record", session.pk)).content.decode()
    second = client.get(url("session_record", session.pk)).content.decode()

    assert 'data-stored="a-draft"' in first
    assert 'data-stored=""' in second


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"outcome": ""}, "This field is required."),
        ({"outcome": "99999"}, "That choice is not one of the available choices"),
        ({"kind": "decree"}, "decree is not one of the available choices"),
        ({"text": ""}, "This field is required."),
        ({"text": "Ampliar las vías. a\x01b"}, "Write this without control characters."),
        ({"proposed_by": "x" * 151}, "at most 150 characters"),
        ({"translation_es": "Otra cosa."}, "Keep one of the two."),
    ],
)
def test_bad_input_is_answered_in_words_and_loses_nothing(
    client, session, rapporteur, written, fault, sentence
):
    client.force_login(rapporteur)

    page = client.post(url("recommendation_add", session.pk), written | fault).content.decode()

    assert "There is a problem" in page
    assert sentence in page
    assert "the routes." in page
    assert "mayors,  schools" in page
    assert 'value="a-draft"' in page
    assert Recommendation.objects.count() == 0


def test_a_text_recorded_twice_is_refused_beside_what_was_typed(
    client, session, rapporteur, written
):
    client.force_login(rapporteur)
    client.post(url("recommendation_add", session.pk), written)

    page = client.post(url("recommendation_add", session.pk), written).content.decode()

    assert "has recorded this text under this outcome already" in page
    assert "las vías." in page
    assert Recommendation.objects.count() == 1


def test_the_only_outcome_of_a_session_is_chosen_beforehand_and_others_stay_open(
    client, session, rapporteur, written
):
    other = make_outcome(number=2)
    client.force_login(rapporteur)

    page = client.get(url("recommendation_add", session.pk)).content.decode()
    client.post(url("recommendation_add", session.pk), written | {"outcome": other.pk})

    assert f'<option value="{session.outcomes.get().pk}" selected>' in page
    assert Recommendation.objects.get().outcome == other


def test_the_form_of_a_change_says_what_is_stored_and_stores_the_same(client, session, rapporteur):
    item = make_recommendation(
        session=session,
        language="es",
        text_en="In English.",
        text_es="En español.",
        addressed_to="media, mayors",
        proposed_by="Ghana",
    )
    client.force_login(rapporteur)

    form = client.get(url("recommendation_change", item.pk)).context["form"]
    typed = {field.html_name: field.value() for field in form if field.value() is not None}
    client.post(url("recommendation_change", item.pk), typed)

    assert (typed["text"], typed["translation_en"]) == ("En español.", "In English.")
    assert (typed["addressees"], typed["others"]) == (["media"], "mayors")
    stored = Recommendation.objects.get()
    assert stored.version == 1
    assert stored.changed_at == item.changed_at


# -- Two at once --------------------------------------------------------------------------------


def test_the_second_of_two_sees_both_texts_and_then_decides(client, session, rapporteur, written):
    item = make_recommendation(session=session)
    client.force_login(rapporteur)
    eva = make_user(full_name="Eva Ruiz")
    change_item(item, version=1, by=eva, text_en="What Eva wrote.")

    page = client.post(
        url("recommendation_change", item.pk), written | {"version": 1, "text": "Lo mío."}
    )
    shown = page.content.decode()
    again = client.post(
        url("recommendation_change", item.pk),
        written | {"version": page.context["form"]["version"].value(), "text": "De ambos."},
    )

    assert "Eva Ruiz changed this after you opened it." in shown
    assert "What Eva wrote." in shown
    assert "Lo mío." in shown
    assert again.status_code == 302
    assert Recommendation.objects.get().text_es == "De ambos."


def test_what_was_withdrawn_meanwhile_keeps_the_text_of_whoever_was_writing(
    client, session, rapporteur, written
):
    item = make_recommendation(session=session)
    client.force_login(rapporteur)
    withdraw_item(item, version=1, by=None)

    page = client.post(url("recommendation_change", item.pk), written | {"version": 1})

    assert "Someone withdrew this after you opened it." in page.content.decode()
    assert "las vías." in page.content.decode()


def test_withdrawing_asks_first_and_can_be_undone(client, session, rapporteur):
    item = make_recommendation(session=session)
    client.force_login(rapporteur)

    asked = client.get(url("recommendation_delete", item.pk)).content.decode()
    client.post(url("recommendation_delete", item.pk), {"version": 1})
    gone = Recommendation.objects.standing().count()
    page = client.get(url("session_record", session.pk)).content.decode()
    client.post(url("recommendation_restore", item.pk))

    assert item.text_en in asked
    assert gone == 0
    assert "1 item withdrawn" in page
    assert Recommendation.objects.standing().count() == 1


@pytest.mark.parametrize("version", ["", "x", "7"])
def test_withdrawing_what_was_not_read_is_refused_in_words(client, session, rapporteur, version):
    item = make_recommendation(session=session)
    client.force_login(rapporteur)

    page = client.post(url("recommendation_delete", item.pk), {"version": version}, follow=True)

    assert "changed this after you opened it" in page.content.decode()
    assert Recommendation.objects.standing().count() == 1


# -- What the pages say -------------------------------------------------------------------------


def test_a_text_without_translation_is_shown_as_recorded_and_says_so(client):
    make_recommendation(language="es", text_en="", text_es="Ampliar las vías.")
    client.force_login(make_co_chair())

    page = client.get(url("co_chair_home")).content.decode()

    assert '<p class="wording" lang="es">Ampliar las vías.</p>' in page
    assert "Recorded in Spanish; there is no translation yet." in page


def test_a_text_with_a_translation_is_shown_in_the_readers_language(client):
    make_recommendation(language="es", text_en="Widen the routes.", text_es="Ampliar las vías.")
    client.force_login(make_co_chair())

    page = client.get(url("co_chair_home")).content.decode()
    spanish = client.get(url("co_chair_home"), headers={"accept-language": "es"}).content.decode()
    french = client.get(url("co_chair_home"), headers={"accept-language": "fr"}).content.decode()

    assert '<p class="wording" lang="en">Widen the routes.</p>' in page
    assert '<p class="wording" lang="es">Ampliar las vías.</p>' in spanish
    assert '<p class="wording" lang="es">Ampliar las vías.</p>' in french


def test_an_empty_outcome_is_shown_and_says_so(client):
    make_outcome(number=4, short_title_en="Sensitizing the public")
    client.force_login(make_co_chair())

    page = client.get(url("co_chair_home")).content.decode()

    assert "1 expected outcome has nothing recorded yet." in page
    assert "Nothing is recorded under this outcome yet." in page
    assert "No report has been asked for yet." in page


def test_the_co_chairs_page_names_no_proposer_and_nothing_withdrawn(client):
    make_recommendation(proposed_by="Ruritania")
    taken_back = make_recommendation(text_en="Taken back.")
    withdraw_item(taken_back, version=1, by=None)
    client.force_login(make_co_chair())

    page = client.get(url("co_chair_home")).content.decode()

    assert "Ruritania" not in page
    assert "Taken back." not in page


def test_a_rapporteur_sees_what_is_still_empty(client, session, rapporteur):
    client.force_login(rapporteur)
    before = client.get(url("rapporteur_home")).content.decode()
    make_recommendation(session=session, outcome=session.outcomes.get())
    after = client.get(url("rapporteur_home")).content.decode()

    assert "Nothing recorded yet" in before
    assert "1 item recorded" in after
    assert "nothing yet" not in after


@pytest.mark.parametrize("number", [1, 30])
def test_no_page_asks_more_of_the_database_for_more_rows(
    client, session, number, django_assert_max_num_queries
):
    for n in range(number):
        other = make_session(starts_at=session.starts_at + timedelta(minutes=n))
        outcome = make_outcome(number=n + 2)
        other.outcomes.add(outcome)
        make_recommendation(session=other, outcome=outcome)
        make_recommendation(session=session, outcome=outcome, changed_by=make_user())
        gone = make_recommendation(
            session=session, outcome=outcome, withdrawn_by=make_user(), withdrawn_at=timezone.now()
        )
        make_report(requested_by=make_user())
    item = gone
    client.force_login(make_organiser())
    for page, most in (
        (url("rapporteur_home"), 7),
        (url("session_record", session.pk), 9),
        (url("recommendation_add", session.pk), 7),
        (url("recommendation_change", item.pk), 8),
        (url("co_chair_home"), 13),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200
