"""A person's own data: kept as they are typed, sent once, asked for after the deadline."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gfmd_meeting.links import token_of
from gfmd_meeting.models import OutgoingMail
from registrations.changes import accept_change, ask_for_change, decline_change, differences
from registrations.models import ChangeRequest, Participant, Status
from registrations.own_details import (
    DraftHasMovedOn,
    discard_draft,
    keep_draft,
    revision_of,
    submit_details,
)
from registrations.personal_links import link_for_nominee, nominee_of
from tests.factories import make_meeting, make_organiser, make_participant, make_user, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meeting")]

CLOSED = date(2011, 9, 1)
SENT = {
    "honorific": "Ms.",
    "given_name": "Kari",
    "family_name": "Lie",
    "passport_name": "KARI ANNE LIE",
    "badge_name": "",
    "gender": "woman",
    "function": "Counsellor",
    "phone": "+47 22 24 00 00",
    "language": "fr",
    "dietary_needs": "",
    "accessibility_needs": "",
    "arrives_at": "2011-10-03T14:30",
    "departs_at": "2011-10-06T09:00",
    "emergency_contact": "Ola Lie",
    "emergency_phone": "+47 1",
    "is_listed": "on",
}


@pytest.fixture
def kari():
    return make_participant(given_name="Kari", family_name="Lie", email="kari@example.org")


@pytest.fixture
def path(kari):
    return f"/nominees/{token_of(link_for_nominee(kari))}/"


def page(response):
    return " ".join(response.content.decode().split())


def reread(person):
    return Participant.objects.get(pk=person.pk)


# -- Drafts -------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_letter_for_letter_whether_it_is_right_or_not(client, kari, path):
    typed = {"family_name": "  Lie–Ødegård 🌍", "phone": "+47 (", "arrives_at": "2011-10"}

    answer = client.post(f"{path}draft/", typed | {"revision": "0"})

    assert answer.json()["revision"] == 1
    assert reread(kari).draft["typed"] == typed
    assert reread(kari).family_name == "Lie"
    shown = client.get(path).content.decode()
    for value in typed.values():
        assert f'value="{value}"' in shown
    assert "You had typed this and not sent it yet." in shown


def test_one_device_does_not_overwrite_unseen_what_another_has_kept(client, kari, path):
    client.post(f"{path}draft/", {"phone": "1", "revision": "0"})

    answer = client.post(f"{path}draft/", {"phone": "2", "revision": "0"})

    assert (answer.status_code, answer.json()) == (409, {"revision": 1})
    assert reread(kari).draft["typed"] == {"phone": "1"}
    assert client.post(f"{path}draft/", {"phone": "2", "revision": "1"}).status_code == 200


def test_a_draft_that_arrives_twice_is_one(kari):
    assert keep_draft(kari, {"phone": "1"}, revision=0) == 1
    assert keep_draft(kari, {"phone": "1"}, revision=0) == 1
    with pytest.raises(DraftHasMovedOn):
        keep_draft(kari, {"phone": "2"}, revision=0)


def test_a_draft_holds_the_fields_of_the_form_and_no_more_than_could_be_sent(kari):
    keep_draft(kari, {"phone": "1", "status": "confirmed", "email": "x"}, revision=0)
    assert reread(kari).draft["typed"] == {"phone": "1"}

    with pytest.raises(ValidationError, match="longer than any answer"):
        keep_draft(kari, {"phone": "1" * 5_000}, revision=1)


def test_a_draft_is_discarded_and_no_device_takes_it_back(client, kari, path):
    client.post(f"{path}draft/", {"phone": "1", "revision": "0"})

    client.post(path, {"discard": "yes"})

    assert "You had typed this" not in client.get(path).content.decode()
    assert client.post(f"{path}draft/", {"phone": "1", "revision": "1"}).status_code == 409
    discard_draft(kari)
    assert revision_of(reread(kari)) == 2


def test_who_is_signed_out_is_told_so_and_not_sent_to_another_page(client):
    assert client.post("/me/details/draft/", {"revision": "0"}).status_code == 401


# -- Sending ------------------------------------------------------------------------------------


def test_a_nominee_sends_their_data_without_an_account_or_a_cookie(client, kari, path):
    client.post(f"{path}draft/", {"phone": "1", "revision": "0"})

    text = page(client.post(path, SENT, follow=True))

    kari = reread(kari)
    assert kari.passport_name == "KARI ANNE LIE"
    assert kari.arrives_at == moment(3, "14:30")
    assert (kari.gender, kari.language, kari.is_listed) == ("woman", "fr", True)
    assert kari.completed_at
    assert "typed" not in kari.draft
    assert "You sent your data on" in text or "Vous avez envoyé" in text


def test_what_is_wrong_is_said_beside_its_field_and_all_that_was_typed_stays(client, path):
    text = client.post(path, SENT | {"family_name": "", "departs_at": "2011-10-01T09:00"})

    shown = page(text)
    assert 'href="#id_family_name"' in shown
    assert 'value="KARI ANNE LIE"' in shown


def test_a_departure_before_the_arrival_is_refused_in_words(client, kari, path):
    response = client.post(path, SENT | {"departs_at": "2011-10-01T09:00"})

    assert "The departure is before the arrival." in page(response)
    assert reread(kari).completed_at is None


def test_passport_data_are_taken_for_a_letter_alone(client, kari, path):
    passport = {
        "passport_number": "X123",
        "passport_country": "NO",
        "passport_expires_on": "2015-01-01",
        "born_on": "1970-05-17",
    }
    client.post(path, SENT | passport)
    assert reread(kari).passport_number == ""

    client.post(path, SENT | passport | {"needs_visa_letter": "on"})
    assert reread(kari).passport_number == "X123"
    assert reread(kari).born_on == date(1970, 5, 17)

    client.post(path, SENT)
    assert (reread(kari).passport_number, reread(kari).born_on) == ("", None)


def test_countries_of_passports_are_in_the_readers_alphabet(client, path):
    spanish = page(client.get(path, headers={"accept-language": "es"}))

    assert spanish.index(">Afganistán<") < spanish.index(">Alemania<") < spanish.index(">Zambia<")


def test_a_registration_that_has_ended_is_not_filled_in(client, kari, path):
    Participant.objects.update(status=Status.WITHDRAWN, decided_at=moment(1, "09:00"))

    response = client.get(path)

    assert response.status_code == 404
    assert "This registration has ended" in page(response)


def test_a_nominee_withdraws_by_the_link_after_a_question(client, kari, path):
    assert "You will no longer be considered" in page(client.get(f"{path}withdraw/"))

    client.post(f"{path}withdraw/")

    assert reread(kari).status == Status.WITHDRAWN


def test_a_withdrawal_that_is_sent_twice_at_once_is_done_once(client, kari, path, monkeypatch):
    found = nominee_of(path.split("/")[2])
    monkeypatch.setattr("registrations.views.own.nominee_of", lambda token: found)

    answers = [client.post(f"{path}withdraw/") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert reread(kari).status == Status.WITHDRAWN


def test_a_character_that_no_database_stores_is_refused_in_words(client, kari, path):
    answer = client.post(f"{path}draft/", {"revision": "0", "phone": "+47\x00"})

    assert answer.status_code == 400
    assert "cannot be stored" in answer.json()["reason"]
    assert reread(kari).draft == {}


@pytest.mark.parametrize("time", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_time_that_no_clock_tells_everywhere_is_refused_in_words(client, kari, path, time):
    answer = client.post(path, SENT | {"arrives_at": time, "departs_at": ""})

    assert answer.status_code == 200
    assert 'href="#id_arrives_at"' in page(answer)
    assert reread(kari).completed_at is None


# -- An expired sign-in -------------------------------------------------------------------------


def test_a_form_that_is_sent_after_the_sign_in_ended_waits_for_its_sender(client, kari):
    kari.user = make_user(email=kari.email)
    kari.save()
    typed = SENT | {"about": str(kari.pk), "family_name": "Lie–Ødegård"}

    response = client.post("/me/details/", typed)
    assert response.url.startswith("/accounts/login/")
    client.force_login(kari.user)
    shown = client.get("/me/details/").content.decode()

    assert 'value="Lie–Ødegård"' in shown
    assert 'value="KARI ANNE LIE"' in shown
    assert reread(kari).draft["typed"]["phone"] == SENT["phone"]


def test_a_form_sent_after_the_sign_in_ended_that_cannot_be_kept_is_said_so(client, kari):
    kari.user = make_user(email=kari.email)
    kari.save()
    client.post("/me/details/", SENT | {"about": str(kari.pk), "phone": "1" * 3_000})
    client.force_login(kari.user)

    shown = client.get("/me/details/")

    assert "was not kept" in page(shown)
    assert client.get("/me/details/").status_code == 200


def test_what_one_person_typed_is_not_shown_to_another_who_signs_in(client, kari):
    other = make_participant(user=make_user())
    client.post("/me/details/", SENT | {"about": str(kari.pk), "phone": "+47 secret"})
    client.force_login(other.user)

    assert "+47 secret" not in client.get("/me/details/").content.decode()


# -- After the deadline -------------------------------------------------------------------------


def details(**fields):
    return {"phone": "+47 2", "needs_visa_letter": False} | fields


def test_completing_ones_data_is_no_change_even_after_the_deadline(kari):
    make_meeting(registration_closes_on=CLOSED)

    assert submit_details(participant=kari, by=None, **details()) is None

    assert reread(kari).phone == "+47 2"


def test_after_the_deadline_a_change_is_a_request_with_old_and_new(client, kari, path):
    client.post(path, SENT)
    make_meeting(registration_closes_on=CLOSED)

    text = page(client.post(path, SENT | {"phone": "+47 9", "badge_name": "Kari"}, follow=True))

    assert reread(kari).phone == SENT["phone"]
    request = ChangeRequest.objects.get()
    told = {one.label: (one.old, one.new, one.now) for one in differences(request)}
    assert told == {
        "Name on the badge": ("", "Kari", ""),
        "Telephone": (SENT["phone"], "+47 9", SENT["phone"]),
    }
    assert "A change that you asked for on" in text or "demandée" in text


def test_what_is_asked_again_takes_the_place_of_what_was_asked(kari):
    ask_for_change(participant=kari, by=None, phone="+47 2")
    ask_for_change(participant=kari, by=None, phone="+47 3", arrives_at=moment(3, "10:00"))

    request = ChangeRequest.objects.get()
    assert [one.new for one in differences(request)][0] == "+47 3"
    assert ask_for_change(participant=kari, by=None, phone=kari.phone) is None
    assert not ChangeRequest.objects.exists()


def test_an_organiser_accepts_after_seeing_both_sides(client, kari):
    ask_for_change(participant=kari, by=None, phone="+47 2", arrives_at=moment(3, "10:00"))
    Participant.objects.update(phone="+47 meanwhile")
    request = ChangeRequest.objects.get()
    client.force_login(make_organiser())
    desk = f"/admin/registrations/changerequest/{request.pk}/change/"

    shown = page(client.get(desk))
    assert "Changed since. It is now: +47 meanwhile" in shown
    assert "+47 2" in shown
    client.post(desk, {"accept": "yes", "reason": ""})

    kari = reread(kari)
    assert (kari.phone, kari.arrives_at) == ("+47 2", moment(3, "10:00"))
    assert OutgoingMail.objects.get().subject.startswith("Your change has been made")
    assert "decided already" in page(client.post(desk, {"accept": "yes"}))


def test_declining_needs_a_reason_that_the_person_reads(client, kari):
    ask_for_change(participant=kari, by=None, phone="+47 2")
    request = ChangeRequest.objects.get()
    client.force_login(make_organiser())
    desk = f"/admin/registrations/changerequest/{request.pk}/change/"

    assert "Give the reason" in page(client.post(desk, {"decline": "yes", "reason": " "}))
    client.post(desk, {"decline": "yes", "reason": "The badges are printed"})

    assert reread(kari).phone == ""
    assert "The badges are printed" in OutgoingMail.objects.get().body


def test_what_could_never_be_accepted_is_refused_when_it_is_asked(kari):
    other = make_participant()

    with pytest.raises(ValidationError, match="registered with this address already"):
        ask_for_change(participant=kari, by=None, email=other.email)


def test_a_request_is_decided_once(kari):
    request = ask_for_change(participant=kari, by=None, phone="+47 2")
    accept_change(request, by=None)

    with pytest.raises(ValidationError, match="decided already"):
        decline_change(request, by=None, reason="No")


def test_the_list_of_requests_shows_the_open_ones_first(client, kari):
    done = ask_for_change(participant=kari, by=None, phone="+47 2")
    accept_change(done, by=None)
    ask_for_change(participant=make_participant(family_name="Open"), by=None, phone="+47 2")
    client.force_login(make_organiser())

    text = page(client.get("/admin/registrations/changerequest/"))

    assert text.index("Ana Open") < text.index("Kari Lie")
    assert client.get("/admin/registrations/changerequest/?standing=open").status_code == 200
