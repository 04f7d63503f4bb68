"""What is said of a delegation, and what keeps its seats true."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from gfmd_meeting.models import StakeholderType
from registrations.delegations import default_group, fill_in, new_code, store_delegation
from registrations.gaps import gaps_of, gaps_of_delegation
from registrations.models import Capacity, Delegation, Participant, Status
from registrations.names import Directory, fold
from registrations.protocol import alphabetical, grouped_by_stakeholders, in_protocol_order
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
    make_participant(delegation=norway, status=Status.OFFERED)
    make_participant(delegation=norway, status=Status.NAMED)

    seen = Delegation.objects.visible_to(focal_point.user).with_figures().get()

    assert (seen.confirmed, seen.taken, seen.pending) == (1, 2, 2)


def test_a_delegation_is_told_what_it_owes(meeting):
    norway = make_delegation(seats=3)
    head = make_participant(delegation=norway, capacity=Capacity.HEAD, status=Status.WITHDRAWN)
    adviser = make_participant(delegation=norway)

    assert gaps_of_delegation(norway, [head, adviser]) == [
        "No head of delegation is named.",
        "2 seats have nobody named for them.",
    ]
    assert gaps_of(head) == []
    assert gaps_of(adviser) == [
        "name as on the passport",
        "telephone",
        "arrival",
        "departure",
        "emergency contact",
    ]


def test_nothing_is_owed_where_all_is_known(meeting):
    norway = make_delegation(seats=1)
    head = make_participant(
        delegation=norway,
        capacity=Capacity.HEAD,
        passport_name="KARI LIE",
        phone="+47 1",
        emergency_contact="Ola Lie",
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

    groups = [
        (group, [delegation.name for delegation in their])
        for group, their in grouped_by_stakeholders(Delegation.objects.all())
    ]

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


def test_a_state_is_named_and_placed_by_its_code_unless_somebody_did(meeting):
    europe = make_group(region=make_region(countries="DE FR"))
    state = Delegation(name_es="La Alemania", country="DE")

    fill_in(state)

    assert (state.name_en, state.name_es, state.name_fr) == ("Germany", "La Alemania", "Allemagne")
    assert state.formal_name_es == "República Federal de Alemania"
    assert (state.group, state.code) == (europe, "de")


def test_a_state_is_of_the_region_that_the_meeting_draws_and_of_any_that_is_chosen(meeting):
    latin_america = make_group(region=make_region(countries="MX SV"))
    north_america = make_group(region=make_region(countries="US CA"))
    mexico = Delegation(country="MX", group=north_america)

    fill_in(mexico)

    assert mexico.group == north_america
    assert default_group("MX") == latin_america
    assert default_group("NO") is None


@pytest.mark.parametrize("code", ["ZZ", "EU", "XX"])
def test_a_code_that_is_no_state_of_iso_3166_is_refused(meeting, code):
    with pytest.raises(ValidationError, match=f"No country has the code {code}"):
        make_delegation(country=code).full_clean()


def test_protocol_order_is_that_of_each_languages_alphabet(meeting):
    group = make_group()
    for english, spanish, french in (
        ("Ethiopia", "Etiopía", "Éthiopie"),
        ("Spain", "España", "Espagne"),
        ("Germany", "Alemania", "Allemagne"),
        ("El Salvador", "El Salvador", "El Salvador"),
    ):
        make_delegation(name_en=english, name_es=spanish, name_fr=french, group=group)
    bodies = make_group(type=StakeholderType.CIVIL_SOCIETY)
    make_delegation(name_en="Amnesty", group=bodies)

    def order(language):
        with translation.override(language):
            everyone = Delegation.objects.select_related("group")
            return [(one.place, one.name) for one in in_protocol_order(everyone)]

    assert order("en") == [
        (1, "El Salvador"),
        (2, "Ethiopia"),
        (3, "Germany"),
        (4, "Spain"),
        (5, "Amnesty"),
    ]
    assert [name for _, name in order("es")][:4] == [
        "Alemania",
        "El Salvador",
        "España",
        "Etiopía",
    ]
    assert [name for _, name in order("fr")][:4] == [
        "Allemagne",
        "El Salvador",
        "Espagne",
        "Éthiopie",
    ]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("es", ["Nauru", "Nuevo", "Ñandú", "Omán"]),
        ("en", ["Ñandú", "Nauru", "Nuevo", "Omán"]),
        ("fr", ["Cote", "Coté", "Côte", "Côté", "Coter"]),
        ("en", ["El Salvador", "Elba", "Œland", "Oman"]),
    ],
)
def test_names_are_sorted_as_a_dictionary_does(language, names):
    shuffled = names[1:] + names[:1]

    assert sorted(shuffled, key=lambda name: alphabetical(name, language)) == names


def test_more_seats_of_a_delegation_are_offered_to_its_people_who_wait(meeting):
    norway = make_delegation(seats=1)
    make_participant(delegation=norway, status=Status.CONFIRMED)
    waits = make_participant(delegation=norway, status=Status.WAITING)
    norway.seats = 2

    store_delegation(norway)

    assert Participant.objects.get(pk=waits.pk).status == Status.OFFERED


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
