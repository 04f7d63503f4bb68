"""The demo's two days."""

import tomllib
from datetime import date

import pytest

import agenda.demo
import registrations.demo
from agenda.models import AgendaRelease, Assignment, Document, Room, Session
from agenda.views import reading
from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import Meeting
from tests.factories import make_meeting, make_user, moment

ACCOUNTS = ("organiser", "rapporteur", "focalpoint", "delegate")


@pytest.fixture
def accounts(db):
    load_meeting_file("san_salvador_2011")
    made = {name: make_user(email=f"{name}@example.org") for name in ACCOUNTS}
    registrations.demo.load(made)
    return made


def test_the_demo_lays_out_every_session_and_role_that_its_file_names(accounts):
    rows = tomllib.loads(agenda.demo.DATA.read_text(encoding="utf-8"))["sessions"]

    said = agenda.demo.load(accounts)

    assert said == "22 sessions in 6 rooms"
    assert Session.objects.count() == len(rows) == 22
    assert Assignment.objects.count() == sum(len(row.get("roles", [])) for row in rows)
    for session in Session.objects.all():
        for text in ("title", "description"):
            assert all(getattr(session, f"{text}_{code}") for code in ("en", "es", "fr"))
        if session.is_working:
            assert all(getattr(session, f"guiding_questions_{code}") for code in ("en", "es", "fr"))
            assert session.outcomes.exists()
            assert session.assignments.rapporteurs().count() == 1


def test_the_rapporteur_of_the_demo_records_two_sessions_and_brings_all_together(accounts):
    agenda.demo.load(accounts)

    recorded = Session.objects.recorded_by(accounts["rapporteur"])

    assert [session.title_en for session in recorded if session.is_working] == [
        "Session 1. Alternative legal migration options",
        "Session 3. Partnerships for the protection of unaccompanied minors",
    ]
    assert [session.kind for session in recorded if not session.is_working] == ["rapporteurs"]


def test_those_who_have_a_role_have_arrived_and_have_not_left(accounts):
    agenda.demo.load(accounts)

    for held in Assignment.objects.select_related("session", "participant"):
        person = held.participant
        assert person.arrives_at <= held.session.starts_at, held
        assert person.departs_at >= held.session.ends_at, held


def test_the_demo_adds_nothing_where_there_is_something(accounts):
    agenda.demo.load(accounts)

    assert agenda.demo.load(accounts) is None
    assert (Session.objects.count(), Room.objects.count()) == (22, 6)


def test_a_meeting_of_one_day_that_invites_nobody_of_the_demo_loads_what_it_has(db):
    make_meeting(starts_on=date(2012, 3, 1), ends_on=date(2012, 3, 1), time_zone="Africa/Nairobi")

    agenda.demo.load({"organiser": make_user()})

    zone = Meeting.objects.get().zone
    days = {session.starts_at.astimezone(zone).date() for session in Session.objects.all()}
    assert days == {date(2012, 3, 1)}
    assert not Assignment.objects.exists()


def test_the_demo_has_a_revision_to_read_and_a_paper_in_each_language(accounts):
    agenda.demo.load(accounts)

    assert [release.number for release in AgendaRelease.objects.all()] == [1, 0]
    assert [change["kind"] for change in AgendaRelease.objects.first().changes] == ["moved"]
    assert Document.objects.get().versions.count() == 3


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_agenda_of_two_full_days_is_at_most_14_kb_before_it_is_compressed(
    accounts, client, monkeypatch, language
):
    agenda.demo.load(accounts)
    now = reading.timezone.localtime
    for busiest in (moment(4, "15:35"), moment(4, "16:00"), moment(5, "13:00")):
        monkeypatch.setattr(
            reading.timezone,
            "localtime",
            lambda value=None, *zone, at=busiest: now(value, *zone) if value else at,
        )

        page = client.get("/agenda/", headers={"accept-language": language})

        assert page["Content-Language"] == language
        assert page.content.count(b'class="mark') >= 3
        assert len(page.content) <= 14_000
