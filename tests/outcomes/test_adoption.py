"""A text is adopted by every co-chairing State's consent to exactly what it says."""

import pytest
from django.core.exceptions import ValidationError

from gfmd_meeting.models import Party
from outcomes.adoption import (
    consent,
    not_retain,
    reconsider,
    send_back,
    submit_recommendation,
    take_up,
    withdraw_consent,
    wording_hash,
)
from outcomes.models import AdoptionAct, Status
from outcomes.numbers import number_of
from outcomes.recording import change_item, restore_item, withdraw_item
from tests.factories import make_considered, make_outcome, make_party, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def co_chairs():
    """A representative of each of two co-chairing States."""
    return [make_user(party=make_party()) for _ in range(2)]


@pytest.fixture
def item():
    """A text under consideration."""
    return make_considered(text_en="Share data.", text_es="Compartir datos.")


def consent_to(item, user, language="en", **fields):
    """Consent to what the text says now."""
    item.refresh_from_db()
    given = {
        "party": user.party,
        "by": user,
        "language": language,
        "seen_hash": wording_hash(item, language),
    }
    return consent(item, **given | fields)


def status_of(item):
    item.refresh_from_db()
    return item.status


def code_of(refusal):
    error = refusal.value
    return error.error_dict["note"][0].code if hasattr(error, "error_dict") else error.code


def test_what_every_co_chair_consents_to_is_adopted_and_dated(item, co_chairs):
    consent_to(item, co_chairs[0])
    assert status_of(item) == Status.CONSIDERED

    consent_to(item, co_chairs[1], "es")

    assert status_of(item) == Status.ADOPTED
    assert item.adopted_at


def test_each_act_leaves_who_when_and_from_where(item, co_chairs):
    first = co_chairs[0]

    consent_to(item, first, from_address="203.0.113.7")

    step = item.steps.last()
    assert (step.act, step.done_by, step.party) == (AdoptionAct.CONSENT, first, first.party)
    assert step.from_address == "203.0.113.7"
    assert step.done_at
    assert [s.act for s in item.steps.all()] == ["submit", "take_up", "consent"]


def test_what_is_taken_up_is_given_its_number(item):
    assert number_of(item) == f"{item.outcome.number}.1"


def test_a_consent_keeps_the_words_that_were_read(item, co_chairs):
    consent_to(item, co_chairs[0], "es")

    given = item.consents.get()
    assert (given.language, given.wording) == ("es", "Compartir datos.")


def test_where_there_is_no_translation_the_consent_is_to_the_text_as_recorded(item, co_chairs):
    consent_to(item, co_chairs[0], "fr")

    assert item.consents.get().language == "en"


def test_a_consent_to_a_text_that_was_changed_since_it_was_opened_is_refused(item, co_chairs):
    seen = wording_hash(item, "en")
    change_item(item, version=1, by=None, text_en="Share all data.")

    with pytest.raises(ValidationError, match="changed since you opened it") as refusal:
        consent_to(item, co_chairs[0], seen_hash=seen)

    assert code_of(refusal) == "changed_meanwhile"
    assert not item.consents.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"text_en": "Share all data."},
        {"kind": "option"},
        {"addressed_to": "all States"},
        {"level": "global"},
        {"language": "es"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_of_what_was_consented_to_voids_the_consents_and_takes_back_the_adoption(
    item, co_chairs, change
):
    for user in co_chairs:
        consent_to(item, user)
    editor = make_user()

    change_item(item, version=1, by=editor, **change)

    assert status_of(item) == Status.CONSIDERED
    assert item.adopted_at is None
    assert not item.consents.valid().exists()
    assert {given.voided_because for given in item.consents.all()} == {"changed"}
    last = item.steps.last()
    assert (last.act, last.done_by, last.status_before) == ("void", editor, Status.ADOPTED)


def test_another_outcome_voids_the_consents_and_gives_a_number_there(item, co_chairs):
    consent_to(item, co_chairs[0])

    outcome = make_outcome(number=9)
    change_item(item, version=1, by=None, outcome=outcome)

    item.refresh_from_db()
    assert not item.consents.valid().exists()
    assert number_of(item) == "9.1"


def test_a_translation_that_nobody_consented_to_voids_nothing(item, co_chairs):
    for user in co_chairs:
        consent_to(item, user)

    change_item(item, version=1, by=None, text_fr="Partager les données.")

    assert status_of(item) == Status.ADOPTED


def test_a_change_of_one_translation_voids_the_consents_that_were_given_in_it(item, co_chairs):
    consent_to(item, co_chairs[0], "es")
    consent_to(item, co_chairs[1], "en")

    change_item(item, version=1, by=None, text_es="Compartir todos los datos.")

    assert status_of(item) == Status.CONSIDERED
    assert [given.party for given in item.consents.valid()] == [co_chairs[1].party]


def test_a_consent_that_is_withdrawn_takes_the_adoption_back(item, co_chairs):
    for user in co_chairs:
        consent_to(item, user)

    withdraw_consent(item, party=co_chairs[0].party, by=co_chairs[0])

    assert status_of(item) == Status.CONSIDERED
    assert [given.party for given in item.consents.valid()] == [co_chairs[1].party]


def test_to_consent_twice_is_to_consent_once(item, co_chairs):
    for user in [co_chairs[0], co_chairs[0], co_chairs[1], co_chairs[1]]:
        consent_to(item, user)

    assert item.consents.count() == 2
    assert [step.act for step in item.steps.all()][2:] == ["consent", "consent", "adopt"]


def test_a_consent_in_another_language_asks_that_the_first_be_withdrawn(item, co_chairs):
    consent_to(item, co_chairs[0], "en")

    with pytest.raises(ValidationError) as refusal:
        consent_to(item, co_chairs[0], "es")

    assert code_of(refusal) == "consented_already"


def test_nobody_consents_for_another_state_nor_for_one_that_does_not_co_chair(item, co_chairs):
    first, second = co_chairs
    with pytest.raises(ValidationError) as refusal:
        consent_to(item, first, party=second.party)
    assert code_of(refusal) == "speaks_for_another"

    supporter = make_user(party=make_party(is_co_chair=False, is_supporter=True))
    with pytest.raises(ValidationError) as refusal:
        consent_to(item, supporter)
    assert code_of(refusal) == "not_co_chairing"


def test_once_a_state_no_longer_co_chairs_the_other_turns_its_key_again(item, co_chairs):
    consent_to(item, co_chairs[0])
    Party.objects.filter(pk=co_chairs[1].party_id).update(is_co_chair=False, is_supporter=True)
    assert status_of(item) == Status.CONSIDERED

    consent_to(item, co_chairs[0])

    assert status_of(item) == Status.ADOPTED
    assert item.consents.count() == 1


def test_the_consent_of_a_state_that_no_longer_co_chairs_counts_for_nothing(item, co_chairs):
    consent_to(item, co_chairs[1])
    Party.objects.filter(pk=co_chairs[1].party_id).update(is_co_chair=False, is_supporter=True)
    third = make_user(party=make_party())

    consent_to(item, co_chairs[0])
    assert status_of(item) == Status.CONSIDERED
    consent_to(item, third)

    assert status_of(item) == Status.ADOPTED


def test_without_a_co_chairing_state_nothing_is_adopted(item):
    former = make_user(party=make_party(is_co_chair=False, is_host=True))

    with pytest.raises(ValidationError):
        consent_to(item, former)

    assert status_of(item) == Status.CONSIDERED


def test_what_is_not_retained_says_why_and_can_be_taken_up_again_without_its_consents(
    item, co_chairs
):
    consent_to(item, co_chairs[0])
    with pytest.raises(ValidationError) as refusal:
        not_retain(item, by=None, note=" ")
    assert code_of(refusal) == "no_reason"

    not_retain(item, by=None, note="Said in 1.2.")
    assert status_of(item) == Status.NOT_RETAINED
    reconsider(item, by=None)

    assert status_of(item) == Status.CONSIDERED
    assert not item.consents.valid().exists()
    assert [step.note for step in item.steps.filter(act="not_retain")] == ["Said in 1.2."]


def test_what_is_sent_back_is_a_draft_again_and_keeps_its_number(item, co_chairs):
    consent_to(item, co_chairs[0])

    send_back(item, by=None, note="Two ideas in one.")

    assert status_of(item) == Status.DRAFT
    assert not item.consents.valid().exists()
    submit_recommendation(item, by=None)
    take_up(item, by=None)
    assert number_of(item) == f"{item.outcome.number}.1"


@pytest.mark.parametrize(
    "act",
    [
        lambda item: submit_recommendation(item, by=None),
        lambda item: take_up(item, by=None),
        lambda item: not_retain(item, by=None, note="Why."),
        lambda item: reconsider(item, by=None),
        lambda item: send_back(item, by=None, note="Why."),
        lambda item: consent_to(item, make_user(party=make_party())),
    ],
    ids=["submit", "take_up", "not_retain", "reconsider", "send_back", "consent"],
)
def test_no_act_skips_a_state(item, co_chairs, act):
    for user in co_chairs:
        consent_to(item, user)

    with pytest.raises(ValidationError) as refusal:
        act(item)

    assert code_of(refusal) == "wrong_state"
    assert status_of(item) == Status.ADOPTED


def test_what_was_withdrawn_waits_until_it_is_put_back(item, co_chairs):
    consent_to(item, co_chairs[0])
    withdraw_item(item, version=1, by=None)

    with pytest.raises(ValidationError) as refusal:
        consent_to(item, co_chairs[1])
    assert code_of(refusal) == "withdrawn"

    restore_item(item, by=None)
    consent_to(item, co_chairs[1])
    assert status_of(item) == Status.ADOPTED


def test_a_note_that_cannot_be_stored_is_refused_and_nothing_moves(item):
    with pytest.raises(ValidationError):
        not_retain(item, by=None, note="a\x00b")

    assert status_of(item) == Status.CONSIDERED
