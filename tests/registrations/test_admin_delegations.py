"""Delegations at the desk, and lists that stay quick."""

import pytest

from registrations.models import Delegation, FocalPoint, Status
from tests.factories import (
    make_delegation,
    make_focal_point,
    make_group,
    make_organiser,
    make_participant,
    make_region,
    make_user,
)

PEOPLE = "/admin/registrations/participant/"
DELEGATIONS = "/admin/registrations/delegation/"


@pytest.fixture
def desk(client, meeting):
    """An organiser at work."""
    client.force_login(make_organiser(email="organiser@example.org"))
    return client


def page(response):
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
def test_a_delegation_keeps_the_seats_that_its_people_have(desk):
    norway = make_delegation(name_en="Norway", seats=2)
    for _ in range(2):
        make_participant(delegation=norway, status=Status.CONFIRMED)
    focal_points = {
        "focal_points-TOTAL_FORMS": 0,
        "focal_points-INITIAL_FORMS": 0,
        "name_en": "Norway",
        "code": norway.code,
        "language": "en",
        "group": norway.group_id,
        "funded_seats": 0,
    }

    refused = desk.post(f"{DELEGATIONS}{norway.pk}/change/", focal_points | {"seats": 1})
    taken = desk.post(f"{DELEGATIONS}{norway.pk}/change/", focal_points | {"seats": 3})

    assert "2 people of this delegation have a seat." in page(refused)
    assert taken.status_code == 302
    norway.refresh_from_db()
    assert norway.seats == 3


@pytest.mark.django_db
def test_a_delegation_is_added_with_a_code_and_its_focal_point(desk):
    user = make_user()
    response = desk.post(
        f"{DELEGATIONS}add/",
        {
            "name_en": "Norway",
            "name_fr": "Norvège",
            "code": "",
            "country": "NO",
            "language": "en",
            "group": make_group().pk,
            "seats": 2,
            "funded_seats": 0,
            "focal_points-TOTAL_FORMS": 1,
            "focal_points-INITIAL_FORMS": 0,
            "focal_points-0-user": user.pk,
            "focal_points-0-place": "capital",
        },
    )

    assert response.status_code == 302
    assert Delegation.objects.get().code == "no"
    assert FocalPoint.objects.get().user == user


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        f"{PEOPLE}?q=lie",
        f"{PEOPLE}?status__exact=registered",
        f"{PEOPLE}?override_reason__isempty=0",
        f"{PEOPLE}?registered_at__year=2011",
        f"{DELEGATIONS}?q=norway",
        f"{DELEGATIONS}?o=-6",
        "/admin/registrations/focalpoint/?q=norway",
    ],
)
def test_lists_are_searched_filtered_and_sorted(desk, path):
    make_focal_point(delegation=make_participant().delegation)

    assert desk.get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "queries"), [(PEOPLE, 12), (DELEGATIONS, 10), ("/admin/registrations/focalpoint/", 8)]
)
def test_a_list_asks_no_more_of_the_database_for_more_rows(
    desk, path, queries, django_assert_num_queries
):
    group = make_group()

    def add():
        person = make_participant(delegation=make_delegation(group=group))
        make_focal_point(delegation=person.delegation)

    add()
    desk.get(path)
    with django_assert_num_queries(queries):
        desk.get(path)
    for _ in range(30):
        add()
    with django_assert_num_queries(queries):
        desk.get(path)


@pytest.mark.django_db
def test_the_code_of_a_state_alone_names_and_places_it(desk):
    latin_america = make_group(region=make_region(countries="MX SV"))
    management = {"focal_points-TOTAL_FORMS": 0, "focal_points-INITIAL_FORMS": 0}
    said = management | {"country": "SV", "language": "es", "seats": 4, "funded_seats": 0}

    response = desk.post(f"{DELEGATIONS}add/", said)

    assert response.status_code == 302
    host = Delegation.objects.get()
    assert (host.name_en, host.formal_name_fr) == ("El Salvador", "République d'El Salvador")
    assert (host.group, host.code) == (latin_america, "sv")


@pytest.mark.django_db
def test_a_delegation_without_a_code_is_asked_for_its_name_and_its_group(desk):
    management = {"focal_points-TOTAL_FORMS": 0, "focal_points-INITIAL_FORMS": 0}
    said = management | {"language": "en", "seats": 1, "funded_seats": 0}

    text = page(desk.post(f"{DELEGATIONS}add/", said))

    assert "Write the name, or the code of a State." in text
    assert "Choose the group" in text


@pytest.mark.django_db
def test_the_protocol_order_is_shown_in_the_language_that_is_asked_for(desk):
    group = make_group()
    make_delegation(group=group, name_en="Germany", name_es="Alemania")
    make_delegation(group=group, name_en="Ecuador", name_es="Ecuador")

    english = page(desk.get(f"{DELEGATIONS}protocol/"))
    spanish = page(desk.get(f"{DELEGATIONS}protocol/?in=es"))

    assert english.index("Ecuador") < english.index("Germany")
    assert spanish.index("Alemania") < spanish.index("Ecuador")
