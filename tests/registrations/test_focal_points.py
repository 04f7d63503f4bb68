"""Who is a focal point, how one comes in, and who is reminded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gfmd_meeting.links import token_of
from gfmd_meeting.models import OutgoingMail, PersonalLink
from registrations.models import (
    InvitationState,
)
from registrations.nominations import (
    remind_delegation,
)
from registrations.personal_links import link_for_focal_point, link_for_nominee
from tests.factories import (
    make_correspondence,
    make_delegation,
    make_focal_point,
    make_organiser,
    make_participant,
    make_party,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meeting")]


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
