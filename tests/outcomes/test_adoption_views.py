"""The pages of adoption: a text's own, what is said of it there, and the co-chairs'."""

from datetime import date

import pytest
from django.urls import reverse

from agenda.models import Kind
from outcomes.adoption import consent, wording_hash
from outcomes.models import Comment, Recommendation, Status
from outcomes.recording import change_item
from outcomes.screen import move_screen
from registrations.models import Status as Seat
from tests.factories import (
    make_assignment,
    make_comment,
    make_considered,
    make_delegation,
    make_focal_point,
    make_meeting,
    make_organiser,
    make_outcome,
    make_participant,
    make_party,
    make_practice,
    make_rapporteur,
    make_recommendation,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

OPEN = {"comments_open_on": date(2000, 1, 1), "comments_close_on": date(2100, 1, 1)}
SECRET = "Delegation of Zubrowka"


@pytest.fixture
def salvador(meeting):
    return make_user(party=make_party(short_name_en="El Salvador"))


@pytest.fixture
def mexico(meeting):
    return make_user(party=make_party(short_name_en="Mexico"))


def url(name, *args):
    return reverse(f"outcomes:{name}", args=args)


def read(client, path, **options):
    return client.get(path, **options).content.decode()


def give_consent(item, user):
    item.refresh_from_db()
    seen = wording_hash(item, "en")
    return consent(item, party=user.party, by=user, language="en", seen_hash=seen)


def seen_on(client, item):
    return client.get(url("recommendation_detail", item.pk)).context["hash"]


# -- A text's own page ----------------------------------------------------------------------------


def test_a_text_says_who_has_consented_and_who_has_not(client, salvador, mexico):
    item = make_considered()
    give_consent(item, salvador)
    client.force_login(mexico)

    page = read(client, url("recommendation_detail", item.pk))

    assert "El Salvador has consented; Mexico has not consented." in page
    assert "Under consideration" in page
    assert wording_hash(item, "en")[:8] in page


def test_both_keys_are_turned_on_the_page(client, salvador, mexico):
    item = make_considered()
    for user in (salvador, mexico):
        client.force_login(user)
        seen = seen_on(client, item)
        client.post(url("recommendation_consent", item.pk), {"language": "en", "seen": seen})

    item.refresh_from_db()
    assert item.status == Status.ADOPTED
    assert item.steps.last().from_address == "127.0.0.1"


def test_whoever_read_an_older_text_is_told_and_reads_the_new_one(client, salvador):
    item = make_considered()
    client.force_login(salvador)
    seen = seen_on(client, item)
    change_item(item, version=1, by=None, text_en="Other words.")

    page = client.post(
        url("recommendation_consent", item.pk), {"language": "en", "seen": seen}, follow=True
    ).content.decode()

    assert "The text was changed since you opened it." in page
    assert "Other words." in page


def test_after_a_change_the_page_says_that_consents_are_void_and_what_differs(
    client, salvador, mexico
):
    item = make_considered(text_en="Share data.")
    give_consent(item, salvador)
    change_item(item, version=1, by=None, text_en="Share all data.")

    client.force_login(mexico)
    others = read(client, url("recommendation_detail", item.pk))
    client.force_login(salvador)
    own = read(client, url("recommendation_detail", item.pk))

    assert "The text was changed, so these consents are void: El Salvador." in others
    assert "It was changed after your State consented" in own
    assert "all </ins>" in own.replace('<span class="visually-hidden">]</span>', "")


def test_where_the_words_stayed_the_page_says_that_something_else_changed(client, salvador):
    item = make_considered()
    give_consent(item, salvador)
    change_item(item, version=1, by=None, level="global")
    client.force_login(salvador)

    assert "These words stayed as they were." in read(client, url("recommendation_detail", item.pk))


def test_a_co_chair_reads_and_consents_in_a_chosen_language(client, salvador):
    item = make_considered(text_es="Texto.", text_en="Text.")
    client.force_login(salvador)

    shown = client.get(url("recommendation_detail", item.pk), {"language": "es"})

    assert shown.context["text"] == "Texto."
    assert shown.context["hash"] == wording_hash(item, "es")
    assert client.get(url("recommendation_detail", item.pk), {"language": "xx"}).status_code == 200


def test_consent_goes_on_to_the_next_text_that_waits(client, salvador):
    first, second = make_considered(), make_considered()
    client.force_login(salvador)
    seen = {"language": "en", "seen": seen_on(client, first), "next": ""}

    on = client.post(url("recommendation_consent", first.pk), seen)
    seen["seen"] = seen_on(client, second)
    back = client.post(url("recommendation_consent", second.pk), seen)

    assert on["Location"] == url("recommendation_detail", second.pk)
    assert back["Location"] == url("co_chair_home")


def test_addresses_are_shown_to_organisers_alone(client, salvador):
    item = make_considered()
    seen = wording_hash(item, "en")
    consent(
        item,
        party=salvador.party,
        by=salvador,
        language="en",
        seen_hash=seen,
        from_address="203.0.113.9",
    )
    page = url("recommendation_detail", item.pk)

    client.force_login(salvador)
    assert "203.0.113.9" not in read(client, page)
    client.force_login(make_organiser())
    assert "203.0.113.9" in read(client, page)


def test_what_ends_something_asks_first_names_what_is_void_and_wants_a_reason(client, salvador):
    item = make_considered()
    make_party(short_name_en="Mexico")
    give_consent(item, salvador)
    client.force_login(salvador)
    page = url("recommendation_end", item.pk, "not-retain")

    assert "These consents will be void:" in read(client, page)
    assert "Say why." in client.post(page, {"note": ""}).content.decode()
    client.post(page, {"note": "Said in 1.2."})

    item.refresh_from_db()
    assert item.status == Status.NOT_RETAINED
    client.post(url("recommendation_step", item.pk, "reconsider"))
    item.refresh_from_db()
    assert item.status == Status.CONSIDERED


def test_a_consent_is_withdrawn_once_that_is_confirmed(client, salvador):
    item = make_considered()
    give_consent(item, salvador)
    client.force_login(salvador)
    page = url("recommendation_end", item.pk, "withdraw-consent")

    assert "It is adopted." in read(client, page)
    client.post(page)

    item.refresh_from_db()
    assert item.status == Status.CONSIDERED
    assert "no consent to withdraw" in client.post(page).content.decode()


@pytest.mark.parametrize("path", ["step/jump", "end/jump", "step/not-retain"])
def test_no_other_act_is_known(client, path):
    make_meeting()
    client.force_login(make_organiser())

    page = f"{url('recommendation_detail', make_considered().pk)}{path}/"

    assert client.post(page).status_code == 404


def test_an_act_that_came_too_late_is_refused_in_words(client):
    make_meeting()
    item = make_considered()
    client.force_login(make_organiser())

    page = client.post(url("recommendation_step", item.pk, "take-up"), follow=True)

    assert "This cannot be done now." in page.content.decode()


# -- Comments ---------------------------------------------------------------------------------


def test_a_proposed_wording_is_shown_word_by_word_and_adopted_once_confirmed(client, salvador):
    item = make_considered(text_en="Share data.")
    make_party()
    client.force_login(salvador)
    said = {"body": "", "proposed_wording": "Share <all> data.", "language": "en"}
    client.post(url("comment_add", item.pk), said)
    comment = Comment.objects.get()

    page = read(client, url("recommendation_detail", item.pk))
    assert "<ins>" in page
    assert "&lt;all&gt;" in page
    assert "Let the text say this?" in read(client, url("comment_adopt", comment.pk))
    client.post(url("comment_adopt", comment.pk), {"version": "1"})

    item.refresh_from_db()
    assert item.text_en == "Share <all> data."


@pytest.mark.parametrize("version", ["", "x", "99", "²"])
def test_a_version_that_nobody_read_is_refused(client, version):
    make_meeting()
    comment = make_comment(recommendation=make_considered(), proposed_wording="Other.")
    client.force_login(make_organiser())

    page = client.post(url("comment_adopt", comment.pk), {"version": version}, follow=True)

    assert "changed this after you opened it" in page.content.decode()


def test_what_was_typed_stays_when_a_comment_is_refused(client, salvador):
    item = make_considered()
    client.force_login(salvador)

    page = client.post(url("comment_add", item.pk), {"body": "Kept words", "language": "xx"})
    assert "Kept words" in page.content.decode()
    give_consent(item, salvador)
    page = client.post(url("comment_add", item.pk), {"body": "Late words", "language": "en"})

    assert "Late words" in page.content.decode()
    assert not Comment.objects.exists()


# -- The co-chairs' page ----------------------------------------------------------------------


def test_the_rapporteur_general_finds_the_desks_and_is_offered_no_report(client, meeting):
    client.force_login(make_rapporteur(make_session(kind=Kind.CLOSING)))

    page = read(client, url("co_chair_home"))

    assert f'href="{url("consolidation_desk")}"' in page
    assert f'href="{url("co_chair_home")}"' in read(client, reverse("registrations:me"))
    assert f'href="{url("report_request")}"' not in page


def test_a_practice_stands_beside_the_text_of_the_same_key(client, salvador):
    outcome = make_outcome()
    make_recommendation(pk=7, outcome=outcome)
    make_practice(pk=7, outcome=outcome, title_en="Consulates on wheels")
    client.force_login(salvador)

    page = read(client, url("co_chair_home"))

    assert page.count('id="recommendation-7"') == page.count('id="practice-7"') == 1
    assert "Consulates on wheels" in page


def test_what_waits_for_my_consent_comes_first(client, salvador, mexico):
    given, waiting = make_considered(text_en="Given."), make_considered(text_en="Waiting.")
    give_consent(given, salvador)
    client.force_login(salvador)

    context = client.get(url("co_chair_home")).context

    assert [text["item"] for text in context["waiting"]] == [waiting]
    counts = {state: number for state, _label, number in context["states"]}
    assert counts[Status.CONSIDERED] == 2


def test_the_co_chairs_page_filters_by_state(client, salvador):
    make_considered(text_en="Considered words.")
    make_recommendation(text_en="Draft words.")
    client.force_login(make_organiser())

    page = read(client, url("co_chair_home"), data={"state": "draft"})

    assert "Draft words." in page
    assert "Considered words." not in page
    assert client.get(url("co_chair_home"), {"state": "none"}).status_code == 200


# -- All of them ----------------------------------------------------------------------------------


def test_no_page_names_a_proposer_to_whoever_may_not_know(client, salvador):
    make_meeting(**OPEN)
    item = make_considered(proposed_by=SECRET)
    comment = make_comment(recommendation=item, proposed_wording="Other.")
    move_screen(to="last", by=salvador)
    general = make_participant(user=make_user(), status=Seat.CONFIRMED)
    make_assignment(session=make_session(kind="closing"), participant=general, role="rapporteur")
    pages = [
        url("recommendation_detail", item.pk),
        url("recommendation_end", item.pk, "send-back"),
        url("comment_adopt", comment.pk),
        url("co_chair_home"),
        url("draft_list"),
        url("closing_screen"),
        url("closing_screen_now"),
    ]

    for user in (salvador, general.user, make_focal_point().user):
        client.force_login(user)
        for page in pages:
            assert SECRET not in read(client, page), page
    for user in (make_rapporteur(item.session), make_organiser()):
        client.force_login(user)
        assert SECRET in read(client, pages[0])


@pytest.mark.parametrize("number", [1, 30])
def test_no_page_of_adoption_asks_more_of_the_database_for_more_rows(
    client, salvador, mexico, number, django_assert_max_num_queries
):
    make_meeting(**OPEN)
    outcome, delegation = make_outcome(), make_delegation()
    for _ in range(number):
        item = make_considered(outcome=outcome)
        give_consent(item, mexico)
        give_consent(make_considered(outcome=outcome), salvador)
        make_comment(recommendation=item, proposed_wording="A.", delegation=delegation)
        make_comment(recommendation=Recommendation.objects.first(), proposed_wording="B.")
    first = Recommendation.objects.first()
    move_screen(to="last", by=salvador)
    focal_point = make_focal_point(delegation=delegation).user
    make_focal_point(user=focal_point)

    for user, page, most in (
        (salvador, url("recommendation_detail", first.pk), 14),
        (salvador, url("co_chair_home"), 15),
        (focal_point, url("draft_list"), 9),
        (salvador, url("closing_screen"), 10),
        (salvador, url("closing_screen_now"), 10),
    ):
        client.force_login(user)
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200
