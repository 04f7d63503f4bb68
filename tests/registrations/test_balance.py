"""The figures always sum to the totals, and cost the same for any number of people."""

import pytest

from gfmd_meeting.models import StakeholderType
from registrations.balance import NO_REGION, measure_balance
from registrations.models import Status
from tests.factories import make_delegation, make_group, make_participant, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(meeting):
    """Governments of two regions, a body with a home in one and a body with none."""
    europe, asia = make_region(key="europe", name_en="Europe"), make_region(key="asia")
    bodies = make_group(type=StakeholderType.CIVIL_SOCIETY, region=None, key="bodies")
    norway = make_delegation(group=make_group(region=europe, key="governments-europe"), seats=3)
    india = make_delegation(group=make_group(region=asia), seats=2)
    forum = make_delegation(group=bodies, home_region=europe, seats=1)
    caritas = make_delegation(group=bodies, seats=1)
    for delegation in (norway, norway, forum, caritas):
        make_participant(delegation=delegation, status=Status.CONFIRMED)
    for delegation in (norway, india):
        make_participant(delegation=delegation)
    make_participant(delegation=india, status=Status.WITHDRAWN)
    make_participant(delegation=india, status=Status.DECLINED)


def test_people_count_in_their_region_their_type_and_their_group(world):
    balance = measure_balance()

    def figures(shares):
        return {share.key: (share.confirmed, share.waiting, share.seats) for share in shares}

    assert figures(balance.by_region) == {
        "europe": (3, 1, 4),
        "asia": (0, 1, 2),
        NO_REGION: (1, 0, 1),
    }
    assert figures(balance.by_type) == {
        "government": (2, 2, 5),
        "international_organization": (0, 0, 0),
        "civil_society": (2, 0, 2),
    }
    assert figures(balance.by_group)["bodies"] == (2, 0, 2)
    assert figures(balance.by_group)["governments-europe"] == (2, 1, 3)


def test_every_table_sums_to_the_totals(world):
    balance = measure_balance()

    assert (balance.confirmed, balance.waiting, balance.seats) == (4, 2, 7)
    assert balance.meeting_seats == 60
    for shares in (balance.by_region, balance.by_type, balance.by_group):
        assert sum(share.confirmed for share in shares) == balance.confirmed
        assert sum(share.waiting for share in shares) == balance.waiting
        assert sum(share.seats for share in shares) == balance.seats


def test_names_are_in_the_readers_language(world):
    names = [share.name for share in measure_balance().by_region]

    assert names[0] == "Europe"
    assert all(isinstance(name, str) for name in names)


def test_no_region_is_only_named_where_someone_has_none(meeting):
    make_delegation(group=make_group(region=make_region(key="europe")))

    assert [share.key for share in measure_balance().by_region] == ["europe"]


def test_the_figures_cost_four_queries_whatever_the_number(world, django_assert_num_queries):
    with django_assert_num_queries(4):
        measure_balance()
    for _ in range(30):
        make_participant(delegation=make_delegation(), status=Status.CONFIRMED)
    with django_assert_num_queries(4):
        measure_balance()
