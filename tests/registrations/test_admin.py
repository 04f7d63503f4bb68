"""The organisers' desk: decisions on people, and corrections."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from gfmd_meeting.models import OutgoingMail
from registrations.effect import effect_of_confirming
from registrations.models import Capacity, Participant, Status
from tests.factories import (
    make_assignment,
    make_delegation,
    make_group,
    make_meeting,
    make_organiser,
    make_participant,
    make_user,
)

PEOPLE = "/admin/registrations/participant/"


@pytest.fixture
def desk(client, meeting):
    """An organiser at work."""
    client.force_login(make_organiser(email="organiser@example.org"))
    return client


def act(client, action, *people, **fields):
    """Choose an action for people in the list, as the desk's form sends it."""
    sent = {"action": action, "_selected_action": [person.pk for person in people]} | fields
    return client.post(PEOPLE, sent, follow=True)


def page(response):
    return " ".join(response.content.decode().split())


def sent(participant, **fields):
    return {
        "delegation": participant.delegation_id,
        "capacity": participant.capacity,
        "given_name": participant.given_name,
        "family_name": participant.family_name,
        "function": participant.function,
        "email": participant.email,
        "language": participant.language,
    } | fields


@pytest.mark.django_db
def test_many_are_confirmed_at_once_and_each_is_answered(desk):
    norway = make_delegation(name_en="Norway", seats=1)
    first = make_participant(delegation=norway, given_name="Kari", family_name="Lie")
    second = make_participant(delegation=norway, given_name="Per", family_name="Moe")
    seated = make_participant(given_name="Ola", family_name="Nes", status=Status.CONFIRMED)

    asked = page(act(desk, "confirm", first, second, seated))
    assert Participant.objects.filter(status=Status.CONFIRMED).count() == 1
    assert '<th scope="row">Norway</th><td>1</td><td>0</td><td>2</td>' in asked
    text = page(act(desk, "confirm", first, second, seated, decide="yes"))

    statuses = set(Participant.objects.filter(delegation=norway).values_list("status", flat=True))
    assert statuses == {Status.CONFIRMED, Status.REGISTERED}
    assert "Confirmed: Kari Lie." in text
    assert "Per Moe: The only seat of the delegation Norway is taken." in text
    assert "Confirmed already, and not written to again: Ola Nes." in text
    assert OutgoingMail.objects.count() == 1
    first.refresh_from_db()
    assert first.decided_by.email == "organiser@example.org"


@pytest.mark.django_db
def test_going_past_a_limit_asks_for_the_reason(desk):
    make_meeting(seats=1, seats_expected=1)
    make_participant(status=Status.CONFIRMED)
    minister = make_participant(given_name="Kari")

    asked = act(desk, "override", minister)
    assert "Reason to go past a limit" in page(asked)
    empty = act(desk, "override", minister, decide="yes", override_reason="")
    assert "This field is required." in page(empty)
    act(desk, "override", minister, decide="yes", override_reason="A minister")

    minister.refresh_from_db()
    assert (minister.status, minister.override_reason) == (Status.CONFIRMED, "A minister")
    assert "past a limit: A minister" in page(desk.get(PEOPLE))
    assert "A minister" in page(desk.get(f"{PEOPLE}{minister.pk}/change/"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "status"), [("decline", Status.DECLINED), ("withdraw", Status.WITHDRAWN)]
)
def test_a_reason_is_asked_for_and_kept(desk, action, status):
    people = [make_participant(), make_participant()]

    assert "Reason" in page(act(desk, action, *people))
    assert not Participant.objects.filter(status=status).exists()
    act(desk, action, *people, decide="yes", reason="Not nominated")

    assert Participant.objects.filter(status=status, decision_reason="Not nominated").count() == 2


@pytest.mark.django_db
def test_the_buttons_of_a_persons_page_decide_after_showing_the_limits(desk):
    person = make_participant(delegation=make_delegation(seats=3))
    decide = f"{PEOPLE}{person.pk}/confirm/decide/"

    assert decide in page(desk.get(f"{PEOPLE}{person.pk}/change/"))
    shown = page(desk.get(decide))
    assert '<th scope="row">Meeting</th><td>60</td><td>0</td><td>1</td>' in shown
    response = desk.post(decide, {"decide": "yes", "override_reason": ""})

    assert response.url == f"{PEOPLE}{person.pk}/change/"
    person.refresh_from_db()
    assert person.status == Status.CONFIRMED
    assert "confirm/decide" not in page(desk.get(response.url))


@pytest.mark.django_db
def test_before_confirming_the_effect_on_the_group_is_shown(desk):
    group = make_group(name_en="Governments of Europe", seats=2)
    norway = make_delegation(group=group, seats=9)
    make_participant(delegation=norway, status=Status.OFFERED, gender="man")
    people = [make_participant(delegation=norway, gender=said) for said in ("woman", "woman", "")]

    text = page(act(desk, "confirm", *people))

    assert (
        '<th scope="row">Governments of Europe</th><td>2</td><td>1</td><td>4</td>'
        "<td>0 → 2</td><td>1 → 1</td><td><strong>2</strong></td>"
    ) in text
    assert not Participant.objects.seated().exists()


@pytest.mark.django_db
def test_the_effect_asks_no_more_of_the_database_for_more_people(
    meeting, django_assert_num_queries
):
    people = [make_participant() for _ in range(30)]
    chosen = Participant.objects.filter(pk__in=[person.pk for person in people])

    with django_assert_num_queries(4):
        effect_of_confirming(chosen.select_related("delegation__group"), meeting)


@pytest.mark.django_db
def test_people_are_put_on_the_list_and_recorded_as_present(desk):
    make_meeting(seats=1, seats_expected=1)
    seated, late = make_participant(status=Status.CONFIRMED), make_participant()

    assert "On the waiting list" in page(act(desk, "wait", late))
    assert "Recorded as present" in page(act(desk, "attend", seated))
    assert "has no seat" in page(act(desk, "attend", late))

    late.refresh_from_db()
    assert late.status == Status.WAITING
    assert Participant.objects.exclude(attended_at=None).get() == seated


@pytest.mark.django_db
def test_passport_data_without_a_letter_for_a_visa_are_refused_in_the_form(desk):
    person = make_participant()

    response = desk.post(f"{PEOPLE}{person.pk}/change/", sent(person, passport_number="X1"))

    assert "Passport data are kept only where a letter for a visa is asked for." in page(response)


@pytest.mark.django_db
def test_a_time_that_no_clock_tells_everywhere_is_refused_in_the_form(desk):
    person = make_participant()
    travel = {"arrives_at_0": "9999-12-31", "arrives_at_1": "23:59"}

    response = desk.post(f"{PEOPLE}{person.pk}/change/", sent(person, **travel))

    assert "Nobody travels in the year 9999." in page(response)


@pytest.mark.django_db
def test_decisions_that_are_not_on_offer_do_not_exist(desk, client):
    person = make_participant()
    assert desk.get(f"{PEOPLE}{person.pk}/promote/decide/").status_code == 404
    assert desk.get(f"{PEOPLE}999999/confirm/decide/").status_code == 404

    client.force_login(make_user())
    response = client.post(f"{PEOPLE}{person.pk}/confirm/decide/", {"decide": "yes"})
    assert response.status_code in (302, 403)
    person.refresh_from_db()
    assert person.status == Status.REGISTERED


@pytest.mark.django_db
def test_the_state_is_no_field_to_edit(desk):
    person = make_participant()

    desk.post(f"{PEOPLE}{person.pk}/change/", sent(person, status="confirmed", function="Minister"))

    person.refresh_from_db()
    assert (person.function, person.status) == ("Minister", Status.REGISTERED)


@pytest.mark.django_db
def test_whom_the_desk_adds_waits_and_can_sign_in(desk):
    blank = Participant(
        delegation=make_delegation(), given_name="Kari", family_name="Lie", function="Counsellor"
    )

    response = desk.post(f"{PEOPLE}add/", sent(blank, email="Kari@example.org"))

    assert response.status_code == 302
    kari = Participant.objects.get()
    assert (kari.status, kari.email) == (Status.REGISTERED, "kari@example.org")
    assert kari.registered_by.email == "organiser@example.org"
    assert kari.user.email == "kari@example.org"


@pytest.mark.django_db
def test_a_second_head_and_a_taken_address_are_refused_in_the_form(desk):
    norway = make_delegation()
    make_participant(delegation=norway, capacity=Capacity.HEAD, email="kari@example.org")
    person = make_participant(delegation=norway)

    head = desk.post(f"{PEOPLE}{person.pk}/change/", sent(person, capacity=Capacity.HEAD))
    address = desk.post(f"{PEOPLE}{person.pk}/change/", sent(person, email="KARI@example.org"))

    assert "The delegation has a head already." in page(head)
    assert "Someone is registered with this address already." in page(address)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.OFFERED])
def test_a_seat_stays_with_its_delegation(desk, status):
    person = make_participant(status=status)
    other = make_delegation()

    desk.post(f"{PEOPLE}{person.pk}/change/", sent(person, delegation=other.pk))

    person.refresh_from_db()
    assert person.delegation != other


@pytest.mark.django_db
def test_who_has_a_part_in_the_agenda_is_not_deleted(desk):
    person = make_participant()
    make_assignment(participant=person)

    one = desk.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"})
    many = act(desk, "delete_selected", person, post="yes")

    assert "would require deleting the following protected related objects" in page(one)
    assert "would require deleting the following protected related objects" in page(many)
    assert Participant.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_who_has_a_seat_is_withdrawn_and_not_deleted(desk):
    person = make_participant(status=Status.CONFIRMED)

    assert desk.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"}).status_code == 403
    act(desk, "delete_selected", person, post="yes")
    assert Participant.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_organisers_who_race_for_the_last_seats_are_each_answered():
    """Over the desk's own form: sixteen clicks for the last four seats."""
    make_meeting(seats=10, seats_expected=1)
    delegation = make_delegation()
    for _ in range(6):
        make_participant(delegation=delegation, status=Status.CONFIRMED)
    people = [make_participant(delegation=delegation) for _ in range(16)]
    organisers = [make_organiser() for _ in range(4)]
    clients = []
    for number in range(16):
        client = Client()
        client.force_login(organisers[number % 4])
        clients.append(client)

    def click(job):
        client, person = job
        try:
            response = act(client, "confirm", person, decide="yes")
            return response.status_code, page(response)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=12) as threads:
        answers = list(threads.map(click, zip(clients, people, strict=True)))

    assert Participant.objects.seated().count() == 10
    assert {status for status, _ in answers} == {200}
    assert sum("Confirmed: Ana" in text for _, text in answers) == 4
    assert sum("All 10 seats of the meeting are taken." in text for _, text in answers) == 12


@pytest.mark.django_db
def test_the_desk_is_closed_to_those_who_are_not_staff(client, meeting):
    client.force_login(make_user())

    for name in ("participant", "delegation", "focalpoint"):
        path = reverse(f"admin:registrations_{name}_changelist")
        assert client.get(path).status_code in (302, 403)
