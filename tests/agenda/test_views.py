"""The agenda as everybody reads it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda.models import ChosenSession, Session
from agenda.views import reading
from registrations.models import Status
from tests.factories import (
    make_assignment,
    make_objective,
    make_organiser,
    make_outcome,
    make_participant,
    make_party,
    make_rapporteur,
    make_release,
    make_room,
    make_session,
    moment,
)

pytestmark = pytest.mark.usefixtures("meeting")

AGENDA = "/agenda/"


def page(client, address=AGENDA, **headers):
    make_release()
    response = client.get(address, **headers)
    assert response.status_code == 200
    return response.content.decode()


def make_full_session(number=0):
    """A session with everything a row of the agenda can show."""
    session = make_session(room=make_room(), interpretation="en es fr")
    session.outcomes.add(make_outcome(), make_outcome())
    for role in ("chair", "speaker", "rapporteur"):
        make_assignment(session=session, role=role)
    return session


# -- The list -----------------------------------------------------------------------------------


def test_everybody_reads_the_agenda_with_its_rooms_languages_outcomes_and_people(client):
    outcome = make_outcome(number=3)
    session = make_session(
        kind="working_group",
        title_en="Drafting",
        room=make_room(name_en="Room Izalco"),
        interpretation="en es",
    )
    session.outcomes.add(outcome)
    make_assignment(session=session, role="chair")

    text = page(client)

    assert "Drafting" in text
    assert 'class="item kind-working_group"' in text
    for words in ("Room Izalco", "Working group", "English, Spanish", "expected outcome 3"):
        assert words in text
    assert "Chair: Ana Participant" in text


def test_the_zone_is_named_once(client):
    make_session()

    text = page(client)

    assert text.count("America/El_Salvador") == 1
    assert "UTC−6" in text


def test_times_are_those_of_the_meeting_wherever_the_reader_is(client):
    make_session(starts_at=moment(4, "19:00"), ends_at=moment(4, "21:00"))

    assert "<time>19:00</time>" in page(client)


def test_sessions_in_parallel_say_so(client):
    make_session()
    assert "in parallel" not in page(client)

    make_session()

    assert page(client).count("in parallel") == 1


def test_an_agenda_without_sessions_says_what_will_be_here(client):
    text = client.get(AGENDA).content.decode()

    assert "The agenda is not out yet." in text
    assert reverse("admin:agenda_session_changelist") not in text


def test_an_organiser_is_led_from_the_empty_agenda_to_the_draft(client):
    client.force_login(make_organiser())

    text = client.get(AGENDA).content.decode()

    assert reverse("admin:agenda_session_changelist") in text


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_titles_come_in_the_language_of_the_reader(client, language):
    make_session(title_en="Lunch", title_es="Almuerzo", title_fr="Déjeuner")

    text = page(client, headers={"accept-language": language})

    assert {"en": "Lunch", "es": "Almuerzo", "fr": "Déjeuner"}[language] in text
    assert f'<html lang="{language}">' in text


def test_a_title_in_another_language_than_the_page_is_marked_as_such(client):
    make_session(title_en="Lunch")

    assert 'lang="en">Lunch</a>' in page(client, headers={"accept-language": "fr"})
    assert 'lang="en">Lunch</a>' not in page(client)


def test_what_is_on_now_is_marked_by_a_word(client, monkeypatch):
    make_session(title_en="Opening")
    make_session(title_en="Closing", starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))
    monkeypatch.setattr(reading.timezone, "localtime", lambda *_: moment(4, "09:30"))

    text = page(client)

    assert '<p class="mark now">Now</p>' in text
    assert '<p class="mark next">Next</p>' in text
    assert "Wednesday 5 October, 09:00" in text


def test_nothing_is_now_or_next_when_the_meeting_is_not_on(client):
    make_session()
    assert timezone.now().year > 2011

    assert 'class="mark' not in page(client)


def test_a_title_cannot_write_into_the_page(client):
    make_session(title_en="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page(client)


@pytest.mark.parametrize("sessions", [1, 30])
def test_the_agenda_takes_as_many_queries_for_thirty_sessions_as_for_one(
    client, sessions, django_assert_num_queries
):
    for number in range(sessions):
        make_full_session(number)

    make_release()

    with django_assert_num_queries(4):
        client.get(AGENDA)


def test_the_agenda_takes_at_most_eight_queries_for_a_reader_who_is_everything(
    client, django_assert_max_num_queries
):
    user = make_rapporteur(party=make_party())
    for number in range(3):
        make_full_session(number)
    make_release()
    client.force_login(user)

    with django_assert_max_num_queries(7):
        client.get(AGENDA)


def test_before_the_first_release_the_page_says_so_and_shows_nothing_of_the_draft(client):
    session = make_session(title_en="A draft")

    response = client.get(AGENDA)

    assert "A draft" not in response.content.decode()
    assert client.get(f"/agenda/{session.pk}/").status_code == 404


def test_a_change_of_the_draft_is_read_by_nobody_before_its_release(client):
    session = make_session(title_en="Opening")
    assert "Opening" in page(client)
    Session.objects.filter(pk=session.pk).update(title_en="Grand opening")

    assert "Grand opening" not in client.get(AGENDA).content.decode()
    assert "Grand opening" in page(client)


# -- One session --------------------------------------------------------------------------------


def test_a_session_in_full_gives_the_wording_of_its_outcomes_and_its_questions(client):
    session = make_session(
        description_en="What it is about.", guiding_questions_en="Who?\n\nAt what cost?"
    )
    session.outcomes.add(make_outcome(number=2, wording_en="Options for regularization"))
    make_assignment(session=session, role="rapporteur")

    text = page(client, f"/agenda/{session.pk}/")

    assert "What it is about." in text
    assert "<li>Who?</li><li>At what cost?</li>" in text
    assert "Options for regularization" in text
    assert "Rapporteur" in text
    assert "Tuesday 4 October" in text


def test_a_session_in_full_says_whom_it_is_open_to_and_which_objectives_it_serves(client):
    session = make_session(audience="governments", spans_rooms=True)
    session.objectives.add(make_objective(number=3, wording_en="To exchange good practices"))

    text = page(client, f"/agenda/{session.pk}/")

    assert "<dt>Open to</dt><dd>Governments only</dd>" in text
    assert "<dd>All rooms, " in text
    assert "<strong>Objective 3</strong> To exchange good practices" in text


def test_a_session_leads_to_its_neighbours_and_to_what_is_on_at_the_same_time(client):
    before = make_session(starts_at=moment(4, "08:00"), ends_at=moment(4, "09:00"))
    session = make_session(room=make_room(position=1))
    beside = make_session(room=make_room(position=2))
    after = make_session(starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00"))

    make_release()
    context = client.get(f"/agenda/{session.pk}/").context

    assert (context["previous"]["pk"], context["following"]["pk"]) == (before.pk, beside.pk)
    assert [other["pk"] for other in context["parallel"]] == [beside.pk]
    assert client.get(f"/agenda/{before.pk}/").context["previous"] is None
    assert client.get(f"/agenda/{after.pk}/").context["following"] is None


def test_a_session_that_is_not_there_is_not_found(client):
    assert client.get("/agenda/1/").status_code == 404


def test_only_those_who_record_a_session_are_led_to_where_it_is_recorded(client):
    session, other = make_session(), make_session()
    desk = reverse("outcomes:session_record", args=[session.pk])
    address = f"/agenda/{session.pk}/"

    assert desk not in page(client, address)
    client.force_login(make_rapporteur(session=other))
    assert desk not in page(client, address)
    client.force_login(make_rapporteur(session=session))
    assert desk in page(client, address)


def test_only_organisers_are_led_to_where_a_session_is_changed(client):
    session = make_session()
    desk = reverse("admin:agenda_session_change", args=[session.pk])

    client.force_login(make_rapporteur(session=session))
    assert desk not in page(client, f"/agenda/{session.pk}/")
    client.force_login(make_organiser())
    assert desk in page(client, f"/agenda/{session.pk}/")


def test_a_person_who_may_not_be_listed_is_not_named_on_the_session(client):
    person = make_participant(status=Status.CONFIRMED, family_name="Unlisted", is_listed=False)
    given = make_assignment(participant=person)

    text = page(client, f"/agenda/{given.session.pk}/")

    assert "Unlisted" not in text
    assert person.delegation.name in text


@pytest.mark.parametrize("people", [1, 30])
def test_a_session_takes_as_many_queries_for_thirty_people_as_for_one(
    client, people, django_assert_num_queries
):
    session = make_full_session()
    for _ in range(people):
        make_assignment(session=session)
        make_session(starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00"))

    make_release()

    with django_assert_num_queries(7):
        client.get(f"/agenda/{session.pk}/")


# -- Other ways to read it ----------------------------------------------------------------------


def test_the_agenda_by_outcome_shows_what_serves_each_and_what_nothing_serves(client):
    served, _unserved = make_outcome(number=1), make_outcome(number=2)
    session = make_session(title_en="Labour migration")
    session.outcomes.add(served)

    text = page(client, "/agenda/outcomes/")

    assert text.index("Outcome 1") < text.index("Labour migration") < text.index("Outcome 2")
    assert text.count("No session serves it.") == 1


def test_the_screen_of_the_hall_shows_each_room_and_what_follows(client, monkeypatch):
    make_session(title_en="Drafting A", room=make_room(name_en="Izalco"))
    make_session(title_en="Drafting B", room=make_room(name_en="Cuscatlán"))
    make_session(title_en="Closing", starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))
    monkeypatch.setattr(reading.timezone, "localtime", lambda *_: moment(4, "09:30"))

    text = page(client, "/agenda/screen/")

    for words in ("Drafting A", "Izalco", "Drafting B", "Cuscatlán", "until 10:00", "Closing"):
        assert words in text
    assert "<time>09:30</time>" in text
    assert "Wednesday 5 October" in text


def test_ones_own_agenda_has_ones_roles_and_the_sessions_one_chose(client):
    user = make_rapporteur(make_session(title_en="Recorded"))
    chosen = make_session(
        title_en="Chosen", starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00")
    )
    make_session(title_en="Elsewhere", starts_at=moment(5, "11:00"), ends_at=moment(5, "12:00"))
    ChosenSession.objects.create(user=user, session=chosen)
    client.force_login(user)

    text = page(client, "/me/agenda/")

    assert "Recorded" in text
    assert "<strong>Rapporteur</strong>" in text
    assert "Chosen" in text
    assert "Elsewhere" not in text
