"""Handing in a sheet, its preview, its pages, and thinking better of it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from gfmd_meeting.models import SheetImport
from gfmd_meeting.models.sheet_import import Stage
from gfmd_meeting.spreadsheets import imports, work
from gfmd_meeting.tasks import work_on_import
from registrations.models import Participant, Status
from registrations.resources import DelegationResource, ParticipantResource
from tests.factories import make_delegation, make_organiser, make_user
from tests.sheets import text_of, upload, workbook_of

pytestmark = pytest.mark.django_db

HEADINGS = ["Delegation", "First name", "Family name", "Position", "E-mail"]
PATH = "/admin/registrations/participant/import/"


def people(count, start=0):
    return [
        ["Norway", f"P{number}", "Lie", "Adviser", f"p{number}@example.org"]
        for number in range(start, start + count)
    ]


@pytest.fixture
def organiser(client, meeting):
    make_delegation(name_en="Norway")
    organiser = make_organiser()
    client.force_login(organiser)
    return organiser


def hand_in(organiser, *rows, headings=HEADINGS):
    return imports.hand_in(
        file=text_of(headings, *rows), resource=ParticipantResource, by=organiser
    )


def fetch(sheet):
    return SheetImport.objects.get(pk=sheet.pk)


# -- Handing in ---------------------------------------------------------------------------------


def test_a_small_sheet_is_tried_at_once_and_a_large_one_waits_for_a_worker(organiser):
    small, large = hand_in(organiser, *people(3)), hand_in(organiser, *people(201))

    assert (small.stage, small.new) == (Stage.PREVIEWED, 3)
    assert (large.stage, large.rows, large.done, large.claimed_until) == (
        Stage.READING,
        201,
        0,
        None,
    )
    work_on_import(large.pk)
    large = fetch(large)
    assert (large.stage, large.new, large.done) == (Stage.PREVIEWED, 201, 201)
    assert not Participant.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_a_large_sheet_is_tried_while_its_page_answers(client, meeting):
    make_delegation(name_en="Norway")
    client.force_login(make_organiser())

    shown = upload(client, PATH, text_of(HEADINGS, *people(210)))

    assert shown.status_code == 200
    deadline = timezone.now() + timedelta(seconds=60)
    while SheetImport.objects.get().stage == Stage.READING and timezone.now() < deadline:
        client.get(shown.redirect_chain[-1][0] + "status/")
    assert SheetImport.objects.get().new == 210


def test_a_file_that_is_no_sheet_is_refused_beside_its_field_and_kept_nowhere(client, organiser):
    shown = upload(client, PATH, ContentFile(b"%PDF-1.7 ...", name="people.csv"))

    assert "This is a PDF." in shown.content.decode()
    assert not SheetImport.objects.exists()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["Delegation", "E-mail"], ["Norway", "a@b.org"]], "no column “First name”"),
        ([HEADINGS], "There are headings and no rows below them."),
        ([["x"], ["y"]], "None of the first rows holds the headings"),
    ],
)
def test_a_sheet_that_cannot_be_used_says_why_on_its_page(client, organiser, rows, sentence):
    shown = upload(client, PATH, workbook_of(*rows))

    assert "This file cannot be used." in shown.content.decode()
    assert sentence in shown.content.decode()
    assert SheetImport.objects.get().stage == Stage.REFUSED


def test_a_list_that_is_too_long_is_refused_in_words(organiser, monkeypatch):
    monkeypatch.setattr(ParticipantResource, "most_rows", 2)

    sheet = hand_in(organiser, *people(3))

    assert "may have 2 rows, and this one has 3" in sheet.fault


def test_what_was_found_is_said_in_the_language_of_who_handed_the_sheet_in(organiser):
    with translation.override("es"):
        sheet = hand_in(organiser, *people(201))
    work.work_on(sheet.pk)

    assert fetch(sheet).language == "es"


# -- Thinking better of it ----------------------------------------------------------------------


def test_a_preview_that_is_cancelled_takes_nothing(client, organiser):
    shown = upload(client, PATH, text_of(HEADINGS, *people(3)))
    base = shown.redirect_chain[-1][0]

    client.post(f"{base}cancel/")
    after = client.post(f"{base}confirm/", follow=True).content.decode()

    assert "This preview does not stand any more." in after
    assert "Nothing was stored." in after
    assert not Participant.objects.exists()


def test_an_import_that_has_ended_is_neither_cancelled_nor_started_again(organiser):
    sheet = hand_in(organiser, *people(1))
    imports.confirm(sheet, by=organiser)

    with pytest.raises(ValidationError, match="has ended already"):
        imports.cancel(sheet)
    with pytest.raises(ValidationError, match="no need to start it again"):
        imports.retry(sheet)


def test_the_files_of_old_imports_are_dropped_and_their_figures_stay(client, organiser):
    sheet = hand_in(organiser, *people(1))
    imports.confirm(sheet, by=organiser)
    paths = [Path(fetch(sheet).file.path), Path(fetch(sheet).outcome.path)]
    assert imports.forget_old_sheets() == 0

    assert imports.forget_old_sheets(timezone.now() + timedelta(days=15)) == 1

    assert not any(path.exists() for path in paths)
    assert fetch(sheet).new == 1
    assert client.get(f"{PATH}{sheet.pk}/").status_code == 200
    assert client.get(f"{PATH}{sheet.pk}/refused/").status_code == 302


# -- Pages --------------------------------------------------------------------------------------


def test_the_page_shows_how_far_the_work_is_and_turns_into_the_preview(client, organiser):
    sheet = hand_in(organiser, *people(201))
    SheetImport.objects.filter(pk=sheet.pk).update(done=50)
    page = client.get(f"{PATH}{sheet.pk}/").content.decode()
    status = client.get(f"{PATH}{sheet.pk}/status/")

    assert "50 of 201 rows" in page
    assert "50 of 201 rows" in status.content.decode()
    seen = status.context["state"]
    assert client.get(f"{PATH}{sheet.pk}/status/", {"seen": seen}).status_code == 204
    work.work_on(sheet.pk)
    assert client.get(f"{PATH}{sheet.pk}/status/")["HX-Refresh"] == "true"
    assert "Take 201 rows" in client.get(f"{PATH}{sheet.pk}/").content.decode()


def test_rows_are_shown_a_hundred_at_a_time_and_by_their_verdict(client, organiser):
    wrong = ["Sweden", "Per", "Lie", "Adviser", "per@example.org"]
    sheet = hand_in(organiser, *people(120), wrong)

    first = client.get(f"{PATH}{sheet.pk}/").context
    second = client.get(f"{PATH}{sheet.pk}/", {"page": "2"}).context
    refused = client.get(f"{PATH}{sheet.pk}/", {"rows": "refused"}).context

    assert [len(page["rows"]) for page in (first, second, refused)] == [100, 21, 1]
    assert [row.number for row in refused["rows"]] == [122]
    assert client.get(f"{PATH}{sheet.pk}/", {"page": "x", "rows": "x"}).status_code == 200


@pytest.mark.parametrize("rows", [1, 100])
def test_a_preview_asks_as_often_whatever_its_rows(
    client, organiser, django_assert_num_queries, rows
):
    sheet = hand_in(organiser, *people(rows))
    client.get(f"{PATH}{sheet.pk}/")

    with django_assert_num_queries(6):
        client.get(f"{PATH}{sheet.pk}/")


def test_an_import_is_found_only_at_the_list_that_it_belongs_to(client, organiser):
    sheet = hand_in(organiser, *people(1))

    assert client.get(f"/admin/registrations/delegation/import/{sheet.pk}/").status_code == 404
    listed = client.get("/admin/gfmd_meeting/sheetimport/").content.decode()
    assert "sheet.csv" in listed
    opened = client.get(f"/admin/gfmd_meeting/sheetimport/{sheet.pk}/change/").content.decode()
    assert f'href="{PATH}{sheet.pk}/"' in opened


@pytest.mark.parametrize("page", ["", "status/", "refused/"])
def test_an_import_is_shown_to_organisers_alone(client, organiser, page):
    sheet = hand_in(organiser, *people(1))
    client.force_login(make_user())

    assert client.get(f"{PATH}{sheet.pk}/{page}").status_code == 302
    assert not SheetImport.objects.visible_to(make_user()).exists()


@pytest.mark.parametrize("act", ["confirm", "cancel", "retry"])
def test_nothing_is_done_by_an_address_alone_nor_by_others(client, organiser, act):
    sheet = hand_in(organiser, *people(1))

    assert client.get(f"{PATH}{sheet.pk}/{act}/").status_code == 405
    client.force_login(make_user())
    assert client.post(f"{PATH}{sheet.pk}/{act}/")["Location"].startswith("/admin/login/")
    assert fetch(sheet).stage == Stage.PREVIEWED


@pytest.mark.parametrize("form", [text_of, workbook_of])
def test_the_refused_rows_come_back_in_the_form_of_the_file(client, organiser, form):
    wrong = ["Sweden", "Per", "=1+1", "Adviser", "per@example.org"]
    shown = upload(client, PATH, form(["My list"], [], HEADINGS, *people(1), wrong))
    base = shown.redirect_chain[-1][0]

    response = client.get(f"{base}refused/")
    back = ContentFile(b"".join(response.streaming_content), name="back")
    again = upload(client, PATH, back)

    assert response["Content-Disposition"].endswith(f'-refused.{shown.context["sheet"].form}"')
    sheet = again.context["sheet"]
    assert (sheet.rows, sheet.form, sheet.ignored) == (1, shown.context["sheet"].form, [])
    assert sheet.headings[-1] == "Why this row was refused"


# -- Behind the pages ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"stage": Stage.FAILED}, "sheetimport_says_why_not"),
        ({"fault": "because"}, "sheetimport_says_why_not"),
        ({"stage": Stage.CANCELLED}, "sheetimport_is_dated_once_ended"),
        ({"stage": Stage.IMPORTING}, "sheetimport_names_who_confirmed_it"),
        ({"done": 2}, "sheetimport_does_no_more_than_its_rows"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_behind_every_door(organiser, changes, constraint):
    sheet = hand_in(organiser, *people(1))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SheetImport.objects.filter(pk=sheet.pk).update(**changes)


def test_a_delegation_that_is_refused_leaves_nothing_of_itself(organiser):
    headings = ["Delegation", "Stakeholder type", "Seats"]
    sheet = imports.hand_in(
        file=text_of(headings, ["Norway", "Government", "x"]),
        resource=DelegationResource,
        by=organiser,
    )

    assert (sheet.refused, sheet.right) == (1, 0)
    with pytest.raises(ValidationError, match="There is no row to take"):
        imports.confirm(sheet, by=organiser)
    assert not Participant.objects.filter(status=Status.CONFIRMED).exists()
