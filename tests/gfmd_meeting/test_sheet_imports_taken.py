"""How the rows of a confirmed sheet are taken, whatever happens to the worker."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from gfmd_meeting.models import SheetImport
from gfmd_meeting.models.sheet_import import Stage
from gfmd_meeting.spreadsheets import imports, work
from gfmd_meeting.spreadsheets.giving_back import write_refused
from gfmd_meeting.tasks import sweep_imports, work_on_import
from registrations import resources
from registrations.models import Delegation, Participant
from tests.factories import make_delegation, make_organiser
from tests.gfmd_meeting.test_sheet_imports import hand_in, people
from tests.sheets import text_of, upload, verdicts_of

pytestmark = pytest.mark.django_db


HEADINGS = ["Delegation", "First name", "Family name", "Position", "E-mail"]


PATH = "/admin/registrations/participant/import/"


@pytest.fixture
def organiser(client, meeting):
    make_delegation(name_en="Norway")
    organiser = make_organiser()
    client.force_login(organiser)
    return organiser


def hand_in_confirmed(organiser, count):
    """A sheet with its preview, whose rows wait for a worker to take them."""
    sheet = hand_in(organiser, *people(count))
    work.work_on(sheet.pk)
    SheetImport.objects.filter(pk=sheet.pk).update(
        stage=Stage.IMPORTING,
        confirmed_by=organiser,
        confirmed_at=timezone.now(),
        done=0,
        attempts=0,
    )
    return fetch(sheet)


def fetch(sheet):
    return SheetImport.objects.get(pk=sheet.pk)


def let_go(sheet):
    """As time does after a worker has died: its claim runs out."""
    past = timezone.now() - timedelta(seconds=1)
    SheetImport.objects.filter(pk=sheet.pk).update(claimed_until=past)


class Killed(BaseException):
    """What no worker can catch."""


@pytest.fixture
def killed_at(monkeypatch):
    """Have the worker killed when it comes to a person, once."""

    def kill(name):
        real = resources.register_participant

        def register(**details):
            if details["given_name"] == name:
                monkeypatch.setattr(resources, "register_participant", real)
                raise Killed
            return real(**details)

        monkeypatch.setattr(resources, "register_participant", register)

    return kill


def test_a_confirmation_takes_the_rows_once_however_often_it_is_asked(client, organiser):
    shown = upload(client, PATH, text_of(HEADINGS, *people(3)))
    base = shown.redirect_chain[-1][0]

    for _ in range(2):
        done = client.post(f"{base}confirm/", follow=True)

    assert "3 rows were taken." in done.content.decode()
    assert Participant.objects.count() == 3
    assert SheetImport.objects.get().confirmed_by == organiser
    assert LogEntry.objects.filter(user=organiser).count() == 3


def test_many_rows_are_taken_by_one_task(organiser):
    sheet = hand_in_confirmed(organiser, 230)

    work_on_import(sheet.pk)

    sheet = fetch(sheet)
    assert (sheet.stage, sheet.done, sheet.new, sheet.progress) == (Stage.DONE, 230, 230, 100)
    assert Participant.objects.count() == 230
    assert [verdict.number for verdict in verdicts_of(sheet)] == list(range(2, 232))


def test_a_row_that_is_refused_by_now_is_told_and_the_others_are_taken(organiser):
    make_delegation(name_en="Sweden")
    sheet = hand_in(organiser, *people(2), ["Sweden", "Per", "Lie", "Adviser", "per@example.org"])
    Delegation.objects.filter(name_en="Norway").update(name_en="Elsewhere")

    imports.confirm(sheet, by=organiser)

    sheet = fetch(sheet)
    assert (sheet.stage, sheet.new, sheet.refused) == (Stage.DONE, 1, 2)
    with write_refused(sheet) as file:
        assert b"There is no delegation" in file.read()


def test_a_row_that_the_preview_refused_is_not_taken_though_it_might_be_by_now(organiser):
    sheet = hand_in(organiser, *people(1), ["Sweden", "Per", "Lie", "Adviser", "per@example.org"])
    make_delegation(name_en="Sweden")

    imports.confirm(sheet, by=organiser)

    assert [one.email for one in Participant.objects.all()] == ["p0@example.org"]


def test_a_worker_that_is_killed_leaves_whole_batches_and_the_next_goes_on_behind_them(
    organiser, killed_at
):
    sheet = hand_in_confirmed(organiser, 120)
    killed_at("P70")
    with pytest.raises(Killed):
        work.work_on(sheet.pk)

    assert (fetch(sheet).done, Participant.objects.count()) == (50, 50)
    let_go(sheet)
    work.work_on(sheet.pk)

    sheet = fetch(sheet)
    assert (sheet.stage, sheet.done, sheet.new) == (Stage.DONE, 120, 120)
    assert Participant.objects.count() == 120
    assert [verdict.number for verdict in verdicts_of(sheet)] == list(range(2, 122))


def test_a_preview_whose_worker_was_killed_begins_anew(organiser, killed_at):
    sheet = hand_in(organiser, *people(201))
    killed_at("P70")
    with pytest.raises(Killed):
        work.work_on(sheet.pk)
    let_go(sheet)

    work.work_on(sheet.pk)

    sheet = fetch(sheet)
    assert (sheet.stage, sheet.new) == (Stage.PREVIEWED, 201)
    assert [verdict.number for verdict in verdicts_of(sheet)] == list(range(2, 203))


def test_an_import_in_the_hands_of_a_worker_is_left_to_it(organiser):
    sheet = hand_in_confirmed(organiser, 3)
    until = timezone.now() + timedelta(minutes=1)
    SheetImport.objects.filter(pk=sheet.pk).update(claimed_until=until)

    work.work_on(sheet.pk)

    assert not Participant.objects.exists()
    assert work.hand_on_stale_imports() == []


def test_an_import_that_is_cancelled_meanwhile_keeps_whole_batches_and_no_more(
    organiser, monkeypatch
):
    sheet = hand_in_confirmed(organiser, 120)
    real = resources.register_participant

    def register(**details):
        if details["given_name"] == "P70":
            SheetImport.objects.filter(pk=sheet.pk).update(claimed_until=None)
        return real(**details)

    monkeypatch.setattr(resources, "register_participant", register)
    work.work_on(sheet.pk)

    assert Participant.objects.count() == 50


def test_one_that_stopped_three_times_is_given_up_and_goes_on_when_it_is_started_again(
    organiser, killed_at
):
    sheet = hand_in_confirmed(organiser, 60)
    for _ in range(3):
        killed_at("P55")
        with pytest.raises(Killed):
            work.work_on(sheet.pk)
        let_go(sheet)

    assert work.hand_on_stale_imports() == []
    assert "stopped three times" in fetch(sheet).fault
    imports.retry(fetch(sheet))
    work.work_on(sheet.pk)

    assert (fetch(sheet).stage, Participant.objects.count()) == (Stage.DONE, 60)


def test_the_sweeper_hands_on_what_a_dead_worker_left(organiser):
    sheet = hand_in(organiser, *people(201))

    sweep_imports()

    assert fetch(sheet).stage == Stage.PREVIEWED


def test_a_fault_that_was_not_foreseen_is_told_and_logged(organiser, monkeypatch, caplog):
    def fail(**_details):
        raise KeyError("secret")

    monkeypatch.setattr(resources, "register_participant", fail)
    sheet = hand_in(organiser, *people(1))

    (verdict,) = verdicts_of(sheet)
    assert "could not be understood" in verdict.of_row[0]
    assert "secret" not in verdict.of_row[0]
    assert "was not understood" in caplog.text
