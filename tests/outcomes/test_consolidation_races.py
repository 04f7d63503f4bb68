"""Of several who consolidate one item in the same moment, one does and the others are told."""

import pytest

from outcomes.consolidation import merge, undo
from outcomes.models import Recommendation
from tests.at_once import at_once
from tests.factories import make_recommendation

from .test_consolidation import WORDS, make_numbered


@pytest.mark.django_db(transaction=True)
def test_of_six_who_merge_one_item_at_once_one_does_and_five_are_told():
    shared = make_numbered()
    others = [make_recommendation(outcome=shared.outcome) for _ in range(6)]

    answers = at_once(
        *(
            # Each in another order, so that locks taken in the order given would block.
            lambda n=n, other=other: merge(
                [shared, other][:: 1 if n % 2 else -1], by=None, language="en", text_en=f"Both {n}."
            )
            for n, other in enumerate(others)
        )
    )

    assert sorted(answers, key=str) == [None] + ["replaced"] * 5
    assert Recommendation.objects.filter(made_in__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_merger_undone_twice_at_once_is_undone_once():
    act = merge([make_numbered(), make_recommendation()], by=None, **WORDS).made_in

    answers = at_once(*[lambda: undo(act, by=None)] * 4)

    assert sorted(answers, key=str) == [None] + ["undone_already"] * 3
