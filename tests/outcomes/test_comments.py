"""What is said about a text before it is adopted, by whom and when, and who reads it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from outcomes.adoption import consent, wording_hash
from outcomes.comments import (
    adopt_wording,
    comments_visible_to,
    delegations_of,
    settle_comment,
    write_comment,
)
from outcomes.models import Status
from registrations.models import Status as Seat
from tests.factories import (
    make_comment,
    make_considered,
    make_delegation,
    make_focal_point,
    make_meeting,
    make_organiser,
    make_participant,
    make_party,
    make_rapporteur,
    make_recommendation,
    make_user,
)

pytestmark = pytest.mark.django_db

OPEN = {"comments_open_on": date(2000, 1, 1), "comments_close_on": date(2100, 1, 1)}
SHUT = {"comments_open_on": date(2000, 1, 1), "comments_close_on": date(2000, 1, 2)}


def code_of(refusal):
    return refusal.value.code


def make_delegate(delegation=None):
    user = make_user()
    make_participant(user=user, delegation=delegation, status=Seat.CONFIRMED)
    return user


def test_a_co_chair_comments_for_the_state_at_any_time_before_adoption():
    make_meeting()
    user = make_user(party=make_party())

    comment = write_comment(make_recommendation(), by=user, language="en", body=" Good. ")

    assert (comment.party, comment.delegation, comment.body) == (user.party, None, "Good.")


def test_once_it_is_adopted_nobody_comments():
    make_meeting()
    item, user = make_considered(), make_user(party=make_party())
    seen = wording_hash(item, "en")
    consent(item, party=user.party, by=user, language="en", seen_hash=seen)

    with pytest.raises(ValidationError) as refusal:
        write_comment(item, by=user, language="en", body="Late.")

    assert code_of(refusal) == "adopted"


def test_a_focal_point_and_a_confirmed_participant_speak_for_their_delegation():
    delegation = make_delegation()
    focal_point = make_focal_point(delegation=delegation).user
    waiting = make_participant(user=make_user(), delegation=delegation).user

    assert list(delegations_of(focal_point)) == [delegation]
    assert list(delegations_of(make_delegate(delegation))) == [delegation]
    assert not delegations_of(waiting).exists()


@pytest.mark.parametrize(
    ("window", "code"), [(OPEN, None), (SHUT, "window_closed"), ({}, "window_closed")]
)
def test_a_delegation_comments_while_the_window_is_open(window, code):
    make_meeting(**window)
    delegation = make_delegation()
    given = {"by": make_delegate(delegation), "language": "en", "delegation": delegation}

    if code is None:
        assert write_comment(make_considered(), body="Yes.", **given).delegation == delegation
        return
    with pytest.raises(ValidationError) as refusal:
        write_comment(make_considered(), body="Yes.", **given)
    assert code_of(refusal) == code


def test_a_delegation_comments_only_on_what_is_under_consideration_and_for_itself():
    make_meeting(**OPEN)
    delegation = make_delegation()
    given = {"by": make_delegate(delegation), "language": "en", "body": "Yes."}

    with pytest.raises(ValidationError) as refusal:
        write_comment(make_recommendation(), delegation=delegation, **given)
    assert code_of(refusal) == "not_considered"
    for other in (None, make_delegation()):
        with pytest.raises(ValidationError) as refusal:
            write_comment(make_considered(), delegation=other, **given)
        assert code_of(refusal) == "speaks_for_another"


def test_a_comment_says_something():
    make_meeting()

    with pytest.raises(ValidationError, match="Write a comment, propose another wording"):
        write_comment(make_recommendation(), by=make_organiser(), language="en", body=" ")


def test_a_delegation_reads_its_own_comments_and_those_who_consolidate_read_all():
    make_meeting(**OPEN)
    item, delegation = make_considered(), make_delegation()
    ours = make_comment(recommendation=item, delegation=delegation)
    theirs = make_comment(recommendation=item, delegation=make_delegation())
    organisers = make_comment(recommendation=item)

    assert list(comments_visible_to(make_delegate(delegation))) == [ours]
    for user in (make_organiser(), make_user(party=make_party())):
        assert set(comments_visible_to(user)) == {ours, theirs, organisers}
    assert list(comments_visible_to(make_rapporteur(item.session))) == [organisers]
    assert not comments_visible_to(make_user()).exists()


def test_the_first_to_settle_a_comment_stays():
    comment, ana = make_comment(), make_user()

    settle_comment(comment, by=ana)
    settle_comment(comment, by=make_user())

    comment.refresh_from_db()
    assert comment.settled_by == ana
    assert comment.settled_at


def test_a_wording_that_is_adopted_becomes_the_text_settles_the_comment_and_voids_consents():
    make_meeting()
    item, user = make_considered(), make_user(party=make_party())
    seen = wording_hash(item, "en")
    consent(item, party=user.party, by=user, language="en", seen_hash=seen)
    comment = make_comment(recommendation=item, proposed_wording="Other words.")

    adopt_wording(comment, by=make_organiser(), version=item.version)

    item.refresh_from_db()
    comment.refresh_from_db()
    assert (item.text_en, item.status, item.version) == ("Other words.", Status.CONSIDERED, 2)
    assert comment.settled_at
    assert not item.consents.valid().exists()


def test_a_wording_is_not_adopted_over_a_text_that_was_not_read():
    make_meeting()
    item = make_recommendation(version=3)
    comment = make_comment(recommendation=item, proposed_wording="Other words.")

    with pytest.raises(ValidationError) as refusal:
        adopt_wording(comment, by=make_organiser(), version=2)

    assert code_of(refusal) == "changed_meanwhile"
    comment.refresh_from_db()
    assert comment.settled_at is None


def test_a_comment_without_a_wording_has_none_to_adopt():
    comment = make_comment()

    with pytest.raises(ValidationError) as refusal:
        adopt_wording(comment, by=make_organiser(), version=1)

    assert code_of(refusal) == "no_wording"
