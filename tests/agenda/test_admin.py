"""The organisers' desk refuses what every other door refuses, beside the field."""

import threading
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.signals import pre_save
from django.urls import reverse

from agenda.models import Assignment, AssignmentRole, Room, Session
from registrations.models import Participant, Status
from tests.factories import (
    make_assignment,
    make_meeting,
    make_objective,
    make_organiser,
    make_outcome,
    make_participant,
    make_rapporteur,
    make_room,
    make_session,
    moment,
)
from tests.sheets import take, upload

LIST = reverse("admin:agenda_session_changelist")
ADD = reverse("admin:agenda_session_add")
ROOMS = reverse("admin:agenda_room_changelist")


@pytest.fixture
def organiser(client, meeting):
    organiser = make_organiser()
    client.force_login(organiser)
    return organiser


def change_url(session):
    return reverse("admin:agenda_session_change", args=[session.pk])


def typed(session, *roles, **fields):
    """What the form of a session sends: its fields, and its roles as rows."""
    start, end = (at.astimezone(moment(4, "00:00").tzinfo) for at in _times(session))
    data = {
        "kind": session.kind,
        "room": session.room_id,
        "starts_at_0": f"{start:%Y-%m-%d}",
        "starts_at_1": f"{start:%H:%M}",
        "ends_at_0": f"{end:%Y-%m-%d}",
        "ends_at_1": f"{end:%H:%M}",
        "audience": session.audience,
        "interpretation": session.interpretation,
        "assignments-TOTAL_FORMS": len(roles),
        "assignments-INITIAL_FORMS": sum(1 for role in roles if role.get("id")),
    }
    for text in ("title", "description", "guiding_questions"):
        for code in ("en", "es", "fr"):
            data[f"{text}_{code}"] = getattr(session, f"{text}_{code}") or ""
    for number, role in enumerate(roles):
        row = {"session": session.pk or "", "role": "chair", "position": 0} | role
        data |= {f"assignments-{number}-{name}": value for name, value in row.items()}
    return data | fields


def _times(session):
    return session.starts_at, session.ends_at


def row_of(assignment, **fields):
    return {
        "id": assignment.pk,
        "participant": assignment.participant_id,
        "role": assignment.role,
        "position": assignment.position,
    } | fields


def errors_of(response):
    """The errors of the form by field, and those of each row of roles."""
    assert response.status_code == 200
    (formset,) = (inline.formset for inline in response.context["inline_admin_formsets"])
    return response.context["adminform"].form.errors, formset.errors


def unsaved(**fields):
    defaults = {
        "kind": "session",
        "title_en": "The new one",
        "starts_at": moment(4, "09:00"),
        "ends_at": moment(4, "10:00"),
    }
    return Session(**defaults | fields)


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


# -- All that a session has ---------------------------------------------------------------------


def test_everything_about_a_session_is_stored_from_the_form(client, organiser):
    objective, outcome = make_objective(), make_outcome()
    new = unsaved(room=make_room(), audience="governments", interpretation="en fr")
    held = {"held_from_0": "2011-10-04", "held_from_1": "09:05"}
    held |= {"held_until_0": "2011-10-04", "held_until_1": "10:20"}

    client.post(
        ADD,
        typed(
            new,
            outcomes=[outcome.pk],
            objectives=[objective.pk],
            spans_rooms="on",
            guiding_questions_fr="Pourquoi ?",
            **held,
        ),
    )

    session = Session.objects.get()
    assert (session.audience, session.spans_rooms) == ("governments", True)
    assert (session.held_from, session.held_until) == (moment(4, "09:05"), moment(4, "10:20"))
    assert (session.guiding_questions_fr, session.interpretation) == ("Pourquoi ?", "en fr")
    assert list(session.objectives.all()) == [objective]
    assert list(session.outcomes.all()) == [outcome]


def test_what_was_held_backwards_is_refused_beside_its_end(client, organiser):
    held = {"held_from_0": "2011-10-04", "held_from_1": "10:20"}
    held |= {"held_until_0": "2011-10-04", "held_until_1": "09:05"}

    fields, _rows = errors_of(client.post(ADD, typed(unsaved(room=make_room()), **held)))

    assert fields == {"held_until": ["It was held until after it began."]}


@pytest.mark.parametrize("role", AssignmentRole.values)
def test_a_guest_of_the_host_is_given_any_role_with_a_line_in_three_languages(
    client, organiser, role
):
    session = make_session()
    lines = {"line_en": "Minister", "line_es": "Ministra", "line_fr": "Ministre"}
    row = {"participant": "", "guest_name": " H.E.  Ana Pérez ", "role": role, "position": 3}

    response = client.post(change_url(session), typed(session, row | lines))

    assert response.status_code == 302
    (held,) = session.assignments.all()
    assert (held.guest_name, held.role, held.position) == ("H.E. Ana Pérez", role, 3)
    assert (held.line_en, held.line_es, held.line_fr) == ("Minister", "Ministra", "Ministre")
    assert held.assigned_by == organiser


def test_a_guest_who_is_elsewhere_is_refused_in_their_row(client, organiser):
    Assignment.objects.create(session=make_session(), guest_name="Ana Pérez", role="chair")
    session = make_session(starts_at=moment(4, "09:30"))
    row = {"participant": "", "guest_name": "ana perez"}

    _fields, rows = errors_of(client.post(change_url(session), typed(session, row)))

    assert list(rows[0]) == ["guest_name"]
    assert "would be in two places at once" in rows[0]["guest_name"][0]
    assert not session.assignments.exists()


@pytest.mark.parametrize(
    ("named", "field"),
    [({"participant": "", "guest_name": ""}, "participant"), ({"guest_name": "Bo"}, "guest_name")],
)
def test_a_row_that_names_nobody_or_two_is_refused_beside_the_name(client, organiser, named, field):
    session, person = make_session(), make_participant(status=Status.CONFIRMED)
    row = {"participant": person.pk, "position": 2} | named

    _fields, rows = errors_of(client.post(change_url(session), typed(session, row)))

    assert list(rows[0]) == [field]
    assert len(rows[0][field]) == 1


def test_nothing_that_was_typed_is_lost_over_a_mistake(client, organiser):
    held = make_assignment()
    session = make_session(starts_at=moment(4, "11:00"), ends_at=moment(4, "12:00"))
    typed_in = typed(
        session,
        {"participant": held.participant_id, "line_es": "Una línea a medias", "position": 7},
        {"participant": "", "guest_name": "H.E. Bo Li", "line_fr": "Un invité"},
        title_fr="Un titre à moitié",
        description_es="Lo que ya escribí",
        interpretation="en and es",
    )
    typed_in |= {"starts_at_1": "09:30", "ends_at_1": "10:30"}

    response = client.post(change_url(session), typed_in)

    page = unescape(response.content.decode())
    for text in ("Una línea a medias", "H.E. Bo Li", "Un invité", "Un titre à moitié"):
        assert text in page, text
    for text in ("Lo que ya escribí", "en and es", "09:30", "10:30"):
        assert text in page, text
    fields, _rows = errors_of(response)
    assert list(fields) == ["interpretation"]


# -- What clashes and what is missing -----------------------------------------------------------


def test_the_list_says_how_many_faults_a_session_has_and_in_what_words(client, organiser):
    make_session(title_en="Working")
    make_session(title_en="Coffee", kind="break")

    page = client.get(LIST).content.decode()

    assert page.count('<details class="to-mend">') == 1
    assert "<summary>2<br>Nobody presides<br>No rapporteur</summary>" in page
    assert "“Working” (4 October, 09:00–10:00) has no rapporteur." in page
    assert reverse("agenda:agenda_clashes") in page


def test_the_form_says_above_its_fields_what_there_is_to_mend_in_this_session_alone(
    client, organiser
):
    session = make_session(title_en="This one")
    make_session(title_en="Another one")

    page = client.get(change_url(session)).content.decode()

    assert "2 things to look at" in page
    assert page.index("has no rapporteur") < page.index('name="kind"')
    assert "Another one" not in page
    assert "things to look at" not in client.get(ADD).content.decode()


def test_what_is_left_to_mend_is_said_once_a_session_is_stored(client, organiser):
    response = client.post(ADD, typed(unsaved(room=make_room())), follow=True)

    said = [str(message) for message in response.context["messages"]]
    assert "“The new one” (4 October, 09:00–10:00) has no rapporteur." in said


@pytest.mark.parametrize("roles", [1, 30])
def test_the_form_takes_as_many_queries_for_thirty_roles_as_for_one(
    client, organiser, roles, django_assert_max_num_queries
):
    session = make_session()
    for _ in range(roles):
        make_assignment(session=session)

    with django_assert_max_num_queries(20):
        client.get(change_url(session))


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
