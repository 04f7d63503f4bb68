"""What a delegation may do: name, hand in its note, submit, correct, decline."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gfmd_meeting.links import token_of
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
    remind_delegation,
    send_personal_link,
    submit_nominations,
)
from registrations.personal_links import link_for_focal_point, link_for_nominee
from tests.factories import (
    PDF,
    make_correspondence,
    make_delegation,
    make_focal_point,
    make_meeting,
    make_organiser,
    make_participant,
    make_party,
    make_user,
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


# -- Who is a focal point, and how one comes in -------------------------------------------------


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "answer"),
    [(None, None, 200), (0, 0, 200), (1, None, 404), (None, -1, 404), (-1, 1, 200)],
)
def test_a_focal_point_answers_from_its_first_day_through_its_last(
    client, norway, valid_from, valid_until, answer
):
    def day(offset):
        return None if offset is None else timezone.localdate() + timedelta(days=offset)

    with timezone.override("America/El_Salvador"):
        bounds = {"valid_from": day(valid_from), "valid_until": day(valid_until)}
    client.force_login(make_focal_point(delegation=norway, **bounds).user)

    assert client.get("/delegations/no/").status_code == answer


def enter(client, link, post=True):
    path = f"/enter/{token_of(link)}/"
    return client.post(path) if post else client.get(path)


def test_a_link_lets_its_focal_point_in_and_looking_at_it_does_not(client, norway):
    focal_point = make_focal_point(delegation=norway)
    link = link_for_focal_point(focal_point)

    shown = enter(client, link, post=False)
    assert focal_point.user.email in page(shown)
    assert client.get("/delegations/no/").status_code == 302
    response = enter(client, link)

    assert response.url == "/delegations/no/"
    assert client.get("/delegations/no/").status_code == 200


def test_a_link_is_for_one_purpose(client, norway):
    focal_point = make_focal_point(delegation=norway)
    nominee = make_participant(delegation=norway)
    of_nominee = link_for_nominee(nominee)
    of_focal_point = link_for_focal_point(focal_point)

    assert enter(client, of_nominee).status_code == 404
    assert client.get(f"/nominees/{token_of(of_focal_point)}/").status_code == 404
    assert client.get(f"/offers/{token_of(of_nominee)}/").status_code == 404


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ({"expires_at": timezone.now}, "has expired"),
        ({"revoked_at": timezone.now}, "was replaced or revoked"),
        ({"address": lambda: "other@example.org"}, "is not complete"),
    ],
)
def test_a_link_that_has_ended_says_why(client, norway, ends, sentence):
    link = link_for_focal_point(make_focal_point(delegation=norway))
    token = token_of(link)
    fields = {name: value() for name, value in ends.items()}
    PersonalLink.objects.filter(pk=link.pk).update(
        made_at=timezone.now() - timedelta(days=9), **fields
    )

    response = client.get(f"/enter/{token}/")

    assert response.status_code == 404
    assert sentence in page(response)


def test_a_link_dies_with_the_address_that_it_was_sent_to(client, norway):
    focal_point = make_focal_point(delegation=norway)
    link = link_for_focal_point(focal_point)
    focal_point.user.email = "new@example.org"
    focal_point.user.save()

    assert enter(client, link).status_code == 404


def test_a_link_does_not_turn_one_person_into_another(client, norway):
    link = link_for_focal_point(make_focal_point(delegation=norway))
    other = make_user()
    client.force_login(other)

    response = enter(client, link)

    assert "This link is for another address" in page(response)
    assert client.session["_auth_user_id"] == str(other.pk)


def test_a_link_never_signs_in_staff_or_who_speaks_for_a_party(client, norway):
    for user in (make_organiser(), make_user(party=make_party())):
        link = link_for_focal_point(make_focal_point(delegation=norway, user=user))

        response = enter(client, link)

        assert "sign in with a code" in page(response)
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("token", ["x", "1-", "1-abc", "zzzzzzzzzzzzzzzz-abc", "%20", "-", "é-1"])
def test_a_link_that_was_made_up_opens_nothing(client, token):
    for way in ("enter", "nominees", "offers"):
        assert client.get(f"/{way}/{token}/").status_code == 404


# -- Reminders and the desk ---------------------------------------------------------------------


def test_a_reminder_says_in_each_readers_language_what_is_missing(norway):
    make_participant(delegation=norway, given_name="Per", family_name="Moe", phone="+47 1")
    make_focal_point(delegation=norway, user=make_user(language="en", email="en@example.org"))
    make_focal_point(delegation=norway, user=make_user(language="es", email="es@example.org"))

    remind_delegation(delegation=norway, by=None, sentence="We close on Friday.")

    english = OutgoingMail.objects.get(to="en@example.org").body
    assert "- No head of delegation is named." in english
    assert "- Per Moe: name as on the passport, arrival, departure, emergency contact" in english
    assert "We close on Friday." in english
    assert "PERSONAL-LINK" in english
    spanish = OutgoingMail.objects.get(to="es@example.org").body
    assert "No head of delegation" not in spanish


def test_the_desk_reminds_chosen_delegations_after_showing_whom(client, norway):
    make_focal_point(delegation=norway, user=make_user(email="focal@example.org"))
    unreached = make_delegation(name_en="Sweden")
    client.force_login(make_organiser())
    chosen = {"action": "remind", "_selected_action": [norway.pk, unreached.pk]}

    asked = page(client.post("/admin/registrations/delegation/", chosen))
    assert "focal@example.org" in asked
    assert "No focal point" in asked
    assert not OutgoingMail.objects.exists()
    done = client.post(
        "/admin/registrations/delegation/", chosen | {"remind": "yes", "sentence": ""}, follow=True
    )

    assert OutgoingMail.objects.get().to == "focal@example.org"
    assert "nobody was reminded: Sweden." in page(done)


def test_the_desk_names_a_focal_point_who_has_no_account_yet(client, norway):
    client.force_login(make_organiser())
    path = "/admin/registrations/focalpoint/"
    sent = {
        "delegation": norway.pk,
        "email": "New@example.org",
        "full_name": "Kari Lie",
        "place": "mission",
    }

    empty = page(client.post(f"{path}add/", sent | {"email": ""}))
    assert "Choose a person, or write an address." in empty
    client.post(f"{path}add/", sent)

    focal_point = norway.focal_points.get()
    assert (focal_point.user.email, str(focal_point.user)) == ("new@example.org", "Kari Lie")
    client.post(path, {"action": "send_link", "_selected_action": [focal_point.pk]})
    assert OutgoingMail.objects.get().link.subject == focal_point.pk
    client.post(path, {"action": "revoke_link", "_selected_action": [focal_point.pk]})
    assert not PersonalLink.objects.alive().exists()


def test_the_desk_refuses_one_new_address_twice_in_words(client, norway):
    client.force_login(make_organiser())
    path = f"/admin/registrations/delegation/{norway.pk}/change/"
    sent = {
        "code": "no",
        "name_en": "Norway",
        "group": norway.group_id,
        "language": "en",
        "seats": "2",
        "funded_seats": "0",
        "focal_points-TOTAL_FORMS": "2",
        "focal_points-INITIAL_FORMS": "0",
    }
    for number in ("0", "1"):
        sent |= {
            f"focal_points-{number}-email": "Ola@example.org",
            f"focal_points-{number}-place": "capital",
        }

    shown = client.post(path, sent)

    assert shown.status_code == 200
    assert "This person is its focal point already." in shown.content.decode()
    assert not norway.focal_points.exists()
    long = f"{'o' * 250}@example.org"
    shown = client.post(
        path, sent | {"focal_points-TOTAL_FORMS": "1", "focal_points-0-email": long}
    )
    assert "at most 254 characters" in shown.content.decode()
    client.post(path, sent | {"focal_points-TOTAL_FORMS": "1"})
    assert norway.focal_points.get().user.email == "ola@example.org"


def test_the_page_of_a_delegation_asks_the_same_of_the_database_for_more_people(
    focal, norway, django_assert_num_queries, django_assert_max_num_queries
):
    make_participant(delegation=norway)
    make_correspondence(delegation=norway)
    with django_assert_max_num_queries(12) as few:
        focal.get("/delegations/no/")
    for _ in range(30):
        make_participant(delegation=norway)
        make_correspondence(delegation=norway)

    with django_assert_num_queries(len(few)):
        focal.get("/delegations/no/")
