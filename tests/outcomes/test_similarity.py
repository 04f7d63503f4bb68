"""Items that say nearly the same are found, in a language that they share."""

import time

import pytest

from outcomes.similarity import MOST_ITEMS, MOST_PAIRS, similar_pairs
from tests.factories import make_outcome, make_recommendation

TRAIN = {
    "en": "Train consular staff in labour rights before each posting.",
    "es": "Capacitar al personal consular en derechos laborales antes de cada destino.",
}
RETRAIN = {
    "en": "Consular staff should be trained in labour rights before they are posted.",
    "es": "Que se capacite al personal consular en derechos laborales antes de su destino.",
}
OTHER = "Lower the cost of formal remittances through open competition."


def make_texts(*texts, **fields):
    return [make_recommendation(text_en=text, **fields) for text in texts]


@pytest.mark.django_db
def test_two_wordings_of_one_idea_are_a_pair_and_another_idea_is_in_none():
    one, other, _third = items = make_texts(TRAIN["en"], RETRAIN["en"], OTHER)

    (pair,) = similar_pairs(items)

    assert (pair.one, pair.other, pair.language) == (one, other, "en")
    assert pair.is_certain


@pytest.mark.django_db
def test_a_translation_is_compared_where_the_recorded_texts_share_no_language():
    outcome = make_outcome()
    one = make_recommendation(outcome=outcome, text_en=TRAIN["en"], text_es=TRAIN["es"])
    other = make_recommendation(
        outcome=outcome, language="es", text_en="", text_es=RETRAIN["es"], addressed_to="media"
    )

    (pair,) = similar_pairs([one, other])

    assert pair.language == "es"


@pytest.mark.django_db
@pytest.mark.parametrize(("addressed_to", "pairs"), [("media, all States", 1), ("employers", 0)])
def test_without_a_common_language_the_outcome_and_an_addressee_make_a_perhaps(addressed_to, pairs):
    outcome = make_outcome()
    one = make_recommendation(outcome=outcome, addressed_to="all States")
    spanish = {"language": "es", "text_en": "", "text_es": RETRAIN["es"]}
    other = make_recommendation(outcome=outcome, addressed_to=addressed_to, **spanish)
    elsewhere = make_recommendation(addressed_to=addressed_to, **spanish)

    found = similar_pairs([one, other, elsewhere])

    assert [(pair.one, pair.other, pair.is_certain) for pair in found if not pair.is_certain] == [
        (one, other, False)
    ] * pairs


@pytest.mark.django_db
def test_the_work_and_what_is_shown_are_bounded():
    item = make_recommendation(text_en=TRAIN["en"] * 20, text_es=TRAIN["es"] * 20)
    started = time.process_time()

    pairs = similar_pairs([item] * MOST_ITEMS)

    assert len(pairs) <= MOST_PAIRS
    assert time.process_time() - started < 10
