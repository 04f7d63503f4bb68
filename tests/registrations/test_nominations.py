"""What a delegation may do: name, hand in its note, submit, correct, decline."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from gfmd_meeting.models import OutgoingMail, PersonalLink
from registrations.changes import decline_change
from registrations.correspondence import record_note
from registrations.models import (
    Capacity,
    ChangeRequest,
    InvitationState,
    Participant,
    Status,
)
from registrations.nominations import (
    decline_invitation,
    name_participant,
    send_personal_link,
    submit_nominations,
)
from tests.factories import (
    PDF,
    make_delegation,
    make_focal_point,
    make_meeting,
    make_organiser,
    make_participant,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meeting")]

KARI = {
    "capacity": "head",
    "honorific": "H.E. Ms.",
    "given_name": "Kari",
    "family_name": "Lie",
    "function": "Minister",
    "email": "kari@example.org",
    "language": "fr",
}
CLOSED = date(2011, 9, 1)


@pytest.fixture
def norway():
    return make_delegation(code="no", name_en="Norway", seats=2, state=InvitationState.INVITED)


@pytest.fixture
def focal(client, norway):
    """The focal point of Norway at work."""
    client.force_login(make_focal_point(delegation=norway).user)
    return client


def page(response):
    return " ".join(response.content.decode().split())


def note(name="note.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def hand_in(focal, **fields):
    sent = {"note": note(), "reference": "NV 12/2011"} | fields
    return focal.post("/delegations/no/note/", sent, follow=True)


# -- Naming and submitting ----------------------------------------------------------------------


def test_a_name_is_a_draft_of_which_nobody_is_told(norway):
    kari = name_participant(delegation=norway, by=None, **KARI)

    assert kari.status == Status.NAMED
    norway.refresh_from_db()
    assert norway.state == InvitationState.NOMINATING
    assert not OutgoingMail.objects.exists()


def test_names_are_submitted_with_one_note_and_each_is_sent_a_link(focal, norway):
    focal.post("/delegations/no/nominees/add/", KARI)
    refused = page(focal.post("/delegations/no/submit/", follow=True))
    assert "Hand in the note of the State or body first" in refused
    hand_in(focal)

    text = page(focal.post("/delegations/no/submit/", follow=True))

    assert "Submitted: Kari Lie." in text
    kari = Participant.objects.get()
    assert kari.status == Status.REGISTERED
    norway.refresh_from_db()
    assert norway.state == InvitationState.COMPLETE
    mail = OutgoingMail.objects.get(to="kari@example.org")
    assert mail.language == "fr"
    assert mail.link.subject == kari.pk
    assert "Everyone who is named is submitted." in text


def test_submitting_nobody_is_refused_in_words(norway):
    record_note(delegation=norway, file=note(), by=None)

    with pytest.raises(ValidationError, match="Nobody is named"):
        submit_nominations(delegation=norway, by=None)


def test_a_delegation_corrects_itself_and_submits_again(focal, norway):
    focal.post("/delegations/no/nominees/add/", KARI)
    hand_in(focal)
    focal.post("/delegations/no/submit/")
    focal.post(
        "/delegations/no/nominees/add/",
        KARI | {"capacity": "adviser", "given_name": "Per", "email": "per@example.org"},
    )
    norway.refresh_from_db()
    assert norway.state == InvitationState.NOMINATING

    focal.post("/delegations/no/submit/")

    assert set(Participant.objects.values_list("status", flat=True)) == {Status.REGISTERED}
    assert OutgoingMail.objects.filter(to="kari@example.org").count() == 1


def test_a_second_head_is_refused_in_words_and_nothing_typed_is_lost(focal, norway):
    make_participant(delegation=norway, capacity=Capacity.HEAD)

    text = page(focal.post("/delegations/no/nominees/add/", KARI))

    assert "The delegation has a head already." in text
    assert 'value="Kari"' in text
    assert 'value="kari@example.org"' in text


def test_more_people_than_seats_may_be_named_and_the_page_says_that_they_wait(focal, norway):
    for _ in range(4):
        make_participant(delegation=norway)

    text = page(focal.get("/delegations/no/"))

    assert "2 people more are named than there are seats" in text


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (note("note.pdf", b"MZ an executable"), "This is no PDF, JPEG or PNG"),
        (note("note.png", b"<svg onload=alert(1)>"), "This is no PDF, JPEG or PNG"),
        (note("note.pdf", b""), "empty"),
        ("", "Choose the file of the note."),
    ],
)
def test_a_note_that_is_none_is_refused_beside_its_field(focal, norway, file, sentence):
    text = page(hand_in(focal, note=file))

    assert sentence in text
    assert 'value="NV 12/2011"' in text
    assert not norway.correspondence.exists()


def test_a_note_with_a_reference_that_is_taken_is_refused_in_words(focal, norway):
    hand_in(focal)

    response = hand_in(focal)

    assert response.status_code == 200
    assert "There is a letter with this reference for this delegation already." in page(response)


# -- What becomes of people ---------------------------------------------------------------------


def test_a_focal_point_withdraws_a_person_and_the_seat_passes_on(focal, norway):
    norway.seats = 1
    norway.save()
    kari = make_participant(delegation=norway, status=Status.CONFIRMED)
    per = make_participant(delegation=norway, status=Status.WAITING)
    path = f"/delegations/no/nominees/{kari.pk}/withdraw/"

    assert "passes to the next" in page(focal.get(path))
    focal.post(path, {"reason": "Ill"})

    kari.refresh_from_db()
    per.refresh_from_db()
    assert (kari.status, kari.decision_reason) == (Status.WITHDRAWN, "Ill")
    assert per.status == Status.OFFERED


def test_a_reason_that_cannot_be_stored_is_refused_beside_its_field(focal, norway):
    kari = make_participant(delegation=norway)
    path = f"/delegations/no/nominees/{kari.pk}/withdraw/"

    for reason in ("ill\x00", "i" * 301):
        shown = focal.post(path, {"reason": reason}).content.decode()
        assert 'href="#id_reason"' in shown
        assert Participant.objects.get().status == Status.REGISTERED

    focal.post(path, {"reason": " ill \n at home "})
    assert Participant.objects.get().decision_reason == "ill at home"


def test_the_link_is_sent_again_and_the_one_before_ends(focal, norway):
    kari = make_participant(delegation=norway)
    send_personal_link(participant=kari, by=None)
    first = PersonalLink.objects.get()

    focal.post(f"/delegations/no/nominees/{kari.pk}/link/")

    first.refresh_from_db()
    assert first.revoked_at
    assert PersonalLink.objects.alive().count() == 1
    assert OutgoingMail.objects.filter(to=kari.email).count() == 2


def test_another_delegations_people_are_not_found(focal, norway):
    other = make_participant()

    for path in ("", "withdraw/"):
        assert focal.get(f"/delegations/no/nominees/{other.pk}/{path}").status_code == 404


def test_an_invitation_is_declined_where_nobody_is_named_and_taken_back_by_naming(focal, norway):
    assert "sends nobody?" in page(focal.get("/delegations/no/decline/"))
    focal.post("/delegations/no/decline/")
    norway.refresh_from_db()
    assert norway.state == InvitationState.DECLINED

    focal.post("/delegations/no/nominees/add/", KARI)
    norway.refresh_from_db()
    assert norway.state == InvitationState.NOMINATING
    with pytest.raises(ValidationError, match="1 person of this delegation is still registered"):
        decline_invitation(delegation=norway, by=None)


# -- After the deadline -------------------------------------------------------------------------


def test_after_the_deadline_naming_and_changing_are_requests(focal, norway):
    make_meeting(registration_closes_on=CLOSED)
    per = make_participant(delegation=norway, given_name="Per")
    sent = KARI | {"capacity": "adviser"}

    text = page(focal.post("/delegations/no/nominees/add/", sent, follow=True))
    focal.post(f"/delegations/no/nominees/{per.pk}/", sent | {"email": per.email})

    assert "The list is closed. The organisers are asked" in text
    assert "Kari Lie is to be added" in text
    per.refresh_from_db()
    assert per.given_name == "Per"
    assert ChangeRequest.objects.open().count() == 2
    assert Participant.objects.count() == 1


def test_who_was_never_written_to_is_not_told_of_a_change_either(focal, norway):
    per = make_participant(delegation=norway, status=Status.NAMED, capacity="adviser")
    make_meeting(registration_closes_on=CLOSED)
    sent = KARI | {"capacity": "adviser", "email": per.email}
    focal.post(f"/delegations/no/nominees/{per.pk}/", sent)
    asked = ChangeRequest.objects.get()

    decline_change(asked, by=make_organiser(), reason="Too late")

    assert [mail.to for mail in OutgoingMail.objects.all()] == [asked.asked_by.email]


def test_after_the_deadline_organisers_still_name_and_withdrawals_are_immediate(client, norway):
    make_meeting(registration_closes_on=CLOSED)
    client.force_login(make_organiser())
    client.post("/delegations/no/nominees/add/", KARI)
    kari = Participant.objects.get()
    client.force_login(make_focal_point(delegation=norway).user)

    client.post(f"/delegations/no/nominees/{kari.pk}/withdraw/")

    kari.refresh_from_db()
    assert kari.status == Status.WITHDRAWN
