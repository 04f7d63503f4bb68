"""A session is stored with all that it has, and the desk tells what clashes and what is missing."""

from html import unescape

import pytest
from django.urls import reverse

from agenda.models import Assignment, AssignmentRole, Session
from registrations.models import Status
from tests.agenda.session_form import ADD, LIST, change_url, errors_of, typed, unsaved
from tests.factories import (
    make_assignment,
    make_objective,
    make_organiser,
    make_outcome,
    make_participant,
    make_room,
    make_session,
    moment,
)


@pytest.fixture
def organiser(client, meeting):
    organiser = make_organiser()
    client.force_login(organiser)
    return organiser


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
