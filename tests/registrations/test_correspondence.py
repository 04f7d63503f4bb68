"""Correspondence: what is recorded, who may read it, and whose answer is overdue."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from gfmd_meeting.uploads import Kind
from registrations.correspondence import (
    delete_correspondence,
    record_correspondence,
    record_note,
)
from registrations.models import Correspondence, Delegation, InvitationState, Letter
from tests.factories import (
    PDF,
    make_correspondence,
    make_delegation,
    make_focal_point,
    make_organiser,
    make_user,
)

TODAY = date(2011, 8, 16)


def scan(content=PDF, name="note.pdf"):
    return SimpleUploadedFile(name, content)


def stored():
    folder = "correspondence"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def record(**details):
    defaults = {
        "delegation": details.get("delegation") or make_delegation(),
        "direction": "out",
        "subject": "invitation",
        "dated_on": date(2011, 7, 1),
        "language": "es",
        "by": make_organiser(),
    }
    return record_correspondence(**defaults | details)


# -- What the tables refuse ---------------------------------------------------------------------

BROKEN = {
    "correspondence_awaits_an_answer_only_if_sent": {
        "direction": "in",
        "answer_due_on": date(2011, 8, 1),
    },
    "correspondence_is_answered_after_it_is_dated": {"answer_due_on": date(2011, 6, 1)},
    "correspondence_tells_what_its_scan_is": {"scan": "correspondence/x.pdf"},
}


@pytest.mark.django_db
@pytest.mark.parametrize(("constraint", "fields"), BROKEN.items())
def test_the_table_refuses_what_cannot_be(constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_correspondence(**fields)


@pytest.mark.django_db
def test_the_table_refuses_a_letter_that_answers_itself():
    letter = make_correspondence()

    with (
        pytest.raises(IntegrityError, match="correspondence_does_not_answer_itself"),
        transaction.atomic(),
    ):
        Correspondence.objects.filter(pk=letter.pk).update(answers=letter)


@pytest.mark.django_db
def test_a_reference_is_used_once_per_delegation_and_direction(meeting):
    first = make_correspondence(reference="INV/1")

    make_correspondence(reference="INV/1")
    make_correspondence(delegation=first.delegation, reference="INV/1", direction="in")
    make_correspondence(delegation=first.delegation, reference="")
    make_correspondence(delegation=first.delegation, reference="")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_correspondence(delegation=first.delegation, reference="INV/1")
    with pytest.raises(ValidationError, match="with this reference for this delegation already"):
        record(delegation=first.delegation, reference="INV/1")


@pytest.mark.django_db
def test_the_table_refuses_a_letter_that_is_made_and_failed_or_made_at_no_time():
    sent = make_correspondence()

    with pytest.raises(IntegrityError, match="letter_is_dated_once_made"), transaction.atomic():
        Letter.objects.create(correspondence=sent, content={}, file="letters/1.pdf")
    with pytest.raises(IntegrityError, match="letter_is_made_or_failed"), transaction.atomic():
        Letter.objects.create(
            correspondence=sent,
            content={},
            file="letters/1.pdf",
            made_at=timezone.now(),
            failure="too_long",
        )


# -- What is recorded ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_invitation_that_goes_out_makes_its_delegation_invited(meeting):
    organiser = make_organiser()
    delegation = make_delegation()

    record(delegation=delegation, subject="other", by=organiser)
    record(delegation=delegation, direction="in", by=organiser)
    delegation.refresh_from_db()
    assert delegation.state == InvitationState.TO_INVITE

    record(delegation=delegation, by=organiser)
    delegation.refresh_from_db()
    assert delegation.state == InvitationState.INVITED
    assert delegation.state_by == organiser
    assert delegation.state_at


@pytest.mark.django_db
def test_a_delegation_further_on_is_not_taken_back_to_invited(meeting):
    delegation = make_delegation(state=InvitationState.COMPLETE)

    record(delegation=delegation)

    assert Delegation.objects.get().state == InvitationState.COMPLETE


@pytest.mark.django_db
def test_an_answer_is_to_the_same_delegation_and_goes_the_other_way(meeting):
    invitation = record()

    with pytest.raises(ValidationError, match="with another delegation"):
        record(direction="in", subject="reply", answers=invitation)
    with pytest.raises(ValidationError, match="goes the other way"):
        record(delegation=invitation.delegation, subject="other", answers=invitation)
    answer = record(
        delegation=invitation.delegation, direction="in", subject="reply", answers=invitation
    )
    assert list(invitation.answered_by.all()) == [answer]


@pytest.mark.django_db
def test_a_scan_is_kept_under_a_random_name_with_what_it_was_called(meeting):
    letter = record(scan=scan(name="../Nota Núm. 4.exe"))

    letter.refresh_from_db()
    assert (letter.scan_name, letter.scan_kind, letter.scan_size) == (
        "Nota Núm. 4.exe",
        Kind.PDF,
        len(PDF),
    )
    assert "Nota" not in letter.scan.name
    assert letter.scan.read() == PDF
    letter.scan.close()


@pytest.mark.django_db
def test_of_a_letter_that_is_refused_no_file_is_left(meeting):
    with pytest.raises(ValidationError):
        record(scan=scan(b"<html>"))
    with pytest.raises(ValidationError):
        record(scan=scan(), dated_on=None)

    assert stored() == []


@pytest.mark.django_db
def test_the_note_of_a_delegation_answers_the_invitation_that_waits(meeting):
    delegation = make_delegation(language="fr")
    invitation = record(delegation=delegation, answer_due_on=date(2011, 8, 1))
    focal_point = make_focal_point(delegation=delegation).user

    note = record_note(delegation=delegation, file=scan(), by=focal_point)

    assert list(delegation.correspondence.nominating()) == [note]
    assert (note.answers, note.language, note.entered_by) == (invitation, "fr", focal_point)
    assert not Correspondence.objects.unanswered().exists()


@pytest.mark.django_db
def test_a_letter_entered_by_mistake_goes_with_its_file(
    meeting, django_capture_on_commit_callbacks
):
    letter = record(scan=scan())

    with django_capture_on_commit_callbacks(execute=True):
        delete_correspondence(letter)

    assert stored() == []


# -- Who may read it, and what is overdue -------------------------------------------------------


@pytest.mark.django_db
def test_a_focal_point_reads_the_correspondence_of_its_delegation_while_it_is_one(meeting):
    mine, other = make_correspondence(), make_correspondence()
    focal_point = make_focal_point(delegation=mine.delegation)
    former = make_focal_point(
        delegation=mine.delegation, valid_until=timezone.localdate() - timedelta(days=1)
    )

    def visible(user):
        return set(Correspondence.objects.visible_to(user))

    assert visible(focal_point.user) == {mine}
    assert visible(former.user) == set()
    assert visible(make_user()) == set()
    assert visible(make_organiser()) == {mine, other}


@pytest.mark.django_db
def test_overdue_is_what_was_sent_is_due_and_has_no_answer():
    late = make_correspondence(answer_due_on=TODAY - timedelta(days=1))
    make_correspondence(answer_due_on=TODAY)
    make_correspondence()
    answered = make_correspondence(answer_due_on=TODAY - timedelta(days=9))
    make_correspondence(delegation=answered.delegation, direction="in", answers=answered)

    assert list(Correspondence.objects.overdue(TODAY)) == [late]
    assert Correspondence.objects.unanswered().count() == 2


@pytest.mark.django_db
def test_a_day_ends_in_the_zone_of_the_meeting(meeting, monkeypatch):
    letter = make_correspondence(answer_due_on=TODAY)
    # It is 17 August in Greenwich, and 16 August still in San Salvador.
    monkeypatch.setattr(timezone, "now", lambda: datetime(2011, 8, 17, 3, tzinfo=UTC))

    with timezone.override(meeting.zone):
        assert not Correspondence.objects.overdue().exists()
        assert letter.days_overdue == 0
    with timezone.override(UTC):
        assert Correspondence.objects.overdue().exists()
        assert letter.days_overdue == 1


# -- Downloading --------------------------------------------------------------------------------


@pytest.fixture
def desk(client, meeting):
    client.force_login(make_organiser(email="organiser@example.org"))
    return client


@pytest.mark.django_db
def test_a_letter_without_a_paper_and_one_whose_file_is_gone_are_not_found(desk):
    bare = make_correspondence()
    lost = record(scan=scan())
    default_storage.delete(lost.scan.name)

    for letter in (bare, lost):
        page = reverse("registrations:correspondence_download", args=[letter.pk])
        assert desk.get(page).status_code == 404


@pytest.mark.django_db
def test_a_delegation_is_shown_its_letters_and_not_the_organisers_notes(
    meeting, django_assert_num_queries
):
    delegation = make_delegation()
    with_scan = record(delegation=delegation, scan=scan(), reference="INV/1", note="Call them.")
    in_the_making = record(delegation=delegation, reference="INV/2")
    Letter.objects.create(correspondence=in_the_making, content={})

    with django_assert_num_queries(1):
        correspondence = list(delegation.correspondence.with_papers())
        page = render_to_string(
            "registrations/_correspondence.html", {"correspondence": correspondence}
        )

    assert reverse("registrations:correspondence_download", args=[with_scan.pk]) in page
    assert reverse("registrations:correspondence_download", args=[in_the_making.pk]) not in page
    assert "INV/2" in page
    assert "being prepared" in page
    assert "Call them." not in page


@pytest.mark.django_db
def test_no_scan_has_an_address_of_its_own(desk, settings):
    letter = record(scan=scan())

    assert desk.get(f"/{settings.MEDIA_URL}{letter.scan.name}").status_code == 404
