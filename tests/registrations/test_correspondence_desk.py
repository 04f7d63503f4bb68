"""Correspondence at the desk."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from registrations.models import Correspondence, Letter
from tests.factories import (
    PDF,
    make_correspondence,
    make_delegation,
    make_organiser,
    make_user,
)

DESK = "/admin/registrations/correspondence/"


def scan(content=PDF, name="note.pdf"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def desk(client, meeting):
    client.force_login(make_organiser(email="organiser@example.org"))
    return client


def typed(**fields):
    return {
        "delegation": make_delegation().pk,
        "direction": "in",
        "medium": "note_verbale",
        "subject": "reply",
        "language": "en",
        "reference": "NV 12",
        "dated_on": "2011-07-01",
    } | fields


@pytest.mark.django_db
def test_an_organiser_records_a_note_with_its_scan_and_takes_it_out_again(desk):
    answer = desk.post(f"{DESK}add/", typed(upload=scan()), follow=True)
    assert answer.status_code == 200
    letter = Correspondence.objects.get()
    assert letter.entered_by.email == "organiser@example.org"

    download = desk.get(reverse("registrations:correspondence_download", args=[letter.pk]))
    assert b"".join(download.streaming_content) == PDF

    desk.post(f"{DESK}{letter.pk}/change/", typed(takes_scan_away="on"))
    letter.refresh_from_db()
    assert (letter.scan.name, letter.scan_kind) == ("", "")


@pytest.mark.django_db
def test_what_is_wrong_is_said_beside_its_field(desk):
    invitation = make_correspondence()
    wrong = {
        "upload": scan(b"MZ\x90"),
        "answers": invitation.pk,
        "answer_due_on": "2011-08-01",
    }

    upload = desk.post(f"{DESK}add/", typed(upload=wrong["upload"]))
    assert "no PDF, JPEG or PNG" in upload.context["adminform"].form.errors["upload"][0]
    answers = desk.post(f"{DESK}add/", typed(answers=wrong["answers"]))
    assert "another delegation" in answers.context["adminform"].form.errors["answers"][0]
    due = desk.post(f"{DESK}add/", typed(answer_due_on=wrong["answer_due_on"]))
    assert "an answer is due" in str(due.context["adminform"].form.errors)
    assert Correspondence.objects.count() == 1


@pytest.mark.django_db
def test_a_reference_that_is_taken_is_said_on_the_form_of_a_stored_letter_too(desk):
    first = make_correspondence(direction="in", reference="NV 1")
    second = make_correspondence(delegation=first.delegation, direction="in", reference="NV 2")

    answer = desk.post(f"{DESK}{second.pk}/change/", typed(reference="NV 1"))

    assert "with this reference" in str(answer.context["adminform"].form.errors)


@pytest.mark.django_db
def test_the_front_page_leads_to_the_overdue_ones_with_their_days(desk, meeting):
    # The desk's day is the meeting's.
    today = timezone.localdate(timezone=meeting.zone)
    old = make_correspondence(
        answer_due_on=today - timedelta(days=40), dated_on=today - timedelta(days=50)
    )
    newer = make_correspondence(
        answer_due_on=today - timedelta(days=1), dated_on=today - timedelta(days=60)
    )
    make_correspondence(answer_due_on=today, dated_on=today)

    front = desk.get("/admin/").content.decode()
    assert "2 overdue answers from delegations" in front
    assert f"{DESK}?answer=overdue" in front
    page = desk.get(f"{DESK}?answer=overdue")
    text = page.content.decode()
    assert list(page.context["cl"].result_list) == [old, newer]
    assert "40 days overdue" in text
    assert "1 day overdue" in text
    assert len(desk.get(f"{DESK}?answer=awaited").context["cl"].result_list) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_no_more_of_the_database_with_more_rows(
    desk, rows, django_assert_num_queries
):
    for _ in range(rows):
        sent = make_correspondence(answer_due_on=date(2011, 8, 1), entered_by=make_user())
        Letter.objects.create(correspondence=sent, content={})
    desk.get(DESK)

    with django_assert_num_queries(11):
        desk.get(DESK)
    with django_assert_num_queries(11):
        desk.get(f"{DESK}?answer=overdue")
