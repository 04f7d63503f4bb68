"""What a session concluded is recorded once, and no change overwrites another unseen."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from outcomes.models import Recommendation
from outcomes.recording import (
    change_item,
    record_recommendation,
    restore_item,
    sessions_to_record,
    withdraw_item,
)
from tests.at_once import at_once
from tests.factories import (
    make_organiser,
    make_outcome,
    make_rapporteur,
    make_recommendation,
    make_session,
    make_user,
)

WORDS = {"kind": "recommendation", "language": "en", "text_en": "Share data."}


def code_of(refusal):
    return refusal.value.code


@pytest.mark.django_db
def test_what_is_recorded_says_who_and_when():
    ana = make_user()

    item = record_recommendation(session=make_session(), by=ana, outcome=make_outcome(), **WORDS)

    item.refresh_from_db()
    assert (item.recorded_by, item.changed_by, item.version) == (ana, ana, 1)
    assert item.recorded_at <= item.changed_at


@pytest.mark.django_db
def test_a_session_records_a_text_under_an_outcome_once():
    session, outcome = make_session(), make_outcome()
    record_recommendation(session=session, by=None, outcome=outcome, **WORDS)

    with pytest.raises(ValidationError, match="recorded this text under this outcome already"):
        record_recommendation(session=session, by=None, outcome=outcome, **WORDS)
    record_recommendation(session=session, by=None, outcome=make_outcome(), **WORDS)
    record_recommendation(session=make_session(), by=None, outcome=outcome, **WORDS)

    assert Recommendation.objects.count() == 3


@pytest.mark.django_db
def test_a_change_cannot_make_two_of_one():
    session, outcome = make_session(), make_outcome()
    record_recommendation(session=session, by=None, outcome=outcome, **WORDS)
    other = make_recommendation(session=session, outcome=outcome)

    with pytest.raises(ValidationError) as refusal:
        change_item(other, version=1, by=None, text_en=WORDS["text_en"])

    assert code_of(refusal) == "recorded_already"


@pytest.mark.django_db
def test_a_change_from_an_older_version_is_refused_by_the_name_of_whoever_changed_it():
    item = make_recommendation()
    change_item(item, version=1, by=make_user(full_name="Eva Ruiz"), text_en="Theirs.")

    with pytest.raises(ValidationError, match="Eva Ruiz changed this") as refusal:
        change_item(item, version=1, by=make_user(), text_en="Mine.")

    item.refresh_from_db()
    assert code_of(refusal) == "changed_meanwhile"
    assert (item.text_en, item.version) == ("Theirs.", 2)


@pytest.mark.django_db
def test_sending_the_same_twice_is_no_second_change():
    item = make_recommendation()

    change_item(item, version=1, by=None, text_en="Same.")
    change_item(item, version=1, by=None, text_en="Same.")

    item.refresh_from_db()
    assert item.version == 2


@pytest.mark.django_db
def test_what_is_withdrawn_leaves_the_standing_ones_and_keeps_who_and_when():
    item, ana = make_recommendation(), make_user()

    withdraw_item(item, version=1, by=ana)

    item.refresh_from_db()
    assert item.withdrawn_by == ana
    assert item.withdrawn_at is not None
    assert list(Recommendation.objects.standing()) == []
    assert list(Recommendation.objects.withdrawn()) == [item]


@pytest.mark.django_db
def test_nobody_withdraws_a_wording_that_they_have_not_read():
    item = make_recommendation()
    change_item(item, version=1, by=None, text_en="Newer.")

    with pytest.raises(ValidationError) as refusal:
        withdraw_item(item, version=1, by=None)

    assert code_of(refusal) == "changed_meanwhile"


@pytest.mark.django_db
def test_a_change_to_what_was_withdrawn_meanwhile_says_so_and_then_puts_it_back():
    item = make_recommendation()
    withdraw_item(item, version=1, by=make_user(full_name="Eva Ruiz"))

    with pytest.raises(ValidationError, match="Eva Ruiz withdrew this"):
        change_item(item, version=1, by=None, text_en="Mine.")
    change_item(item, version=2, by=None, text_en="Mine.")

    assert [item.text_en for item in Recommendation.objects.standing()] == ["Mine."]


@pytest.mark.django_db
def test_what_was_withdrawn_is_put_back_unless_it_was_recorded_anew():
    item = make_recommendation()
    withdraw_item(item, version=1, by=None)
    twin = record_recommendation(
        session=item.session, by=None, outcome=item.outcome, language="en", text_en=item.text_en
    )

    with pytest.raises(ValidationError, match="already"):
        restore_item(item, by=None)
    withdraw_item(twin, version=1, by=None)
    restore_item(item, by=None)

    assert list(Recommendation.objects.standing()) == [item]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "a\x00b", "x" * 5001])
def test_a_text_that_cannot_be_stored_or_laid_out_is_refused(text):
    with pytest.raises(ValidationError):
        record_recommendation(
            session=make_session(), by=None, outcome=make_outcome(), language="en", text_en=text
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"language": "fr"}, "recommendation_has_its_text"),
        ({"withdrawn_by": True}, "recommendation_is_dated_once_withdrawn"),
    ],
)
def test_the_database_holds_it_behind_the_back_of_the_acts(fields, constraint):
    item = make_recommendation()
    fields = {name: make_user() if value is True else value for name, value in fields.items()}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Recommendation.objects.filter(pk=item.pk).update(**fields)


@pytest.mark.django_db
def test_a_rapporteur_records_their_sessions_and_an_organiser_all_that_conclude_anything():
    first, second = make_session(), make_session()
    make_session(kind="break")

    assert list(sessions_to_record(make_rapporteur(first))) == [first]
    assert set(sessions_to_record(make_organiser())) == {first, second}
    assert list(sessions_to_record(make_user())) == []


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_change_one_version_at_once_one_is_stored_and_seven_are_told():
    item = make_recommendation()

    answers = at_once(
        *(
            lambda n=n: change_item(item, version=1, by=None, text_en=f"Wording {n}.")
            for n in range(8)
        )
    )

    item.refresh_from_db()
    assert sorted(answers, key=str) == [None] + ["changed_meanwhile"] * 7
    assert item.text_en == f"Wording {answers.index(None)}."


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_record_one_text_at_once_one_is_stored():
    session, outcome = make_session(), make_outcome()

    answers = at_once(
        *[lambda: record_recommendation(session=session, by=None, outcome=outcome, **WORDS)] * 8
    )

    assert sorted(answers, key=str) == [None] + ["recorded_already"] * 7
    assert Recommendation.objects.count() == 1
