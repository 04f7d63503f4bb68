"""The consolidation desk works with plain pages, says what it refuses, and names no proposer."""

import pytest

from outcomes.consolidation import merge, move
from outcomes.models import Consolidation, Recommendation, Status
from outcomes.provenance import provenance_of
from outcomes.recording import change_item
from tests.factories import (
    make_organiser,
    make_outcome,
    make_party,
    make_rapporteur,
    make_recommendation,
    make_session,
    make_user,
)

DESK, MERGE = "/outcomes/consolidation/", "/outcomes/consolidation/merge/"
WORDS = {"language": "en", "text_en": "Both of them.", "kind": "recommendation"}


@pytest.fixture
def co_chair(client, meeting):
    user = make_user(party=make_party(is_co_chair=True))
    client.force_login(user)
    return user


@pytest.fixture
def pair(meeting):
    outcome = make_outcome()
    return [
        make_recommendation(outcome=outcome, text_en=text, proposed_by="Secretissima")
        for text in (
            "Train consular staff in labour rights before each posting.",
            "Consular staff should be trained in labour rights before they are posted.",
        )
    ]


def standing():
    return [item.text_en for item in Recommendation.objects.standing()]


def test_what_says_nearly_the_same_stands_side_by_side_with_what_differs(client, co_chair, pair):
    page = client.get(DESK)

    (row,) = page.context["pairs"]
    assert [row.pair.one, row.pair.other] == pair
    assert "should be trained" in "".join(piece.text for piece in row.other if piece.is_added)
    one, other = pair
    assert f"{MERGE}?item={one.pk}&amp;item={other.pk}" in page.content.decode()


def test_the_merge_page_shows_the_sources_and_starts_from_what_is_said_of_them(
    client, co_chair, pair
):
    page = client.get(MERGE, {"item": [item.pk for item in pair]})

    said = page.content.decode()
    assert all(item.text_en in said for item in pair)
    assert page.context["form"].initial["text_en"] == pair[0].text_en


def posted(pair, **fields):
    return {
        "item": [item.pk for item in pair],
        "read": [f"{item.pk}:{item.version}" for item in pair],
        "outcome": pair[0].outcome_id,
        **WORDS,
        **fields,
    }


def test_two_items_are_merged_and_the_desk_offers_to_undo_it(client, co_chair, pair):
    client.post(MERGE, posted(pair))

    assert standing() == ["Both of them."]
    act = Consolidation.objects.get()
    assert act.done_by == co_chair
    undo = f"{DESK}acts/{act.pk}/undo/"
    assert undo in client.get(DESK).content.decode()
    client.post(undo)
    assert len(standing()) == 2
    assert undo not in client.get(DESK).content.decode()


def test_a_merger_of_what_was_changed_meanwhile_is_refused_and_what_was_typed_stays(
    client, co_chair, pair
):
    data = posted(pair)
    change_item(pair[1], version=1, by=None, text_en="Something else.")

    page = client.post(MERGE, data)

    assert "changed after you opened it" in page.content.decode()
    assert "Both of them." in page.content.decode()
    assert len(standing()) == 2


@pytest.mark.parametrize("chosen", [[], ["x"], ["0", "1"], ["9" * 40], ["²"]])
def test_without_two_items_that_stand_there_is_nothing_to_merge(client, co_chair, chosen):
    page = client.get(MERGE, {"item": chosen}, follow=True)

    assert "Choose two items or more" in page.content.decode()


def test_one_who_comes_late_to_a_merger_is_told(client, co_chair, pair):
    merge(pair, by=None, **WORDS)

    page = client.post(MERGE, posted(pair), follow=True)

    assert "Choose two items or more" in page.content.decode()
    assert standing() == ["Both of them."]


def test_an_item_is_split_into_parts_in_words_of_their_own(client, co_chair, pair):
    item = pair[0]
    parts = {
        f"part{n}-{name}": value
        for n, text in ((1, "One."), (2, "Two."), (3, "Three."))
        for name, value in {
            "text_en": text,
            "kind": "option",
            "outcome": item.outcome_id,
            "addressed_to": "",
        }.items()
    }

    client.post(f"{DESK}{item.pk}/split/", parts | {"parts": "3", "read": f"{item.pk}:1"})

    assert standing() == [pair[1].text_en, "One.", "Two.", "Three."]


def test_a_part_without_words_is_refused_in_words(client, co_chair, pair):
    item = pair[0]
    parts = {f"part{n}-kind": "option" for n in (1, 2)}
    parts |= {f"part{n}-outcome": item.outcome_id for n in (1, 2)}

    page = client.post(f"{DESK}{item.pk}/split/", parts | {"part1-text_en": "One."})

    assert "Write the text in the language it was recorded in." in page.content.decode()
    assert len(standing()) == 2


def test_an_item_is_moved_to_another_outcome(client, co_chair, pair):
    there = make_outcome()

    client.post(f"{DESK}{pair[0].pk}/move/", {"outcome": there.pk})

    pair[0].refresh_from_db()
    assert pair[0].outcome == there
    page = client.post(f"{DESK}{pair[0].pk}/move/", {"outcome": "x"})
    assert page.status_code == 200


def test_items_go_up_and_down_by_buttons(client, co_chair, pair):
    one, other = (item.text_en for item in pair)

    client.post(f"{DESK}{pair[1].pk}/place/", {"direction": "up"})
    assert standing() == [other, one]
    client.post(f"{DESK}{pair[1].pk}/place/", {"direction": "up"})
    assert standing() == [other, one]
    client.post(f"{DESK}{pair[1].pk}/place/", {"direction": "down"})
    assert standing() == [one, other]


def test_what_rests_on_an_act_is_told_when_it_is_undone(client, co_chair, pair):
    made = merge(pair, by=None, **WORDS)
    move(made, outcome=make_outcome(), by=None)

    page = client.post(f"{DESK}acts/{made.made_in_id}/undo/", follow=True)

    assert "was changed since" in page.content.decode()


def test_the_page_of_a_text_says_where_it_came_from_and_where_it_went(client, co_chair, pair):
    made = merge(pair, by=co_chair, **WORDS)

    page = client.get(f"/outcomes/items/{made.pk}/").content.decode()
    for item in pair:
        assert item.text_en in page
        assert f"/agenda/{item.session_id}/" in page
        assert "Both of them." in client.get(f"/outcomes/items/{item.pk}/").content.decode()


def test_a_rapporteur_reads_on_the_way_of_a_text_what_their_session_recorded_alone(client, pair):
    made = merge(pair, by=None, **WORDS)
    client.force_login(make_rapporteur(pair[0].session))

    page = client.get(f"/outcomes/items/{made.pk}/").content.decode()

    assert pair[0].text_en in page
    assert pair[1].text_en not in page
    assert "not yours to read" in page


def test_no_page_of_the_desk_names_a_proposer_to_a_co_chair(client, co_chair, pair):
    made = merge(pair, by=None, **WORDS)
    addresses = [
        DESK,
        f"{DESK}{made.pk}/split/",
        f"{DESK}{made.pk}/move/",
        f"/outcomes/items/{made.pk}/",
        "/outcomes/coverage/",
        "/outcomes/coverage/items/",
    ]
    others = [make_recommendation(proposed_by="Secretissima") for _ in range(2)]
    addresses.append(f"{MERGE}?item={others[0].pk}&item={others[1].pk}")

    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200
        assert "Secretissima" not in page.content.decode(), address


@pytest.mark.parametrize("number", [1, 30])
def test_the_desk_takes_as_many_questions_whatever_stands_there(
    client, meeting, number, django_assert_num_queries
):
    client.force_login(make_organiser())
    outcome, session = make_outcome(), make_session()
    fields = {"outcome": outcome, "session": session, "status": Status.CONSIDERED}
    for n in range(number):
        items = [make_recommendation(text_en=f"{n} {text}", **fields) for text in "abc"]
        move(items[2], outcome=make_outcome(number=100 + n), by=None)
        merge(items[:2], by=None, language="en", text_en=f"{n} of both")

    with django_assert_num_queries(13):
        client.get(DESK)


def test_the_way_of_a_text_asks_nothing_of_others_unless_it_was_merged_or_split(
    pair, django_assert_num_queries
):
    organiser, texts = make_organiser(), Recommendation.objects.prefetch_related("numbers")
    untouched = texts.get(pk=make_recommendation().pk)
    merged = texts.get(pk=merge(pair, by=None, **WORDS).pk)

    with django_assert_num_queries(1):
        way = provenance_of(untouched, organiser)
    assert (way.came_from.beyond, way.went_into.beyond) == ([], [])
    with django_assert_num_queries(5):
        way = provenance_of(merged, organiser)
    assert [node.item for node in way.came_from.beyond] == pair


def test_a_text_of_another_session_on_the_way_is_marked_as_not_to_be_read(pair):
    merged = merge(pair, by=None, **WORDS)

    way = provenance_of(merged, make_rapporteur(pair[1].session))

    assert [node.is_readable for node in way.came_from.beyond] == [False, True]
