"""What all sessions concluded is brought together, and can be taken apart again."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gfmd_meeting.models import Emphasis, PriorRecommendation
from outcomes.consolidation import merge, move, reorder, split, undo
from outcomes.models import (
    AdoptionStep,
    Consent,
    Consolidation,
    Recommendation,
    Status,
    VoidedBecause,
)
from outcomes.numbers import give_number, number_of
from outcomes.recording import change_item, record_recommendation
from tests.factories import make_outcome, make_party, make_recommendation, make_session, make_user

WORDS = {"language": "en", "text_en": "Share data and agree on how."}
HALVES = [{"text_en": "Share data."}, {"text_en": "Agree on how."}]


def code_of(refusal):
    return refusal.value.code


def standing():
    return list(Recommendation.objects.standing())


def make_numbered(**fields):
    """One under consideration, with its number."""
    item = make_recommendation(status=Status.CONSIDERED, **fields)
    give_number(item)
    return item


def make_consent(item, **fields):
    return Consent.objects.create(
        recommendation=item,
        party=make_party(),
        language="en",
        wording=item.text_en,
        wording_hash="0" * 64,
        given_by=make_user(),
        **fields,
    )


def make_adopted(**fields):
    return make_recommendation(status=Status.ADOPTED, adopted_at=timezone.now(), **fields)


@pytest.mark.django_db
def test_a_merger_puts_one_item_in_the_place_of_several_and_says_who_merged_them():
    first, second, ana = make_recommendation(position=3), make_recommendation(), make_user()

    made = merge([first, second], by=ana, **WORDS)

    assert standing() == [made]
    assert (made.session, made.outcome, made.position) == (first.session, first.outcome, 3)
    assert (made.made_in.done_by, made.recorded_by) == (ana, ana)
    assert set(made.made_in.replaced.all()) == {first, second}
    assert [version.number for version in made.versions.all()] == [1]


@pytest.mark.django_db
def test_what_is_not_said_is_gathered_from_all_that_are_merged():
    emphasis = [Emphasis.objects.create(number=n, wording_en=f"E{n}") for n in (1, 2)]
    prior = PriorRecommendation.objects.create(
        number=1, wording_en="Earlier.", source_en="Marseille"
    )
    first = make_recommendation(addressed_to="all States, media", level="global")
    second = make_recommendation(addressed_to="media, employers", level="national")
    first.emphases.set(emphasis[:1])
    second.emphases.set(emphasis)
    second.builds_on.set([prior])

    made = merge([first, second], by=None, **WORDS)

    assert made.addressed_to == "all States, media, employers"
    assert made.level == ""
    assert (list(made.emphases.all()), list(made.builds_on.all())) == (emphasis, [prior])


@pytest.mark.django_db
def test_translations_of_another_text_are_not_taken_over():
    items = [make_recommendation(text_es="Compartir datos."), make_recommendation()]

    assert merge(items, by=None, **WORDS).text_es == ""


@pytest.mark.django_db
def test_who_proposed_any_of_them_proposed_the_whole_as_far_as_a_line_holds():
    items = [make_recommendation(proposed_by=names) for names in ("Ana", "Luis", "Ana")]
    long = [make_recommendation(proposed_by=letter * 90) for letter in "xy"]

    assert merge(items, by=None, **WORDS).proposer.names == "Ana; Luis"
    assert len(merge(long, by=None, **WORDS).proposer.names) == 150


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("states", "state"),
    [
        ((Status.DRAFT, Status.SUBMITTED), Status.SUBMITTED),
        ((Status.SUBMITTED, Status.CONSIDERED), Status.CONSIDERED),
    ],
)
def test_what_is_made_is_as_far_as_the_farthest_it_is_made_of(states, state):
    items = [make_recommendation(status=status) for status in states]

    assert merge(items, by=None, **WORDS).status == state


@pytest.mark.django_db
def test_what_is_made_under_consideration_has_a_number_of_its_own_and_what_it_replaces_keeps_its():
    outcome = make_outcome()
    first, second = make_numbered(outcome=outcome), make_numbered(outcome=outcome)

    made = merge([first, second], by=None, **WORDS)
    parts = split(made, by=None, parts=HALVES)

    numbers = [number_of(item) for item in (first, second, made, *parts)]
    assert numbers == ["1.1", "1.2", "1.3", "1.4", "1.5"]


@pytest.mark.django_db
def test_a_split_hands_each_part_what_it_does_not_say_itself():
    whole = make_recommendation(addressed_to="media", level="global", proposed_by="Ana")

    parts = split(whole, by=None, parts=[HALVES[0], HALVES[1] | {"level": "national"}])

    assert standing() == parts
    assert [part.level for part in parts] == ["global", "national"]
    assert {(part.addressed_to, part.proposer.names) for part in parts} == {("media", "Ana")}
    assert parts[0].made_in == parts[1].made_in


@pytest.mark.django_db
def test_two_parts_in_the_same_words_are_refused_and_nothing_is_changed():
    whole = make_recommendation()

    with pytest.raises(ValidationError) as refusal:
        split(whole, by=None, parts=[HALVES[0], HALVES[0]])

    assert code_of(refusal) == "recorded_already"
    assert (standing(), Consolidation.objects.count()) == ([whole], 0)


@pytest.mark.django_db
def test_one_item_is_not_merged_and_not_split_into_one():
    item = make_recommendation()

    for act in (
        lambda: merge([item, item], by=None, **WORDS),
        lambda: split(item, by=None, parts=HALVES[:1]),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert code_of(refusal) == "too_few"


ACTS = {
    "merge": lambda item: merge([item, make_recommendation()], by=None, **WORDS),
    "split": lambda item: split(item, by=None, parts=HALVES),
    "move": lambda item: move(item, outcome=make_outcome(), by=None),
}


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("code", ["adopted", "not_retained", "withdrawn", "replaced"])
def test_what_is_adopted_or_does_not_stand_is_refused(act, code):
    fields = {
        "adopted": {"status": Status.ADOPTED, "adopted_at": timezone.now()},
        "not_retained": {"status": Status.NOT_RETAINED},
        "withdrawn": {"withdrawn_at": timezone.now()},
        "replaced": {"replaced_in": Consolidation.objects.create(act="merge")},
    }[code]

    with pytest.raises(ValidationError) as refusal:
        act(make_recommendation(**fields))

    assert code_of(refusal) == code


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_consents_to_what_is_replaced_or_moved_are_void_and_a_step_says_so(act):
    item = make_numbered()
    consent = make_consent(item)

    act(item)

    consent.refresh_from_db()
    assert consent.voided_because == VoidedBecause.REPLACED
    assert [step.act for step in AdoptionStep.objects.all()] == ["void"]


@pytest.mark.django_db
def test_nobody_merges_what_was_changed_after_they_read_it():
    first, second = make_recommendation(), make_recommendation()
    change_item(second, version=1, by=None, text_en="Newer.")

    with pytest.raises(ValidationError) as refusal:
        merge([first, second], by=None, read={first.pk: 1, second.pk: 1}, **WORDS)

    assert code_of(refusal) == "changed_meanwhile"


@pytest.mark.django_db
def test_what_is_moved_has_a_number_there_and_its_old_one_again_when_it_comes_back():
    home, away = make_outcome(), make_outcome()
    item = make_numbered(outcome=home)
    make_numbered(outcome=home)
    make_numbered(outcome=away)

    numbers = [number_of(move(item, outcome=outcome, by=None)) for outcome in (away, home, away)]

    assert numbers == ["2.2", "1.1", "2.2"]


@pytest.mark.django_db
def test_what_has_no_number_is_moved_without_one():
    item = make_recommendation()

    assert number_of(move(item, outcome=make_outcome(), by=None)) == ""


@pytest.mark.django_db
def test_an_outcome_is_put_in_order_and_the_steps_one_after_another_are_one_act():
    outcome, ana = make_outcome(), make_user()
    a, b, c = (make_recommendation(outcome=outcome) for _ in range(3))

    first = reorder(outcome, [b, a, c], by=ana)
    reorder(outcome, [b, c, a], by=ana)
    by_another = reorder(outcome, [c, b, a], by=make_user())

    assert standing() == [c, b, a]
    assert list(Consolidation.objects.all()) == [by_another, first]
    undo(by_another, by=None)
    assert standing() == [b, c, a]
    undo(first, by=None)
    assert standing() == [a, b, c]


@pytest.mark.django_db
def test_what_comes_under_an_outcome_that_was_put_in_order_stands_last():
    outcome, session = make_outcome(), make_session()
    a, b = (make_recommendation(outcome=outcome) for _ in range(2))
    reorder(outcome, [b, a], by=None)

    new = record_recommendation(session=session, by=None, outcome=outcome, **WORDS)
    moved = move(make_recommendation(), outcome=outcome, by=None)
    again = change_item(new, version=1, by=None, text_en="Newer.")

    assert standing() == [b, a, new, moved]
    assert again.position == new.position


@pytest.mark.django_db
def test_an_order_of_other_items_than_those_that_stand_there_is_refused():
    outcome = make_outcome()
    a, _b = (make_recommendation(outcome=outcome) for _ in range(2))

    with pytest.raises(ValidationError) as refusal:
        reorder(outcome, [a], by=None)

    assert code_of(refusal) == "changed_meanwhile"
