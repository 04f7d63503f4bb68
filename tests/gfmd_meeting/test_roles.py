"""A role is derived from what a person is in the meeting."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.utils import timezone

from agenda.models import Kind
from gfmd_meeting.models import User
from gfmd_meeting.roles import Role, roles_of
from registrations.models import Status
from tests.factories import (
    make_assignment,
    make_focal_point,
    make_organiser,
    make_participant,
    make_party,
    make_rapporteur,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_stranger_is_nothing():
    assert roles_of(AnonymousUser()) == frozenset()
    assert roles_of(make_user()) == frozenset()


def test_staff_are_organisers():
    assert roles_of(make_organiser()) == {Role.ORGANISER}


def test_who_speaks_for_a_co_chairing_party_is_a_co_chair():
    host = make_party(is_co_chair=False, is_host=True)
    both = make_party(is_co_chair=True, is_supporter=True)

    assert roles_of(make_user(party=host)) == frozenset()
    assert roles_of(make_user(party=both)) == {Role.CO_CHAIR, Role.SUPPORTER}


def test_a_rapporteur_is_one_by_an_assignment_and_no_longer_without_it():
    user = make_rapporteur()
    assert roles_of(fresh(user)) == {Role.RAPPORTEUR, Role.DELEGATE}

    user.participant.assignments.all().delete()

    assert roles_of(fresh(user)) == {Role.DELEGATE}


@pytest.mark.parametrize("kind", [Kind.RAPPORTEURS, Kind.CLOSING])
def test_the_rapporteur_of_a_session_that_concludes_for_all_is_the_rapporteur_general(kind):
    user = make_rapporteur(make_session(kind=kind))

    assert roles_of(fresh(user)) == {Role.RAPPORTEUR, Role.RAPPORTEUR_GENERAL, Role.DELEGATE}


def test_whoever_speaks_in_the_closing_is_no_rapporteur_general():
    user = make_user()
    make_assignment(
        session=make_session(kind=Kind.CLOSING),
        participant=make_participant(user=user, status=Status.CONFIRMED),
    )

    assert roles_of(user) == {Role.DELEGATE}


def test_another_role_in_a_session_makes_no_rapporteur():
    user = make_user()
    make_assignment(participant=make_participant(user=user, status=Status.CONFIRMED))

    assert Role.RAPPORTEUR not in roles_of(user)


def test_a_focal_point_is_one_by_its_delegation():
    assert roles_of(make_focal_point().user) == {Role.FOCAL_POINT}


def test_a_focal_point_is_one_on_the_days_for_which_they_are_named(monkeypatch):
    today = timezone.localdate()
    user = make_focal_point(valid_until=today).user
    assert roles_of(fresh(user)) == {Role.FOCAL_POINT}

    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=1))

    assert roles_of(fresh(user)) == frozenset()


def test_each_is_told_their_own_roles_though_the_question_is_put_together_once():
    delegate, co_chair = make_user(), make_user(party=make_party(is_co_chair=True))
    make_participant(user=delegate)

    assert roles_of(delegate) == {Role.DELEGATE}
    assert roles_of(co_chair) == {Role.CO_CHAIR}
    assert roles_of(make_user()) == frozenset()


def test_who_is_deactivated_is_nothing():
    user = make_organiser()
    user.is_active = False

    assert roles_of(user) == frozenset()
    assert not user.has_perm("registrations.confirm_participant")


def test_all_roles_are_asked_of_the_database_at_once(django_assert_num_queries):
    user = fresh(make_rapporteur(party=make_party()))

    with django_assert_num_queries(1):
        assert roles_of(user) == {Role.CO_CHAIR, Role.RAPPORTEUR, Role.DELEGATE}
    with django_assert_num_queries(0):
        roles_of(user)


def test_a_permission_that_is_stored_neither_counts_nor_is_asked_for(django_assert_num_queries):
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="change_recommendation"))
    user = fresh(user)

    with django_assert_num_queries(0):
        assert not user.has_perm("outcomes.change_recommendation")
        assert not user.has_module_perms("outcomes")
