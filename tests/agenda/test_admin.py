"""The organisers' desk refuses what every other door refuses, beside the field."""

import threading

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models.signals import pre_save
from django.urls import reverse

from agenda.models import Room, Session
from registrations.models import Participant, Status
from tests.agenda.session_form import ADD, LIST, change_url, errors_of, row_of, typed, unsaved
from tests.factories import (
    make_assignment,
    make_meeting,
    make_organiser,
    make_outcome,
    make_participant,
    make_rapporteur,
    make_room,
    make_session,
    moment,
)

ROOMS = reverse("admin:agenda_room_changelist")


@pytest.fixture
def organiser(client, meeting):
    organiser = make_organiser()
    client.force_login(organiser)
    return organiser


# -- Who comes in -------------------------------------------------------------------------------


def test_only_organisers_come_in(client, meeting):
    client.force_login(make_rapporteur())

    assert client.get(LIST).status_code == 302
    assert client.get(ROOMS).status_code == 302


# -- Storing ------------------------------------------------------------------------------------


def test_a_session_is_added_with_its_people_by_the_act(client, organiser):
    outcome, person = make_outcome(), make_participant(status=Status.CONFIRMED)
    new = unsaved(room=make_room(), title_es="La nueva")

    response = client.post(
        ADD, typed(new, {"participant": person.pk, "role": "chair"}, outcomes=[outcome.pk])
    )

    assert response.status_code == 302
    session = Session.objects.get()
    assert (session.title_es, session.changed_by) == ("La nueva", organiser)
    assert session.starts_at == moment(4, "09:00")
    assert list(session.outcomes.all()) == [outcome]
    (held,) = session.assignments.all()
    assert (held.participant, held.role, held.assigned_by) == (person, "chair", organiser)
    assert LogEntry.objects.filter(user=organiser).count() == 1


def test_a_session_moves_with_its_people(client, organiser):
    held = make_assignment()
    session = held.session
    session.starts_at, session.ends_at = moment(5, "09:00"), moment(5, "10:00")

    response = client.post(change_url(session), typed(session, row_of(held)))

    assert response.status_code == 302
    session.refresh_from_db()
    assert session.starts_at == moment(5, "09:00")
    assert list(session.assignments.all()) == [held]


def test_a_session_moves_as_one_of_its_people_leaves_it(client, organiser):
    held = make_assignment()
    session = make_session(starts_at=moment(4, "11:00"), ends_at=moment(4, "12:00"))
    busy = make_assignment(session=session, participant=held.participant)
    session.starts_at, session.ends_at = moment(4, "09:00"), moment(4, "10:00")

    client.post(change_url(session), typed(session, row_of(busy, DELETE="on")))

    session.refresh_from_db()
    assert session.starts_at == moment(4, "09:00")
    assert not session.assignments.exists()


def test_a_role_is_given_to_another_person(client, organiser):
    held = make_assignment()
    other = make_participant(status=Status.CONFIRMED)

    client.post(change_url(held.session), typed(held.session, row_of(held, participant=other.pk)))

    (given,) = held.session.assignments.all()
    assert (given.participant, given.assigned_by) == (other, organiser)


# -- Refusals -----------------------------------------------------------------------------------


def test_a_room_that_is_taken_is_refused_beside_the_room_with_both_sessions_named(
    client, organiser
):
    hall = make_room(name_en="Hall")
    make_session(room=hall, title_en="Opening")
    new = unsaved(room=hall, title_en="Closing", starts_at=moment(4, "09:30"))

    fields, _rows = errors_of(client.post(ADD, typed(new)))

    assert fields == {
        "room": [
            "Hall is taken: “Closing” (4 October, 09:30–10:00)"
            " would meet “Opening” (4 October, 09:00–10:00) there."
        ]
    }
    assert Session.objects.count() == 1


def test_a_room_that_is_taken_at_the_same_start_is_refused_once(client, organiser):
    other = make_session()

    fields, _rows = errors_of(client.post(ADD, typed(unsaved(room=other.room))))

    assert list(fields) == ["room"]
    assert len(fields["room"]) == 1


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"starts_at": moment(4, "09:00").replace(year=2010)}, "starts_at"),
        ({"ends_at": moment(4, "10:00").replace(year=2012)}, "ends_at"),
        ({"ends_at": moment(4, "08:00")}, "ends_at"),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_it(client, organiser, times, field):
    fields, _rows = errors_of(client.post(ADD, typed(unsaved(room=make_room(), **times))))

    assert list(fields) == [field]
    assert len(fields[field]) == 1


def test_a_person_who_is_elsewhere_is_refused_in_their_row(client, organiser):
    held = make_assignment(session=make_session(title_en="One"))
    free = make_participant(status=Status.CONFIRMED)
    session = make_session(title_en="Two", starts_at=moment(4, "09:30"))

    _fields, rows = errors_of(
        client.post(
            change_url(session),
            typed(session, {"participant": free.pk}, {"participant": held.participant_id}),
        )
    )

    assert rows[0] == {}
    (sentence,) = rows[1]["participant"]
    assert "would be in two places at once" in sentence
    assert "“One”" in sentence
    assert "“Two”" in sentence
    assert not session.assignments.exists()


def test_a_session_that_moves_onto_another_one_of_its_people_is_refused_in_their_row(
    client, organiser
):
    held = make_assignment()
    session = make_session(starts_at=moment(4, "11:00"), ends_at=moment(4, "12:00"))
    row = row_of(make_assignment(session=session, participant=held.participant))
    session.starts_at = moment(4, "09:30")

    fields, rows = errors_of(client.post(change_url(session), typed(session, row)))

    assert fields == {}
    assert list(rows[0]) == ["participant"]
    session.refresh_from_db()
    assert session.starts_at == moment(4, "11:00")


def test_who_has_no_seat_is_refused_in_their_row(client, organiser):
    session, waiting = make_session(), make_participant()

    _fields, rows = errors_of(
        client.post(change_url(session), typed(session, {"participant": waiting.pk}))
    )

    assert "is not confirmed" in rows[0]["participant"][0]


def test_one_who_withdrew_does_not_keep_the_session_from_being_changed(client, organiser):
    held = make_assignment()
    Participant.objects.filter(pk=held.participant_id).update(status=Status.WITHDRAWN)

    response = client.post(
        change_url(held.session), typed(held.session, row_of(held), title_en="Another title")
    )

    assert response.status_code == 302
    held.session.refresh_from_db()
    assert held.session.title_en == "Another title"


def test_the_same_role_twice_is_refused(client, organiser):
    session, person = make_session(), make_participant(status=Status.CONFIRMED)
    row = {"participant": person.pk}

    response = client.post(change_url(session), typed(session, row, row))

    assert response.status_code == 200
    assert not session.assignments.exists()


def test_a_session_needs_its_title_in_english(client, organiser):
    new = unsaved(room=make_room(), title_en="", title_es="La nueva")

    fields, _rows = errors_of(client.post(ADD, typed(new)))

    assert list(fields) == ["title_en"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_the_database_alone_refuses_is_said_in_words(client):
    make_meeting()
    client.force_login(make_organiser())
    hall = make_room(name_en="Hall")
    rival = unsaved(room=hall, title_en="Rival")

    def write_past_the_lock(sender, **kwargs):
        def write():
            Session.objects.bulk_create([rival])
            connection.close()

        if sender is Session:
            pre_save.disconnect(write_past_the_lock)
            thread = threading.Thread(target=write)
            thread.start()
            thread.join(timeout=30)

    pre_save.connect(write_past_the_lock)
    response = client.post(
        ADD, typed(unsaved(room=hall, starts_at=moment(4, "09:30"))), follow=True
    )

    assert "Hall is taken" in response.content.decode()
    assert list(Session.objects.values_list("title_en", flat=True)) == ["Rival"]


def test_a_room_that_is_used_is_not_deleted(client, organiser):
    session = make_session()

    client.post(reverse("admin:agenda_room_delete", args=[session.room_id]), {"post": "yes"})

    assert Room.objects.filter(pk=session.room_id).exists()
