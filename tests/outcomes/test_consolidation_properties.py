"""No sequence of acts at the consolidation desk loses an item, or gives a number twice."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from outcomes.consolidation import merge, move, reorder, split, undo
from outcomes.models import Consolidation, GivenNumber, Recommendation, Status
from outcomes.numbers import give_number
from tests.factories import make_outcome, make_recommendation, make_session

picks = st.integers(0, 99)


class Desk(RuleBasedStateMachine):
    """Acts at random; refusals change nothing."""

    def __init__(self):
        super().__init__()
        # Each sequence begins with nothing, and leaves nothing.
        self.beginning = transaction.savepoint()
        self.outcomes = [make_outcome() for _ in range(2)]
        sessions = [make_session() for _ in range(2)]
        self.items = [
            make_recommendation(
                session=sessions[n % 2],
                outcome=self.outcomes[n // 2 % 2],
                status=Status.CONSIDERED if n % 3 else Status.SUBMITTED,
            )
            for n in range(5)
        ]
        for item in self.items:
            if item.status == Status.CONSIDERED:
                give_number(item)
        self.number = 0
        self.given = {}
        self.before = {}

    def teardown(self):
        transaction.savepoint_rollback(self.beginning)

    def picture(self):
        rows = Recommendation.objects.standing().order_by("pk")
        return list(rows.values_list("pk", "text_en", "outcome", "status", "position"))

    def words(self):
        self.number += 1
        return {"language": "en", "text_en": f"Words {self.number}."}

    def pick(self, number):
        standing = Recommendation.objects.standing().order_by("pk")
        return standing[number % standing.count()]

    def attempt(self, act, *args, **kwargs):
        """What is refused leaves no trace; what is done can be compared when it is undone."""
        before, acts = self.picture(), Consolidation.objects.count()
        try:
            act(*args, by=None, **kwargs)
        except ValidationError:
            assert self.picture() == before
            assert Consolidation.objects.count() == acts
        else:
            if Consolidation.objects.count() > acts:
                self.before[Consolidation.objects.first().pk] = before

    @rule(one=picks, other=picks)
    def merge_two(self, one, other):
        self.attempt(merge, [self.pick(one), self.pick(other)], **self.words())

    @rule(which=picks)
    def split_one(self, which):
        self.attempt(split, self.pick(which), parts=[self.words(), self.words()])

    @rule(which=picks, to=picks)
    def move_one(self, which, to):
        self.attempt(move, self.pick(which), outcome=self.outcomes[to % 2])

    @rule(which=picks, to=picks)
    def turn_round(self, which, to):
        outcome = self.outcomes[to % 2]
        items = list(Recommendation.objects.standing().filter(outcome=outcome))
        self.attempt(reorder, outcome, items[which % 5 :] + items[: which % 5])

    @rule()
    def undo_the_last(self):
        """What was done last can always be undone, and leaves what was before it."""
        last = Consolidation.objects.first()
        if last and not last.undone_at:
            undo(last, by=None)
            assert self.picture() == self.before[last.pk]

    @rule(which=picks)
    def undo_any(self, which):
        acts = Consolidation.objects.order_by("pk")
        if acts:
            act, before = acts[which % acts.count()], self.picture()
            try:
                undo(act, by=None)
            except ValidationError:
                assert self.picture() == before

    @invariant()
    def a_number_stays_with_its_item_for_good(self):
        now = dict(GivenNumber.objects.values_list("pk", "recommendation"))
        places = set(GivenNumber.objects.values_list("outcome", "place"))
        assert len(places) == len(now)
        assert now.items() >= self.given.items()
        self.given = now

    @invariant()
    def whatever_was_recorded_stands_or_is_in_what_stands(self):
        rows = list(Recommendation.objects.values("pk", "made_in", "replaced_in", "withdrawn_at"))
        standing = {r["pk"] for r in rows if not r["replaced_in"] and not r["withdrawn_at"]}

        def becomes(row):
            if not row["replaced_in"]:
                return {row["pk"]}
            return {
                pk for made in rows if made["made_in"] == row["replaced_in"] for pk in becomes(made)
            }

        for row in rows:
            if row["made_in"] is None:
                assert becomes(row)
                assert becomes(row) <= standing

    @invariant()
    def what_stands_under_consideration_has_a_number(self):
        considered = Recommendation.objects.standing().filter(status=Status.CONSIDERED)
        assert not considered.filter(numbers=None).exists()


@pytest.mark.django_db
def test_no_sequence_of_acts_loses_an_item_or_gives_a_number_twice():
    machine = Desk.TestCase
    machine.settings = settings(
        max_examples=8,
        stateful_step_count=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    with transaction.atomic():
        machine().runTest()
