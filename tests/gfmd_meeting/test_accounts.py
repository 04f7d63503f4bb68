"""People sign in with a password or a mailed code, and nobody signs up from outside."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from gfmd_meeting.models import User
from tests.factories import PASSWORD, make_organiser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits(meeting):
    cache.clear()
    yield
    cache.clear()


def sign_in(client, email, password=PASSWORD, **where):
    address = reverse("account_login")
    return client.post(address, {"login": email, "password": password} | where)


def signed_in_as(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_a_password_signs_in_and_leads_on_to_where_one_was_going(client):
    user = make_user(email="ana@example.org")

    response = sign_in(client, "ANA@example.org", next="/budget/")

    assert signed_in_as(client) == user
    assert response["Location"] == "/budget/"


def test_nobody_is_led_to_another_site(client):
    make_user(email="ana@example.org")

    response = sign_in(client, "ana@example.org", next="https://elsewhere.example.com/")

    assert response["Location"] == "/me/"


def test_a_wrong_password_is_refused_without_telling_who_is_known(client):
    make_user(email="ana@example.org")

    known = sign_in(client, "ana@example.org", "wrong").context["form"].errors
    unknown = sign_in(client, "eva@example.org", "wrong").context["form"].errors

    assert known == unknown
    assert known


def test_a_mailed_code_signs_in(client):
    user = make_user(email="ana@example.org")

    response = client.post(reverse("account_request_login_code"), {"email": "ana@example.org"})
    [message] = mail.outbox
    code = re.search(r"^    (\S+)$", message.body, re.M).group(1)
    client.post(response["Location"], {"code": code})

    assert signed_in_as(client) == user
    assert message.subject == "Your sign-in code · A meeting"


def test_a_wrong_code_is_refused_beside_its_field(client):
    make_user(email="ana@example.org")
    response = client.post(reverse("account_request_login_code"), {"email": "ana@example.org"})

    page = client.post(response["Location"], {"code": "ABC123"})

    assert signed_in_as(client) is None
    assert 'id="id_code_error"' in page.content.decode()


def test_an_unknown_address_gets_the_same_page_and_a_letter_of_its_own(client):
    make_user(email="ana@example.org")
    known = client.post(reverse("account_request_login_code"), {"email": "ana@example.org"})
    unknown = Client().post(reverse("account_request_login_code"), {"email": "eva@example.org"})

    assert known["Location"] == unknown["Location"]
    assert mail.outbox[1].to == ["eva@example.org"]
    assert "not known here" in mail.outbox[1].body


def test_no_code_is_kept_where_an_organiser_could_read_it(client):
    make_user(email="ana@example.org")

    client.post(reverse("account_request_login_code"), {"email": "ana@example.org"})

    from gfmd_meeting.models import OutgoingMail

    assert not OutgoingMail.objects.exists()


def test_mail_that_cannot_leave_is_said_and_is_no_server_error(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    make_user(email="ana@example.org")

    response = client.post(
        reverse("account_request_login_code"), {"email": "ana@example.org"}, follow=True
    )

    assert "could not be sent" in response.content.decode()


def test_a_link_by_mail_sets_a_password(client):
    make_user(email="ana@example.org")

    client.post(reverse("account_reset_password"), {"email": "ana@example.org"})
    link = re.search(r"http\S+", mail.outbox[0].body).group(0)
    page = client.get(link, follow=True)
    chosen = {"password1": "quetzal tamarindo 9", "password2": "quetzal tamarindo 9"}
    client.post(page.redirect_chain[-1][0], chosen)

    assert sign_in(client, "ana@example.org", "quetzal tamarindo 9").status_code == 302


def test_who_is_deactivated_does_not_come_in(client):
    make_user(email="ana@example.org", is_active=False)

    sign_in(client, "ana@example.org")

    assert signed_in_as(client) is None


def test_nobody_signs_up_from_outside(client):
    page = client.get(reverse("account_signup"))
    client.post(reverse("account_signup"), {"email": "eva@example.org", "password1": PASSWORD})

    assert "Accounts come with registration" in page.content.decode()
    assert not User.objects.filter(email="eva@example.org").exists()


def test_ten_wrong_passwords_for_one_account_are_the_last_for_a_while(client):
    make_user(email="ana@example.org")
    for _ in range(11):
        sign_in(client, "ana@example.org", "wrong")

    sign_in(client, "ana@example.org")

    assert signed_in_as(client) is None


def test_too_many_codes_for_one_address_are_refused_beside_the_field(meeting):
    make_user(email="ana@example.org")
    for _ in range(5):
        Client().post(reverse("account_request_login_code"), {"email": "ana@example.org"})

    page = Client().post(reverse("account_request_login_code"), {"email": "ana@example.org"})

    assert page.context["form"].errors["email"]
    assert len(mail.outbox) == 5


def test_too_many_tries_from_one_place_get_the_page_that_says_so(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    answers = [sign_in(client, "ana@example.org", "wrong") for _ in range(3)]

    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()


def test_the_desk_is_entered_through_the_same_door(client):
    make_organiser()

    response = client.get("/admin/login/?next=/admin/")

    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_set_password"]
)
def test_pages_that_this_site_has_no_use_for_are_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_inactive",
        "account_reset_password_done",
        "account_signup",
        "account_reset_password_from_key_done",
    ],
)
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_page_of_signing_in_is_in_the_face(client, name, language):
    client.cookies["django_language"] = language

    page = client.get(reverse(name)).content.decode()

    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert "<footer" in page
