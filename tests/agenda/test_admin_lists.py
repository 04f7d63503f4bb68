"""The lists of sessions and rooms at the desk, and their sheets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agenda.models import Assignment, Session
from registrations.models import Status
from tests.agenda.session_form import LIST
from tests.factories import (
    make_assignment,
    make_organiser,
    make_outcome,
    make_participant,
    make_session,
    moment,
)
from tests.sheets import take, upload

ROOMS = reverse("admin:agenda_room_changelist")


@pytest.fixture
def organiser(client, meeting):
    organiser = make_organiser()
    client.force_login(organiser)
    return organiser


# -- Finding ------------------------------------------------------------------------------------


def found(client, query):
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return set(response.context["cl"].result_list)


def test_sessions_are_found_by_day_kind_room_outcome_title_and_person(client, organiser):
    outcome = make_outcome()
    late = make_session(
        kind="social",
        title_es="Recepción",
        starts_at=moment(4, "19:00"),
        ends_at=moment(4, "21:00"),
    )
    other = make_session(starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))
    other.outcomes.add(outcome)
    make_assignment(
        session=other,
        participant=make_participant(status=Status.CONFIRMED, family_name="Nakamura"),
    )

    assert found(client, "day=2011-10-04") == {late}
    assert found(client, "starts_at__day=4&starts_at__month=10&starts_at__year=2011") == {late}
    assert found(client, "kind__exact=social") == {late}
    assert found(client, f"room__id__exact={other.room_id}") == {other}
    assert found(client, f"outcomes__id__exact={outcome.pk}") == {other}
    assert found(client, "q=recepci") == {late}
    assert found(client, "q=nakamura") == {other}


def test_a_day_that_is_none_is_a_bad_request(client, organiser):
    assert client.get(f"{LIST}?day=yesterday").status_code == 400


@pytest.mark.parametrize("sessions", [1, 30])
def test_the_list_takes_as_many_queries_for_thirty_sessions_as_for_one(
    client, organiser, sessions, django_assert_num_queries
):
    outcome = make_outcome()
    for _ in range(sessions):
        held = make_assignment()
        held.session.outcomes.add(outcome)

    with django_assert_num_queries(20):
        assert len(found(client, "")) == sessions
    with django_assert_num_queries(8):
        client.get(ROOMS)


# -- Sheets -------------------------------------------------------------------------------------


def test_a_sheet_is_previewed_and_then_stored_under_the_organisers_name(client, organiser):
    text = "date,start,end,kind,room,title_en\n2011-10-04,09:00,10:00,working group,Hall,One\n"
    address = reverse("admin:agenda_session_import")
    file = SimpleUploadedFile("agenda.csv", text.encode())

    preview = upload(client, address, file)
    assert not Session.objects.exists()
    take(client, preview)

    session = Session.objects.get()
    assert (session.kind, session.changed_by) == ("working_group", organiser)
    assert not Assignment.objects.exists()
