"""The figures always sum to the totals, and cost the same for any number of people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gfmd_meeting.models import StakeholderType
from registrations.balance import NO_REGION, Figures, measure_balance
from registrations.balance_chart import draw_groups
from registrations.models import UNDECIDED, Delegation, InvitationState, Participant, Status
from tests.factories import (
    make_delegation,
    make_group,
    make_organiser,
    make_participant,
    make_party,
    make_region,
    make_user,
)

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


def figures(shares, *names):
    return {share.key: tuple(getattr(share.figures, name) for name in names) for share in shares}


def test_people_count_in_their_region_their_type_and_their_group(world):
    balance = measure_balance()

    told = ("confirmed", "undecided", "seats")
    assert figures(balance.by_region, *told) == {
        "europe": (3, 1, 4),
        "asia": (0, 1, 2),
        NO_REGION: (1, 0, 1),
    }
    assert figures(balance.by_type, *told) == {
        "government": (2, 2, 5),
        "international_organization": (0, 0, 0),
        "civil_society": (2, 0, 2),
    }
    assert figures(balance.by_group, *told)["bodies"] == (2, 0, 2)
    assert figures(balance.by_group, *told)["governments-europe"] == (2, 1, 3)


def test_each_state_is_counted_where_it_belongs(meeting):
    norway = make_delegation(seats=9, state=InvitationState.COMPLETE)
    make_delegation(group=norway.group, seats=2)
    for status in Status:
        make_participant(delegation=norway, status=status)
    make_participant(
        delegation=norway, status=Status.CONFIRMED, gender="woman", attended_at=timezone.now()
    )
    make_participant(delegation=norway, status=Status.CONFIRMED, gender="man")

    assert measure_balance().total == Figures(
        seats=11,
        invited=9,
        nominated=8,
        undecided=1,
        confirmed=3,
        offered=1,
        waiting=1,
        declined=1,
        attended=1,
        women=1,
        men=1,
        unsaid=1,
    )


@pytest.fixture
def crowd(world):
    """Adds people of every state and kind to the world's delegations, many at once."""

    def crowd(number):
        delegations = list(Delegation.objects.all())
        statuses = list(Status)
        now = timezone.now()
        first = Participant.objects.count()
        people = []
        for place in range(first, first + number):
            status = statuses[place % len(statuses)]
            people.append(
                Participant(
                    delegation=delegations[place % 3],
                    given_name="Ana",
                    family_name=f"Person {place}",
                    function="Counsellor",
                    email=f"crowd{place}@example.org",
                    gender=("woman", "man", "")[place % 3 - 1],
                    status=status,
                    decided_at=None if status in UNDECIDED else now,
                    waiting_place=100_000 + place if status == Status.WAITING else None,
                    offer_expires_at=now if status == Status.OFFERED else None,
                )
            )
        Participant.objects.bulk_create(people)

    return crowd


def test_every_table_sums_to_the_totals(world, crowd):
    crowd(500)
    balance = measure_balance()

    assert balance.meeting_seats == 60
    for shares in (balance.by_region, balance.by_type, balance.by_group):
        summed = Figures()
        for share in shares:
            summed.add(share.figures)
        assert summed == balance.total


def test_the_sums_are_those_of_the_database(world, crowd):
    crowd(500)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.group_id, count(*), sum(CASE WHEN p.gender = 'woman' THEN 1 ELSE 0 END)"
            " FROM registrations_participant p"
            " JOIN registrations_delegation d ON d.id = p.delegation_id"
            " WHERE p.status = 'confirmed' GROUP BY d.group_id"
        )
        rows = {group: (count, women) for group, count, women in cursor.fetchall()}
        cursor.execute("SELECT sum(seats) FROM registrations_delegation")
        (seats,) = cursor.fetchone()

    balance = measure_balance()

    told = {
        share.pk: (share.figures.confirmed, share.figures.women)
        for share in balance.by_group
        if share.figures.confirmed
    }
    assert told == rows
    assert balance.total.seats == seats


def test_names_are_in_the_readers_language(world):
    names = [share.name for share in measure_balance().by_region]

    assert names[0] == "Europe"
    assert all(isinstance(name, str) for name in names)


def test_no_region_is_only_named_where_someone_has_none(meeting):
    make_delegation(group=make_group(region=make_region(key="europe")))

    assert [share.key for share in measure_balance().by_region] == ["europe"]


def test_the_board_asks_the_same_of_the_database_for_60_and_for_6000(
    client, crowd, django_assert_num_queries
):
    client.force_login(make_organiser())
    crowd(60)
    with CaptureQueriesContext(connection) as few:
        assert client.get("/balance/").status_code == 200
    crowd(5_940)
    assert Participant.objects.count() >= 6_000

    with django_assert_num_queries(len(few)):
        client.get("/balance/")


def test_the_board_shows_each_table_with_its_total_and_a_chart(client, world):
    client.force_login(make_user(party=make_party()))

    text = " ".join(client.get("/balance/").content.decode().split())

    assert text.count("<tfoot>") == 3
    for words in ("Europe", "No region", "Civil society", "Ceiling", "Women", 'role="img"'):
        assert words in text
    assert "/admin/" not in text


def test_the_board_of_an_empty_meeting_says_so(client, meeting):
    client.force_login(make_organiser())

    response = client.get("/balance/")

    assert response.status_code == 200
    assert "<svg" not in response.content.decode().split("<main")[1]


def test_bars_show_what_is_taken_of_the_seats(world):
    chart = draw_groups(measure_balance().by_group)

    europe = next(bar for bar in chart["bars"] if bar["number"] == "2/3")
    assert 0 < europe["confirmed"] < europe["seats"]
    assert draw_groups([]) is None
