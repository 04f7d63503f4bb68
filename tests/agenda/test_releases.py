"""Giving the agenda out: previewed, done once, and told to those whom it concerns."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from agenda.models import AgendaRelease, ChosenSession, Session
from agenda.releases import preview_release, release_agenda
from gfmd_meeting.models import OutgoingMail
from registrations.models import Participant, Status
from tests.factories import (
    make_assignment,
    make_meeting,
    make_organiser,
    make_participant,
    make_release,
    make_session,
    make_user,
    moment,
)

DESK = "/admin/agenda/agendarelease/release/"


def confirmed(**fields):
    return make_participant(status=Status.CONFIRMED, **fields)


def page(response):
    return " ".join(response.content.decode().split())


def move(session):
    Session.objects.filter(pk=session.pk).update(ends_at=moment(4, "11:00"))


@pytest.mark.django_db
def test_moving_one_session_writes_to_those_of_that_session_and_to_nobody_else(meeting):
    moved = make_session(title_en="Drafting")
    chair = confirmed(email="chair@example.org", language="es")
    make_assignment(session=moved, participant=chair, role="chair")
    chose = make_user(email="chose@example.org")
    confirmed(email="chose@example.org", user=chose)
    ChosenSession.objects.create(user=chose, session=moved)
    elsewhere = make_session(starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))
    make_assignment(session=elsewhere, participant=confirmed(email="elsewhere@example.org"))
    confirmed(email="nobody@example.org")
    release_agenda()
    assert not OutgoingMail.objects.exists()
    move(moved)

    release = release_agenda()

    assert [change["kind"] for change in release.changes] == ["moved"]
    mail = {one.to: one for one in OutgoingMail.objects.all()}
    assert set(mail) == {"chair@example.org", "chose@example.org"}
    assert "“Drafting” moves from 09:00–10:00 to 09:00–11:00" in mail["chose@example.org"].body
    assert mail["chair@example.org"].language == "es"
    assert "moves from" not in mail["chair@example.org"].body


@pytest.mark.django_db
def test_a_person_is_told_what_concerns_them_and_not_the_rest(meeting):
    one, other = make_session(title_en="One"), make_session(title_en="Other")
    ana = confirmed(email="ana@example.org")
    make_assignment(session=one, participant=ana)
    release_agenda()
    move(one)
    move(other)
    make_assignment(session=one, participant=confirmed(email="new@example.org"))

    release_agenda()

    told = OutgoingMail.objects.get(to="ana@example.org").body
    assert "“One” moves" in told
    assert "Other" not in told
    assert "has a part in it now" not in told
    assert "has a part in it now" in OutgoingMail.objects.get(to="new@example.org").body


@pytest.mark.django_db
def test_who_chose_a_session_is_written_to_though_they_are_no_participant(meeting):
    chosen, other = make_session(title_en="Drafting"), make_session(title_en="Other")
    focal_point = make_user(email="focal@example.org", language="en", full_name="Ana Focal")
    gone = make_user(email="gone@example.org", is_active=False)
    for user in (focal_point, gone):
        ChosenSession.objects.create(user=user, session=chosen)
    release_agenda()
    move(chosen)
    move(other)

    release_agenda()

    mail = OutgoingMail.objects.get()
    assert mail.to == "focal@example.org"
    assert "Dear Ana Focal" in mail.body
    assert "“Drafting” moves" in mail.body
    assert "Other" not in mail.body


@pytest.mark.django_db
def test_a_session_that_goes_is_told_to_who_chose_it(meeting):
    session = make_session(title_en="Drafting")
    ChosenSession.objects.create(user=make_user(email="chose@example.org"), session=session)
    release_agenda()
    session.delete()

    release_agenda()

    assert "Cancelled: “Drafting”" in OutgoingMail.objects.get(to="chose@example.org").body


@pytest.mark.django_db
def test_who_withdrew_is_not_written_to(meeting):
    session = make_session()
    gone = make_assignment(session=session)
    release_agenda()
    Participant.objects.filter(pk=gone.participant_id).update(status=Status.WITHDRAWN)
    move(session)

    release_agenda()

    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_the_desk_previews_the_sheet_in_three_languages_and_whom_it_writes_to(client, meeting):
    session = make_session(title_en="Drafting", title_es="Redacción", title_fr="Rédaction")
    make_assignment(session=session, participant=confirmed(email="chair@example.org"))
    make_release()
    move(session)
    client.force_login(make_organiser())

    shown = client.get(DESK)
    text = page(shown)
    for words in (
        "Rev. 1",
        "“Drafting” moves",
        "«Redacción» pasa",
        "Rédaction",
        "chair@example.org",
    ):
        assert words in text
    assert AgendaRelease.objects.count() == 1
    done = client.post(DESK, {"fingerprint": shown.context["preview"].fingerprint}, follow=True)

    assert "Released: Rev. 1." in page(done)
    assert AgendaRelease.objects.first().released_by.is_staff
    assert "Nothing has changed since Rev. 1." in page(client.get(DESK))


@pytest.mark.django_db
def test_what_was_previewed_is_what_is_released(client, meeting):
    session = make_session()
    client.force_login(make_organiser())
    fingerprint = client.get(DESK).context["preview"].fingerprint
    move(session)

    text = page(client.post(DESK, {"fingerprint": fingerprint}, follow=True))

    assert "The draft has changed since you looked at it." in text
    assert not AgendaRelease.objects.exists()


@pytest.mark.django_db
def test_the_first_release_writes_to_nobody(meeting):
    make_assignment()

    assert preview_release().number == 0
    release_agenda()

    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_organisers_who_release_at_once_make_one_release():
    make_meeting()
    make_session()

    def release(_number):
        try:
            release_agenda(sends_mail=False)
            return "released"
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as threads:
        told = list(threads.map(release, range(8)))

    assert AgendaRelease.objects.count() == 1
    assert told.count("released") == 1
    assert told.count("Nothing has changed since First release.") == 7


@pytest.mark.django_db
def test_older_releases_stay_readable_as_they_were(client, meeting):
    session = make_session(title_en="Drafting")
    make_release()
    Session.objects.filter(pk=session.pk).update(title_en="Writing")
    make_release()

    first, listed = page(client.get("/agenda/releases/0/")), page(client.get("/agenda/releases/"))

    assert "Drafting" in first
    assert "Writing" not in first
    assert "This is not the agenda that holds." in first
    assert "“Drafting” is now called “Writing”." in listed
    assert client.get("/agenda/releases/7/").status_code == 404


@pytest.mark.django_db
def test_an_older_release_says_all_that_it_said(client, meeting):
    session = make_session(
        title_en="Drafting",
        audience="governments",
        interpretation="en fr",
        description_en="What it is about.",
        guiding_questions_en="Who?",
        spans_rooms=True,
    )
    chair = confirmed(given_name="Ana", family_name="Lima")
    make_assignment(session=session, participant=chair, role="chair")
    make_release()
    session.assignments.all().delete()
    Session.objects.filter(pk=session.pk).update(audience="all", description_en="")
    make_release()

    first = page(client.get("/agenda/releases/0/"))

    for said in ("Governments only", "English, French", "Chair:", "Ana Lima", "All rooms"):
        assert said in first
    assert "<p>What it is about.</p>" in first
    assert "<li>Who?</li>" in first


@pytest.mark.django_db
def test_a_sheet_does_not_name_who_withdrew_their_consent(client, meeting):
    session = make_session()
    make_release()
    person = confirmed(family_name="Unlisted")
    make_assignment(session=session, participant=person)
    make_release()
    assert "Unlisted" in page(client.get("/agenda/releases/"))

    Participant.objects.filter(pk=person.pk).update(is_listed=False)

    for path in ("/agenda/releases/", "/agenda/releases/1/"):
        assert "Unlisted" not in page(client.get(path))


@pytest.mark.django_db
def test_the_list_of_releases_asks_the_same_of_the_database_for_more(
    client, meeting, django_assert_num_queries
):
    session = make_session()
    for _ in range(2):
        make_assignment(session=session)
        make_release()
    client.get("/agenda/releases/")
    with django_assert_num_queries(3):
        client.get("/agenda/releases/")
    for _ in range(5):
        make_assignment(session=session)
        make_release()

    with django_assert_num_queries(3):
        client.get("/agenda/releases/")
