"""What was consolidated is taken back exactly, while nothing rests on it."""

import pytest
from django.core.exceptions import ValidationError

from outcomes.consolidation import merge, move, split, undo
from outcomes.models import Comment, Consolidation, Recommendation, Status
from outcomes.numbers import number_of
from outcomes.recording import change_item, restore_item
from tests.factories import make_outcome, make_recommendation, make_user

from .test_consolidation import (
    ACTS,
    HALVES,
    WORDS,
    code_of,
    make_consent,
    make_numbered,
    standing,
)


def picture():
    """All that stands, as anybody reads it."""
    return [
        (item.pk, item.text_en, item.outcome, item.status, item.position, number_of(item))
        for item in Recommendation.objects.standing()
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_an_undoing_brings_back_exactly_what_was(act):
    item = make_numbered(position=2)
    other = make_recommendation()
    before = picture()
    act(item)
    last = Consolidation.objects.first()

    undo(last, by=make_user())

    made_for_it = {row[0] for row in picture()} - {item.pk, other.pk}
    assert [row for row in picture() if row[0] not in made_for_it] == before
    assert not Recommendation.objects.filter(pk__in=made_for_it, made_in__isnull=False).exists()
    last.refresh_from_db()
    assert last.undone_by is not None


@pytest.mark.django_db
def test_an_undoing_is_refused_twice():
    act = merge([make_recommendation(), make_recommendation()], by=None, **WORDS).made_in
    undo(act, by=None)

    with pytest.raises(ValidationError) as refusal:
        undo(act, by=None)

    assert code_of(refusal) == "undone_already"


AFTERWARDS = {
    "was changed since": lambda made: change_item(made, version=1, by=None, text_en="Else."),
    "consented to": make_consent,
    "was commented on": lambda made: Comment.objects.create(
        recommendation=made, body="Why?", language="en", written_by=make_user()
    ),
    "merged or split": lambda made: split(made, by=None, parts=HALVES),
    "further on its way": lambda made: Recommendation.objects.filter(pk=made.pk).update(
        status=Status.CONSIDERED
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("reason", "what"), AFTERWARDS.items(), ids=AFTERWARDS)
def test_an_undoing_says_what_rests_on_the_act(reason, what):
    made = merge([make_recommendation(), make_recommendation()], by=None, **WORDS)
    what(made)

    with pytest.raises(ValidationError, match=reason):
        undo(made.made_in, by=None)


@pytest.mark.django_db
def test_a_detour_that_was_itself_undone_does_not_rest_on_it():
    made = merge([make_recommendation(), make_recommendation()], by=None, **WORDS)
    move(made, outcome=make_outcome(), by=None)
    undo(Consolidation.objects.first(), by=None)

    undo(made.made_in, by=None)

    assert len(standing()) == 2


@pytest.mark.django_db
def test_what_was_made_is_not_put_back_once_its_making_was_undone():
    made = merge([make_recommendation(), make_recommendation()], by=None, **WORDS)
    undo(made.made_in, by=None)

    for act in (
        lambda: restore_item(made, by=None),
        lambda: change_item(made, version=2, by=None, text_en="Else."),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert code_of(refusal) == "undone"


@pytest.mark.django_db
def test_an_undoing_is_refused_where_its_session_recorded_the_words_anew():
    first, second = make_recommendation(), make_recommendation()
    made = merge([first, second], by=None, **WORDS)
    make_recommendation(session=first.session, outcome=first.outcome, text_en=first.text_en)

    with pytest.raises(ValidationError) as refusal:
        undo(made.made_in, by=None)

    assert code_of(refusal) == "recorded_already"
    assert made in standing()
