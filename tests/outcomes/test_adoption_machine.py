"""Whatever is recorded, changed, consented to, withdrawn and taken up again, in whatever order,
a text is adopted only by a valid consent of each co-chairing State to what it says now."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

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
from outcomes.models import LANGUAGE_CODES, AdoptionStep, Consent, Recommendation, Status
from outcomes.recording import change_item, record_recommendation, restore_item, withdraw_item
from tests.factories import make_meeting, make_outcome, make_party, make_session, make_user

which = st.integers(0, 1)
languages = st.sampled_from(LANGUAGE_CODES)
wordings = st.sampled_from(["Share data.", "Share all data.", "Share data"])
translations = st.sampled_from(["", "Texto.", "Otro texto."])


def said_in(item, language):
    """All that a person who reads it in this language consents to, told without any hash."""
    item = Recommendation.objects.get(pk=item.pk)
    text = getattr(item, f"text_{language}") or getattr(item, f"text_{item.language}")
    original = getattr(item, f"text_{item.language}")
    particulars = (item.language, item.kind, item.outcome.number, item.addressed_to, item.level)
    return (text, original, *particulars)


class Adoption(RuleBasedStateMachine):
    """Acts at random on two texts, by two States and their rapporteur; refusals change nothing."""

    def __init__(self):
        super().__init__()
        # Each sequence begins with nothing, and leaves nothing.
        self.beginning = transaction.savepoint()
        make_meeting()
        self.users = [make_user(party=make_party()) for _ in range(2)]
        self.outcomes = [make_outcome() for _ in range(2)]
        self.session = make_session()
        self.items = [self.record(n) for n in range(2)]
        self.seen = {}
        self.keys = {}
        self.consented = {}

    def teardown(self):
        transaction.savepoint_rollback(self.beginning)

    def record(self, number):
        return record_recommendation(
            session=self.session,
            by=None,
            outcome=self.outcomes[number],
            language="en",
            text_en=f"Text {number}.",
        )

    def attempt(self, act, *args, **kwargs):
        """What is refused leaves no trace."""
        before = self.trace()
        try:
            with transaction.atomic():
                return act(*args, **kwargs)
        except ValidationError:
            assert self.trace() == before
            return None

    def trace(self):
        models = (Recommendation, Consent, AdoptionStep)
        return [list(model.objects.order_by("pk").values_list()) for model in models]

    @initialize(ahead=st.booleans())
    def often_they_are_under_consideration_already(self, ahead):
        if ahead:
            for item in self.items:
                submit_recommendation(item, by=None)
                take_up(item, by=None)

    # -- Acts -----------------------------------------------------------------------------------

    def change(self, number, **details):
        item = Recommendation.objects.get(pk=self.items[number].pk)
        self.attempt(change_item, item, version=item.version, by=None, **details)

    @rule(n=which, text=wordings)
    def reword(self, n, text):
        self.change(n, text_en=text)

    @rule(n=which, language=st.sampled_from(["es", "fr"]), text=translations)
    def translate(self, n, language, text):
        self.change(n, **{f"text_{language}": text})

    @rule(n=which, language=languages)
    def say_it_was_recorded_in(self, n, language):
        self.change(n, language=language)

    @rule(n=which, to=which)
    def move(self, n, to):
        self.change(n, outcome=self.outcomes[to])

    @rule(n=which, level=st.sampled_from(["", "global"]), whom=st.sampled_from(["", "media"]))
    def readdress(self, n, level, whom):
        self.change(n, level=level, addressed_to=whom)

    @rule(n=which, act=st.sampled_from([submit_recommendation, take_up, reconsider]))
    def move_on(self, n, act):
        self.attempt(act, self.items[n], by=None)

    @rule(n=which, act=st.sampled_from([not_retain, send_back]), note=st.sampled_from(["", "So."]))
    def end(self, n, act, note):
        self.attempt(act, self.items[n], by=None, note=note)

    @rule(n=which, who=which, language=languages)
    def open_page(self, n, who, language):
        item = Recommendation.objects.get(pk=self.items[n].pk)
        self.seen[n, who] = (
            language,
            wording_hash(item, language),
            said_in(item, item.text_in(language)[1]),
        )

    @rule(n=which, who=which)
    def consent_to_what_was_opened(self, n, who):
        if (n, who) not in self.seen:
            return
        user, (language, seen_hash, said) = self.users[who], self.seen[n, who]
        party = Party.objects.get(pk=user.party_id)
        self.attempt(
            consent, self.items[n], party=party, by=user, language=language, seen_hash=seen_hash
        )
        for given in Consent.objects.filter(recommendation=self.items[n], party=party):
            self.consented.setdefault(given.pk, said)

    @rule(n=which, who=which, language=languages)
    def open_and_consent(self, n, who, language):
        self.open_page(n, who, language)
        self.consent_to_what_was_opened(n, who)

    @rule(n=which, who=which)
    def withdraw_the_consent(self, n, who):
        user = self.users[who]
        self.attempt(withdraw_consent, self.items[n], party=user.party, by=user)

    @rule(n=which)
    def withdraw_or_restore(self, n):
        item = Recommendation.objects.get(pk=self.items[n].pk)
        if item.withdrawn_at:
            self.attempt(restore_item, item, by=None)
        else:
            self.attempt(withdraw_item, item, version=item.version, by=None)

    @rule(who=which)
    def begin_or_stop_to_co_chair(self, who):
        party = Party.objects.get(pk=self.users[who].party_id)
        party.is_co_chair, party.is_supporter = not party.is_co_chair, True
        party.save()

    # -- What always holds ----------------------------------------------------------------------

    @invariant()
    def what_is_adopted_has_each_states_consent_to_what_it_says_now(self):
        for item in Recommendation.objects.all():
            if item.status != Status.ADOPTED:
                self.keys.pop(item.pk, None)
                continue
            co_chairing = set(Party.objects.co_chairing().values_list("pk", flat=True))
            keys = self.keys.setdefault(item.pk, co_chairing)
            given = {row.party_id: row for row in item.consents.filter(voided_at=None)}
            assert keys
            assert keys <= set(given)
            for row in (given[key] for key in keys):
                assert self.consented[row.pk] == said_in(item, row.language)

    @invariant()
    def a_state_has_one_valid_consent_at_most_and_none_to_other_words(self):
        for row in Consent.objects.filter(voided_at=None).select_related("recommendation"):
            assert self.consented[row.pk] == said_in(row.recommendation, row.language)

    @invariant()
    def the_steps_tell_the_state(self):
        for item in Recommendation.objects.all():
            last = item.steps.last()
            assert item.status == (last.status_after if last else Status.DRAFT)


@pytest.mark.django_db
def test_no_sequence_of_acts_adopts_without_each_states_consent_to_the_present_text():
    machine = Adoption.TestCase
    machine.settings = settings(
        max_examples=40,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    with transaction.atomic():
        machine().runTest()
