"""What is said of a delegation, and what keeps its seats true."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from gfmd_meeting.models import StakeholderType
from registrations.delegations import (
    gaps_of,
    gaps_of_delegation,
    grouped_by_stakeholders,
    name_state_in_other_languages,
    new_code,
    store_delegation,
)
from registrations.models import Capacity, Delegation, Status
from registrations.names import Directory, fold
from tests.factories import (
    make_delegation,
    make_focal_point,
    make_group,
    make_organiser,
    make_participant,
    make_region,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db


def test_seats_that_are_taken_are_not_taken_away(meeting):
    norway = make_delegation(seats=2)
    for _ in range(2):
        make_participant(delegation=norway, status=Status.CONFIRMED)
    norway.seats = 1

    with pytest.raises(ValidationError, match="2 people of this delegation have a seat"):
        store_delegation(norway)


def test_a_delegation_that_was_overfilled_for_a_reason_can_still_be_corrected(meeting):
    norway = make_delegation(seats=1)
    for _ in range(2):
        make_participant(delegation=norway, status=Status.CONFIRMED)
    norway.name_en = "Kingdom of Norway"

    store_delegation(norway)

    assert Delegation.objects.get().name_en == "Kingdom of Norway"


def test_a_delegation_does_not_bring_its_seats_into_a_full_group(meeting):
    full = make_group(name_en="Europe", seats=1)
    make_participant(delegation=make_delegation(group=full), status=Status.CONFIRMED)
    norway = make_delegation()
    make_participant(delegation=norway, status=Status.CONFIRMED)
    norway.group = full

    with pytest.raises(ValidationError, match="The group Europe has 0 seats left"):
        store_delegation(norway)


def test_the_database_knows_that_no_more_is_funded_than_there_are_seats(meeting):
    with pytest.raises(IntegrityError, match="funds_no_more_than_its_seats"):
        make_delegation(seats=1, funded_seats=2)


def test_the_database_knows_that_a_focal_point_is_named_once(meeting):
    focal_point = make_focal_point()

    with pytest.raises(IntegrityError):
        make_focal_point(delegation=focal_point.delegation, user=focal_point.user)


def test_delegations_are_seen_by_organisers_and_their_focal_points(meeting, django_user_model):
    focal_point = make_focal_point()
    make_focal_point(delegation=focal_point.delegation)
    make_delegation()

    assert Delegation.objects.visible_to(make_organiser()).count() == 2
    seen = Delegation.objects.visible_to(focal_point.user)
    assert list(seen) == [focal_point.delegation]
    assert not Delegation.objects.visible_to(make_user()).exists()


def test_figures_are_right_beside_several_focal_points(meeting):
    focal_point = make_focal_point()
    norway = focal_point.delegation
    make_focal_point(delegation=norway)
    make_participant(delegation=norway, status=Status.CONFIRMED)
    make_participant(delegation=norway)

    seen = Delegation.objects.visible_to(focal_point.user).with_figures().get()

    assert (seen.confirmed, seen.waiting) == (1, 1)


def test_a_delegation_is_told_what_it_owes(meeting):
    norway = make_delegation(seats=3)
    head = make_participant(delegation=norway, capacity=Capacity.HEAD, status=Status.WITHDRAWN)
    adviser = make_participant(delegation=norway)

    assert gaps_of_delegation(norway, [head, adviser]) == [
        "No head of delegation is registered.",
        "2 seats have nobody registered for them.",
    ]
    assert gaps_of(head) == []
    assert gaps_of(adviser) == ["telephone", "arrival", "departure"]


def test_nothing_is_owed_where_all_is_known(meeting):
    norway = make_delegation(seats=1)
    head = make_participant(
        delegation=norway,
        capacity=Capacity.HEAD,
        phone="+47 1",
        arrives_at=moment(3, "10:00"),
        departs_at=moment(6, "10:00"),
    )

    assert gaps_of(head) == gaps_of_delegation(norway, [head]) == []


def test_lists_follow_the_meetings_groups_and_the_readers_alphabet(meeting):
    second = make_group(name_en="Second", position=2)
    first = make_group(name_en="First", position=1)
    for name in ("Zambia", "Algeria", "Åland", "Éire"):
        make_delegation(group=second, name_en=name)
    make_delegation(group=first, name_en="Norway")

    groups = [(group, [d.name for d in their]) for group, their in grouped_by_stakeholders()]

    assert groups == [("First", ["Norway"]), ("Second", ["Åland", "Algeria", "Éire", "Zambia"])]


def test_a_code_is_a_states_own_and_else_made_of_the_name(meeting):
    state = Delegation(name_en="Norway", country="NO", group=make_group())
    body = Delegation(
        name_en="Sin Fronteras",
        country="MX",
        group=make_group(type=StakeholderType.CIVIL_SOCIETY),
    )

    assert new_code(state) == "no"
    assert new_code(body) == "sin-fronteras"
    make_delegation(code="no")
    assert new_code(state) == "no-2"


def test_a_state_is_named_in_the_other_languages_unless_somebody_did(meeting):
    state = Delegation(name_en="Germany", name_es="La Alemania", country="DE", group=make_group())

    name_state_in_other_languages(state)

    assert (state.name_es, state.name_fr) == ("La Alemania", "Allemagne")


def test_names_are_found_whatever_language_case_accents_and_spaces(meeting):
    ivory_coast = make_delegation(name_en="Côte d'Ivoire", name_es="Costa de Marfil")
    directory = Directory()

    for typed in ("Côte d’Ivoire", "  cote  D'IVOIRE ", "costa de marfil"):
        assert directory.delegation(typed) == ivory_coast
    assert directory.delegation("Norway") is None
    assert fold(None) == ""


def test_a_group_is_that_of_the_region_and_else_that_of_the_type(meeting):
    region, elsewhere = make_region(), make_region()
    of_region = make_group(region=region)
    of_type = make_group(type=StakeholderType.CIVIL_SOCIETY)
    directory = Directory()

    assert directory.group("government", region) == of_region
    assert directory.group("government", elsewhere) is None
    assert directory.group("civil_society", region) == of_type
