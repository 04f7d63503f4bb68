"""Which translations are reviewed or behind, told by what was done to the texts; and the list."""

import pytest
from django.urls import reverse

from outcomes.models import Recommendation, Status
from outcomes.recording import (
    change_item,
    record_practice,
    record_recommendation,
    restore_item,
    withdraw_item,
)
from outcomes.translations import Lack, count_lacks, items_to_translate, lack_of, lacking
from tests.factories import (
    make_assignment,
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

LIST = reverse("outcomes:translation_list")


def record(**details):
    """Recorded in English, translated into Spanish."""
    said = {"language": "en", "text_en": "Expand.", "text_es": "Ampliar."} | details
    return record_recommendation(session=make_session(), outcome=make_outcome(), by=None, **said)


def change(item, **details):
    return change_item(item, version=item.version, by=None, **details)


def state(item, language="es"):
    item = type(item).objects.get(pk=item.pk)
    return getattr(item, f"reviewed_{language}"), language in item.stale_languages


REVIEWED, DRAFT, STALE = (True, False), (False, False), (False, True)


# -- How translations are marked ------------------------------------------------------------------


def test_a_translation_is_a_draft_until_it_is_reviewed():
    item = record()
    assert state(item) == DRAFT

    change(item, reviewed_es=True)

    assert state(item) == REVIEWED


def test_a_translation_may_come_reviewed():
    assert state(record(reviewed_es=True)) == REVIEWED


def test_a_changed_text_leaves_its_translation_behind_and_no_longer_reviewed():
    item = change(record(reviewed_es=True), text_en="Expand and renew.")

    assert state(item) == STALE


def test_a_translation_that_is_rewritten_is_a_draft_of_the_present_text():
    item = change(record(reviewed_es=True), text_en="Expand and renew.")
    item = change(item, text_es="Ampliar y renovar.")
    assert state(item) == DRAFT

    assert state(change(item, text_es="Ampliar, y renovar.", reviewed_es=True)) == REVIEWED


def test_one_who_finds_an_old_translation_good_still_says_so_by_reviewing_it():
    item = change(record(), text_en="Expand!")
    assert state(item) == STALE

    assert state(change(item, reviewed_es=True)) == REVIEWED


def test_text_and_translation_changed_together_go_together():
    item = change(record(reviewed_es=True), text_en="Renew.", text_es="Renovar.")

    assert state(item) == DRAFT


def test_what_does_not_touch_the_texts_leaves_the_marks_alone():
    item = change(record(reviewed_es=True), addressed_to="media", level="national")

    assert state(item) == REVIEWED
    assert state(change(item, reviewed_es=False)) == DRAFT


def test_a_text_brought_back_as_it_was_finds_its_translation_up_to_date():
    item = change(record(), text_en="Renew.")

    assert state(change(item, text_en="Expand.")) == DRAFT


def test_a_translation_that_is_taken_away_is_neither_reviewed_nor_behind():
    item = change(record(reviewed_es=True), text_es="")

    assert state(item) == DRAFT
    assert lack_of(item, "es") == Lack.MISSING
    assert Recommendation.objects.get().made_from_es == ""


def test_the_language_of_the_text_itself_is_never_a_translation():
    item = record(reviewed_en=True)
    assert state(item, "en") == DRAFT

    item = change(item, language="es")

    assert state(item, "es") == DRAFT
    assert lack_of(item, "es") is None
    assert lack_of(item, "en") is not None


def test_a_withdrawal_and_its_return_leave_the_marks_alone():
    item = record(reviewed_es=True)

    item = withdraw_item(item, version=1, by=None)
    assert state(restore_item(item, by=None)) == REVIEWED


def test_the_title_and_the_results_of_a_practice_are_translated_too():
    said = {"text_en": "Registers.", "title_en": "Register", "results_en": "Fewer deaths."}
    practice = record_practice(
        session=make_session(), outcome=make_outcome(), by=None, language="en", **said
    )
    practice = change(practice, text_es="Registros.", title_es="Registro")
    assert lack_of(practice, "es") == Lack.MISSING

    practice = change(practice, results_es="Menos muertes.", reviewed_es=True)
    assert state(practice) == REVIEWED
    assert lack_of(practice, "es") is None

    practice = change(practice, results_en="Far fewer deaths.")
    assert state(practice) == STALE
    assert lack_of(practice, "es") == Lack.STALE


# -- The list -------------------------------------------------------------------------------------


def test_each_language_tells_what_it_lacks_the_most_pressing_first():
    user = make_organiser()
    draft = record()
    stale = change(record(), text_en="Renew.")
    missing = record(text_es="")
    record(reviewed_es=True)

    items = items_to_translate(user)

    assert [(e.item, e.lack) for e in lacking(items, "es", user)] == [
        (missing, Lack.MISSING),
        (stale, Lack.STALE),
        (draft, Lack.DRAFT),
    ]
    counts = count_lacks(items)
    assert counts["es"] == {Lack.MISSING: 1, Lack.STALE: 1, Lack.DRAFT: 1}
    assert (counts["fr"], counts["en"]) == ({Lack.MISSING: 4}, {})


def test_what_will_not_be_published_is_not_listed():
    make_recommendation(status=Status.NOT_RETAINED)
    withdraw_item(make_recommendation(), version=1, by=None)
    withdraw_item(make_practice(), version=1, by=None)

    assert items_to_translate(make_organiser()) == []


def test_a_rapporteur_is_shown_their_own_sessions_and_a_co_chair_all(client, meeting):
    mine, other = make_session(), make_session()
    make_recommendation(session=mine, text_en="Expand the programmes.")
    make_recommendation(session=other, text_en="Renew the programmes.")
    make_practice(session=other, text_en="Consular registers.")

    client.force_login(make_rapporteur(mine))
    page = client.get(f"{LIST}?language=es").content.decode()
    assert "Expand the programmes." in page
    assert "Renew the programmes." not in page
    client.force_login(make_user(party=make_party(is_co_chair=True)))
    page = client.get(f"{LIST}?language=es").content.decode()
    for text in ("Expand the programmes.", "Renew the programmes.", "Consular registers."):
        assert text in page


def test_each_links_to_where_it_is_mended_or_can_be_read(client, meeting):
    session = make_session()
    draft = make_recommendation(session=session)
    considered = make_recommendation(session=session, status=Status.CONSIDERED)
    practice = make_practice(session=session)
    closing, general = make_session(kind="closing"), make_user()
    make_assignment(session=closing, participant=make_participant(user=general), role="rapporteur")
    editable = {
        make_organiser(): {draft, considered, practice},
        general: {draft, considered, practice},
        make_rapporteur(session): {draft, practice},
        make_user(party=make_party(is_co_chair=True)): {considered},
    }
    for user, expected in editable.items():
        client.force_login(user)
        answer = client.get(f"{LIST}?language=fr")
        entries = answer.context["page"].object_list
        assert {entry.item for entry in entries} == {draft, considered, practice}
        assert {entry.item for entry in entries if entry.may_edit} == expected
        for entry in entries:
            assert user.has_perm("outcomes.edit_item", entry.item) == entry.may_edit
            assert entry.page or (entry.item == practice and not entry.may_edit)
            if entry.page:
                assert f'href="{entry.page}"' in answer.content.decode()
                assert client.get(entry.page).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "language=xx&lack=xx&page=xx", "page=-3", "lack=draft&page=99", "language=%00"]
)
def test_any_query_is_answered(client, meeting, query):
    client.force_login(make_organiser())
    make_recommendation()

    assert client.get(f"{LIST}?{query}").status_code == 200


def test_the_list_is_narrowed_to_one_lack(client, meeting):
    client.force_login(make_organiser())
    record()
    missing = record(text_es="")

    answer = client.get(f"{LIST}?language=es&lack=missing")

    assert [entry.item for entry in answer.context["page"]] == [missing]


def test_with_nothing_recorded_the_page_says_so(client, meeting):
    client.force_login(make_organiser())

    assert "Nothing is recorded yet." in client.get(LIST).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_no_more_for_more_rows(
    client, meeting, number, django_assert_max_num_queries
):
    client.force_login(make_rapporteur(session := make_session()))
    for _ in range(number):
        make_recommendation(session=session)
        make_practice(session=session)

    with django_assert_max_num_queries(7):
        assert client.get(f"{LIST}?language=fr").status_code == 200
