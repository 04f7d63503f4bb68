"""Two representatives and a rapporteur act on one text in the same moment."""

import threading

import pytest

from outcomes import adoption
from outcomes.adoption import consent, wording_hash
from outcomes.models import Recommendation, Status
from outcomes.recording import change_item
from tests.at_once import at_once
from tests.factories import make_considered, make_party, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 12


def turn_key(item, user):
    """Consent to what the text says when this is prepared, not when it runs."""
    seen = {"language": "en", "seen_hash": wording_hash(item, "en")}
    return lambda: consent(item, party=user.party, by=user, **seen)


def test_two_states_that_consent_in_the_same_moment_adopt():
    users = [make_user(party=make_party()) for _ in range(2)]

    for _ in range(ROUNDS):
        item = make_considered()
        answers = at_once(*(turn_key(item, user) for user in users))

        item.refresh_from_db()
        assert answers == [None, None]
        assert item.status == Status.ADOPTED
        assert item.steps.filter(act="adopt").count() == 1


def test_two_representatives_of_one_state_give_one_consent():
    party = make_party()
    users = [make_user(party=party) for _ in range(2)]

    for _ in range(ROUNDS):
        item = make_considered()
        answers = at_once(*(turn_key(item, user) for user in users))

        item.refresh_from_db()
        assert answers == [None, None]
        assert item.status == Status.ADOPTED
        assert item.consents.count() == 1


def test_of_a_change_and_the_last_consent_in_the_same_moment_none_adopts_the_other_words():
    users = [make_user(party=make_party()) for _ in range(2)]
    editor = make_user()

    for _ in range(ROUNDS):
        item = make_considered()
        turn_key(item, users[0])()
        refused, changed = at_once(
            turn_key(item, users[1]),
            lambda item=item: change_item(item, version=1, by=editor, text_en="Other words."),
        )

        item.refresh_from_db()
        assert changed is None
        assert refused in (None, "changed_meanwhile")
        assert (item.status, item.text_en) == (Status.CONSIDERED, "Other words.")
        assert not item.consents.valid().exists()


@pytest.mark.postgresql
def test_without_the_lock_two_states_that_consent_at_once_can_miss_each_other(monkeypatch):
    """The control: each reads before the other has written, and nobody adopts."""
    users = [make_user(party=make_party()) for _ in range(2)]
    both_have_read = threading.Barrier(2)
    measured = adoption.parties_with_valid_consent

    def unlocked(item):
        return Recommendation.objects.select_related("outcome").get(pk=item.pk)

    def measure(item):
        keys = measured(item)
        both_have_read.wait(timeout=10)
        return keys

    item = make_considered()
    keys = [turn_key(item, user) for user in users]
    monkeypatch.setattr(adoption.keys, "lock_recommendation", unlocked)
    monkeypatch.setattr(adoption.keys, "parties_with_valid_consent", measure)

    at_once(*keys)

    item.refresh_from_db()
    assert item.status == Status.CONSIDERED
    assert item.consents.valid().count() == 2
