"""The agenda in calendars: after RFC 5545, and followed by a client from release to release."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from agenda.models import CalendarFeed, ChosenSession, Session
from registrations.models import Participant, Status
from tests.factories import (
    make_assignment,
    make_meeting,
    make_participant,
    make_release,
    make_room,
    make_session,
    make_user,
    moment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meeting")]

WICKED = "A;B,C\\D\nBEGIN:VEVENT\r\nSUMMARY:Injected"


def read(client, path="/agenda.ics", **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def events_of(text):
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(text).events}


class Client:
    """A calendar client as RFC 5546 has it: what has the higher SEQUENCE takes the place."""

    def __init__(self):
        self.events = {}

    def read(self, text):
        for uid, event in events_of(text).items():
            before = self.events.get(uid)
            if before is None or event["SEQUENCE"] >= before["SEQUENCE"]:
                self.events[uid] = event

    @property
    def shown(self):
        return {
            str(event["SUMMARY"]): event["DTSTART"].dt
            for event in self.events.values()
            if event["STATUS"] != "CANCELLED"
        }


def test_a_client_updates_cancels_and_adds_from_one_release_to_the_next(client):
    stays = make_session(title_en="Opening")
    moves = make_session(title_en="Drafting", room=make_room())
    goes = make_session(title_en="Reception", room=make_room())
    make_release()
    reader = Client()
    reader.read(read(client))
    assert set(reader.shown) == {"Opening", "Drafting", "Reception"}
    first = dict(reader.events)

    Session.objects.filter(pk=moves.pk).update(
        starts_at=moment(4, "11:00"), ends_at=moment(4, "12:00")
    )
    goes.delete()
    make_session(title_en="Closing", starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))
    make_release()
    reader.read(read(client))

    assert reader.shown == {
        "Opening": moment(4, "09:00"),
        "Drafting": moment(4, "11:00"),
        "Closing": moment(5, "09:00"),
    }
    uid = f"{stays.uid}@localhost"
    assert reader.events[uid].to_ical() == first[uid].to_ical()
    sequences = {str(one["SUMMARY"]): one["SEQUENCE"] for one in reader.events.values()}
    assert sequences == {"Opening": 0, "Drafting": 1, "Reception": 1, "Closing": 0}


def test_the_sequence_rises_once_for_each_release_that_changed_a_session(client):
    session = make_session(title_en="One")
    make_release()
    for title in ("Two", "Three"):
        Session.objects.filter(pk=session.pk).update(
            title_en=title, ends_at=session.ends_at + timedelta(minutes=len(title))
        )
        make_release()

    (event,) = events_of(read(client)).values()

    assert event["SEQUENCE"] == 2
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt


@pytest.mark.parametrize("title", ["Déjeuner " * 12 + "🌍" * 9, WICKED])
def test_three_parsers_read_the_same_and_nothing_is_injected(client, title):
    session = make_session(title_en=title[:200], description_en="One.\n\nTwo; three, four\\five.")
    make_assignment(session=session, role="chair")
    make_release()
    text = read(client)

    summary = " ".join(title[:200].replace("\r\n", "\n").split("\n"))

    def words(value):
        return " ".join(str(value).split())

    (one,) = icalendar.Calendar.from_ical(text).events
    (other,) = IcsCalendarStream.calendar_from_ics(text).events
    third = vobject.readOne(text).vevent
    assert text.count("BEGIN:VEVENT\r\n") == 1
    assert words(one["SUMMARY"]) == words(other.summary) == words(third.summary.value)
    assert words(one["SUMMARY"]) == words(summary)
    assert one["DTSTART"].dt == other.dtstart == moment(4, "09:00")
    assert third.dtstart.value.astimezone(UTC) == moment(4, "09:00").astimezone(UTC)
    assert words(other.description).startswith("One. Two; three, four\\five.")


def test_lines_end_and_fold_by_bytes_as_the_standard_says(client):
    make_session(title_en="Ñandú " * 30, description_en="🌍 " * 120)
    make_release()
    raw = client.get("/agenda.ics").content

    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@pytest.mark.parametrize(
    "zone", ["America/El_Salvador", "Europe/Paris", "America/New_York", "Africa/Casablanca"]
)
def test_the_zone_tells_of_each_change_of_clocks_about_the_meeting(client, zone):
    make_meeting(time_zone=zone)
    make_session()
    make_release()

    calendar = icalendar.Calendar.from_ical(read(client))
    (component,) = calendar.walk("VTIMEZONE")
    observances = sorted(
        (
            one["DTSTART"].dt.replace(tzinfo=UTC) - one["TZOFFSETFROM"].td,
            one["TZOFFSETTO"].td,
        )
        for one in component.subcomponents
    )

    here = ZoneInfo(zone)
    at = datetime(2011, 5, 1, tzinfo=UTC)
    while at < datetime(2012, 3, 1, tzinfo=UTC):
        told = [offset for begins, offset in observances if begins <= at][-1]
        assert told == at.astimezone(here).utcoffset(), at
        at += timedelta(hours=1)


def test_a_calendar_is_in_the_language_that_its_address_asks_for(client):
    make_session(title_en="Lunch", title_es="Almuerzo", title_fr="Déjeuner")
    make_release()

    assert "SUMMARY:Almuerzo" in read(client, "/agenda.ics?lang=es")
    assert "SUMMARY:Déjeuner" in read(client, **{"accept-language": "fr"})
    assert "SUMMARY:Lunch" in read(client, "/agenda.ics?lang=xx")


def test_the_same_release_gives_the_same_bytes_and_who_has_them_is_told_so(client):
    make_session()
    make_release()
    first = client.get("/agenda.ics")

    assert client.get("/agenda.ics").content == first.content
    again = client.get("/agenda.ics", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert "s-maxage" in first["Cache-Control"]
    assert first["Content-Type"] == "text/calendar; charset=utf-8"


def test_before_a_release_the_calendar_is_empty_and_right(client):
    make_session()

    calendar = icalendar.Calendar.from_ical(read(client))

    assert calendar.events == []
    # The standard wants at least one component in a calendar.
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


def test_a_calendar_is_a_state_and_no_message_that_would_want_an_organizer(client):
    make_session()
    make_release()
    text = read(client)

    assert "METHOD" not in text
    assert "ORGANIZER" not in text
    for wanted in ("UID", "DTSTAMP", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "DTEND", "STATUS"):
        assert text.count(f"\r\n{wanted}") >= 1


def test_who_may_not_be_named_is_not_named_in_a_calendar(client):
    person = make_participant(status=Status.CONFIRMED, family_name="Unlisted")
    make_assignment(participant=person)
    make_release()
    assert "Unlisted" in read(client)

    Participant.objects.filter(pk=person.pk).update(is_listed=False)

    assert "Unlisted" not in read(client)


def test_ones_own_calendar_has_ones_parts_and_choices_and_follows_them(client):
    user = make_user()
    person = make_participant(user=user, status=Status.CONFIRMED)
    part = make_session(title_en="With a part")
    held = make_assignment(session=part, participant=person)
    chosen = make_session(
        title_en="Chosen", starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00")
    )
    make_session(title_en="Elsewhere", room=make_room())
    ChosenSession.objects.create(user=user, session=chosen)
    make_release()
    feed = CalendarFeed.objects.create(user=user)
    reader = Client()
    reader.read(read(client, f"/calendar/{feed.secret}.ics"))
    assert set(reader.shown) == {"With a part", "Chosen"}

    held.delete()
    make_release()
    reader.read(read(client, f"/calendar/{feed.secret}.ics"))

    assert set(reader.shown) == {"Chosen"}


def test_a_session_that_one_chose_is_cancelled_in_ones_calendar_when_it_goes(client):
    user = make_user()
    session = make_session(title_en="Reception")
    ChosenSession.objects.create(user=user, session=session)
    make_release()
    feed = CalendarFeed.objects.create(user=user)
    reader = Client()
    reader.read(read(client, f"/calendar/{feed.secret}.ics"))
    assert set(reader.shown) == {"Reception"}

    session.delete()
    make_release()
    reader.read(read(client, f"/calendar/{feed.secret}.ics"))

    assert reader.shown == {}
    (event,) = reader.events.values()
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


def test_a_renewed_calendar_is_dead_at_its_old_address(client):
    user = make_user()
    client.force_login(user)
    client.get("/me/calendar/")
    old = CalendarFeed.objects.get().secret

    client.post("/me/calendar/")

    new = CalendarFeed.objects.get().secret
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    answer = client.get(f"/calendar/{new}.ics")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    user.is_active = False
    user.save()
    assert client.get(f"/calendar/{new}.ics").status_code == 404


def test_a_session_is_chosen_and_taken_out_again(client):
    session = make_session()
    make_release()
    user = make_user()
    client.force_login(user)
    path = f"/agenda/{session.pk}/choose/"

    client.post(path)
    client.post(path)
    assert ChosenSession.objects.get().user == user
    assert "Take out of my agenda" in client.get(f"/agenda/{session.pk}/").content.decode()
    client.post(path, {"take_out": "yes"})
    assert not ChosenSession.objects.exists()
    assert client.post("/agenda/999999/choose/").status_code == 404


def test_a_calendar_asks_the_same_of_the_database_for_more_sessions(
    client, django_assert_num_queries
):
    make_assignment()
    make_release()
    with django_assert_num_queries(3):
        client.get("/agenda.ics")
    for _ in range(30):
        make_assignment()
    make_release()

    with django_assert_num_queries(3):
        client.get("/agenda.ics")
