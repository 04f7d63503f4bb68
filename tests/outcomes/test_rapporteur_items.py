"""What rapporteurs record item by item: written, submitted, and by two at once."""

import pytest
from django.urls import reverse

from outcomes.models import Practice, Recommendation, Status
from outcomes.proposers import keep_proposer
from outcomes.recording import change_item, withdraw_item
from tests.factories import (
    make_outcome,
    make_party,
    make_practice,
    make_rapporteur,
    make_recommendation,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"outcomes:{name}", args=args)


@pytest.fixture(autouse=True)
def _world(meeting):
    """Every page has its meeting."""


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
    assert (item.kind, item.level, item.proposer.names) == ("option", "regional", "Guatemala")
    assert item.recorded_by == rapporteur


def test_a_practice_is_stored_with_all_that_is_said_of_it(client, session, rapporteur, practised):
    client.force_login(rapporteur)

    answer = client.post(url("practice_add", session.pk), practised)

    item = Practice.objects.get()
    assert answer.url == f"{url('session_record', session.pk)}#practice-{item.pk}"
    assert (item.title_en, item.title_es, item.results_en) == (
        "Seasonal work",
        "Trabajo de temporada",
        "1,000 visas a year.",
    )
    assert (item.place, item.since, item.countries) == ("Sonsonate", 2008, "SV CA")
    assert (item.source_url, item.reviewed_es) == ("https://example.org/farms", True)
    assert (item.owner_consent, item.consent_by) == ("given", rapporteur)
    assert not item.is_published


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"outcome": ""}, "This field is required."),
        ({"outcome": "99999"}, "That choice is not one of the available choices"),
        ({"kind": "decree"}, "decree is not one of the available choices"),
        ({"text": ""}, "This field is required."),
        ({"text": "Ampliar las vías. a\x01b"}, "Write this without control characters."),
        ({"text": "Ampliar las vías." * 300}, "Write at most 5000 characters; this has 5100."),
        ({"proposed_by": "x" * 151}, "at most 150 characters"),
        ({"text_es": "Otra cosa."}, "Keep one of the two."),
        ({"builds_on": ["7"]}, "7 is not one of the available choices"),
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
    assert Recommendation.objects.count() == 0


@pytest.mark.parametrize("odd", ["", "x", "-1", "99999999999999999999"])
def test_what_is_no_name_and_no_version_of_ours_breaks_nothing(
    client, session, rapporteur, written, odd
):
    item = make_recommendation(session=session)
    client.force_login(rapporteur)

    added = client.post(url("recommendation_add", session.pk), written | {"uid": odd})
    opened = client.get(url("recommendation_add", session.pk), {"uid": odd, "outcome": odd})
    changed = client.post(url("recommendation_change", item.pk), written | {"version": odd})

    assert added.status_code == 302
    assert opened.status_code == 200
    assert "Someone changed this after you opened it." in changed.content.decode()


def test_a_text_recorded_twice_is_refused_beside_what_was_typed(
    client, session, rapporteur, written
):
    client.force_login(rapporteur)
    client.post(url("recommendation_add", session.pk), written)

    page = client.post(url("recommendation_add", session.pk), written).content.decode()

    assert "has recorded this text under this outcome already" in page
    assert "las vías." in page
    assert Recommendation.objects.count() == 1


def test_the_same_form_sent_twice_records_one_and_sent_again_with_more_shows_both(
    client, session, rapporteur, written
):
    client.force_login(rapporteur)
    form = client.get(url("recommendation_add", session.pk)).context["form"]
    written |= {"uid": form.uid}

    client.post(url("recommendation_add", session.pk), written)
    client.post(url("recommendation_add", session.pk), written)
    more = client.post(url("recommendation_add", session.pk), written | {"text": "Ampliar más."})

    assert Recommendation.objects.get().uid == form.uid
    assert "Someone else has saved meanwhile" in more.content.decode()
    assert "Ampliar más." in more.content.decode()
    opened = client.get(url("recommendation_add", session.pk), {"uid": form.uid})
    assert opened.url == url("recommendation_change", Recommendation.objects.get().pk)


def test_the_only_outcome_of_a_session_is_chosen_beforehand_and_others_stay_open(
    client, session, rapporteur, written
):
    other = make_outcome(number=2)
    client.force_login(rapporteur)

    page = client.get(url("recommendation_add", session.pk)).content.decode()
    client.post(url("recommendation_add", session.pk), written | {"outcome": other.pk})

    assert f'<option value="{session.outcomes.get().pk}" selected>' in page
    assert Recommendation.objects.get().outcome == other


@pytest.mark.parametrize("noun", ["recommendation", "practice"])
def test_the_form_of_a_change_says_what_is_stored_and_stores_the_same(
    client, session, rapporteur, written, practised, noun
):
    client.force_login(rapporteur)
    sent = written if noun == "recommendation" else practised
    client.post(url(f"{noun}_add", session.pk), sent)
    model = Recommendation if noun == "recommendation" else Practice
    item = model.objects.get()

    form = client.get(url(f"{noun}_change", item.pk)).context["form"]
    typed = {field.html_name: field.value() for field in form if field.value() is not None}
    client.post(url(f"{noun}_change", item.pk), typed)

    stored = model.objects.get()
    assert stored.version == 1
    assert stored.changed_at == item.changed_at


def test_a_co_chair_who_changed_a_text_is_back_at_the_text(client, session, written):
    item = make_recommendation(session=session, status=Status.CONSIDERED)
    client.force_login(make_user(party=make_party(is_co_chair=True)))
    own_page = url("recommendation_detail", item.pk)

    page = client.get(url("recommendation_change", item.pk)).content.decode()
    answer = client.post(url("recommendation_change", item.pk), written | {"version": 1})

    assert f'href="{own_page}"' in page
    assert answer.url.startswith(own_page)


def test_a_co_chair_reads_a_practice_and_not_who_proposed_it(client, session):
    practice = make_practice(session=session, text_en="Consulates on wheels.")
    keep_proposer(practice, "Ruritania")
    client.force_login(make_user(party=make_party(is_co_chair=True)))
    own_page = url("practice_change", practice.pk)

    page = client.get(own_page).content.decode()

    assert "Consulates on wheels." in page
    assert "Ruritania" not in page
    assert f'href="{own_page}"' in client.get(url("co_chair_home")).content.decode()
    assert client.post(own_page, {}).status_code == 403


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CONSIDERED])
def test_from_the_history_of_a_text_a_co_chair_comes_to_a_page_of_theirs(client, session, status):
    item = make_recommendation(session=session, status=status)
    client.force_login(make_user(party=make_party(is_co_chair=True)))

    back = client.get(url("recommendation_history", item.pk)).context["back"]

    assert client.get(back).status_code == 200


def test_who_does_not_record_the_session_and_edits_it_sees_no_proposer_and_keeps_it(
    client, session, written
):
    closing = make_session(kind="closing")
    item = make_recommendation(session=session, proposed_by="Ruritania")
    client.force_login(make_rapporteur(closing))

    page = client.get(url("recommendation_change", item.pk)).content.decode()
    client.post(url("recommendation_change", item.pk), written | {"version": 1})
    history = client.get(url("recommendation_history", item.pk)).content.decode()

    item.refresh_from_db()
    assert (item.text_es, item.proposer.names) == ("Ampliar\nlas vías.", "Ruritania")
    assert "Ruritania" not in page + history
    assert "Guatemala" not in history


# -- Submitting ---------------------------------------------------------------------------------


def test_drafts_are_submitted_one_by_one_or_all_at_once(client, session, rapporteur):
    one, two = make_recommendation(session=session), make_recommendation(session=session)
    heard, gone = make_practice(session=session), make_practice(session=session)
    withdraw_item(gone, version=1, by=None)
    client.force_login(rapporteur)

    client.post(url("recommendation_submit", one.pk))
    page = client.get(url("session_record", session.pk)).content.decode()
    answer = client.post(url("session_submit", session.pk), follow=True)

    assert "2 drafts wait to be submitted." in page
    assert "2 drafts submitted." in answer.content.decode()
    assert "wait to be submitted" not in answer.content.decode()
    assert {item.status for item in Recommendation.objects.all()} == {Status.SUBMITTED}
    heard.refresh_from_db()
    gone.refresh_from_db()
    assert (heard.submitted_by, heard.version) == (rapporteur, 2)
    assert gone.submitted_at is None
    step = two.steps.get()
    assert (step.done_by, step.from_address) == (rapporteur, "127.0.0.1")


def test_what_is_submitted_already_or_withdrawn_is_not_submitted(client, session, rapporteur):
    item, gone = make_recommendation(session=session), make_practice(session=session)
    withdraw_item(gone, version=1, by=None)
    client.force_login(rapporteur)
    client.post(url("recommendation_submit", item.pk))

    again = client.post(url("recommendation_submit", item.pk), follow=True)
    refused = client.post(url("practice_submit", gone.pk), follow=True)

    assert item.steps.count() == 1
    assert "messages" in again.context
    assert "Put it back before you submit it." in refused.content.decode()


def test_a_practice_is_published_once_it_is_submitted_and_its_owner_consents(
    session, rapporteur, client, practised
):
    client.force_login(rapporteur)
    client.post(url("practice_add", session.pk), practised)
    client.post(url("practice_submit", Practice.objects.get().pk))

    assert Practice.objects.published().exists()


# -- Two at once --------------------------------------------------------------------------------


@pytest.mark.parametrize("noun", ["recommendation", "practice"])
def test_the_second_of_two_sees_both_texts_and_then_decides(
    client, session, rapporteur, written, practised, noun
):
    make = make_recommendation if noun == "recommendation" else make_practice
    item = make(session=session)
    mine = (written if noun == "recommendation" else practised) | {"language": "en", "text_en": ""}
    client.force_login(rapporteur)
    eva = make_user(full_name="Eva Ruiz")
    change_item(item, version=1, by=eva, text_en="What Eva wrote.")
    page = client.post(
        url(f"{noun}_change", item.pk), mine | {"version": 1, "text": "What I wrote."}
    )
    shown = page.content.decode()
    again = client.post(
        url(f"{noun}_change", item.pk),
        mine | {"version": page.context["form"]["version"].value(), "text": "From both."},
    )

    assert "Eva Ruiz changed this after you opened it." in shown
    assert "[removed: </span>Eva <span" in shown
    assert "[added: </span>I <span" in shown
    assert "What I wrote.</textarea>" in shown
    assert again.status_code == 302
    item.refresh_from_db()
    assert (item.text_en, item.version) == ("From both.", 3)


def test_what_was_withdrawn_meanwhile_keeps_the_text_of_whoever_was_writing(
    client, session, rapporteur, written
):
    item = make_recommendation(session=session)
    client.force_login(rapporteur)
    withdraw_item(item, version=1, by=None)

    page = client.post(url("recommendation_change", item.pk), written | {"version": 1})

    assert "Someone withdrew this after you opened it." in page.content.decode()
    assert "las vías." in page.content.decode()


@pytest.mark.parametrize("noun", ["recommendation", "practice"])
def test_withdrawing_asks_first_and_can_be_undone(client, session, rapporteur, noun):
    make = make_recommendation if noun == "recommendation" else make_practice
    item = make(session=session)
    client.force_login(rapporteur)

    asked = client.get(url(f"{noun}_delete", item.pk)).content.decode()
    client.post(url(f"{noun}_delete", item.pk), {"version": 1})
    gone = type(item).objects.standing().count()
    page = client.get(url("session_record", session.pk)).content.decode()
    client.post(url(f"{noun}_restore", item.pk))

    assert item.text_en in asked
    assert gone == 0
    assert "1 item withdrawn" in page
    assert type(item).objects.standing().count() == 1


@pytest.mark.parametrize("version", ["", "x", "7", "²"])
def test_withdrawing_what_was_not_read_is_refused_in_words(client, session, rapporteur, version):
    item = make_recommendation(session=session)
    client.force_login(rapporteur)

    page = client.post(url("recommendation_delete", item.pk), {"version": version}, follow=True)

    assert "changed this after you opened it" in page.content.decode()
    assert Recommendation.objects.standing().count() == 1
