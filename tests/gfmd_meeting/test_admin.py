"""The organisers' desk: what they may touch, and what a made-up address gets."""

import pytest
from django.urls import reverse

from gfmd_meeting.models import Meeting, User
from registrations.models import Status
from tests.factories import make_organiser, make_participant, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client, meeting):
    user = make_organiser()
    client.force_login(user)
    return user


def test_what_a_meeting_file_gives_is_corrected_but_not_added_or_deleted(client, organiser):
    assert client.get(reverse("admin:gfmd_meeting_meeting_change", args=[1])).status_code == 200
    assert client.get(reverse("admin:gfmd_meeting_meeting_add")).status_code == 403
    assert client.post(reverse("admin:gfmd_meeting_meeting_delete", args=[1])).status_code == 403
    assert Meeting.objects.exists()


def test_a_new_user_signs_in_by_a_code(client, organiser):
    client.post(
        reverse("admin:gfmd_meeting_user_add"),
        {"email": "Ana@Example.org", "full_name": "Ana", "language": "es", "is_active": "on"},
    )

    assert not User.objects.get(email="ana@example.org").has_usable_password()


def test_an_address_that_is_taken_in_other_letters_is_refused_beside_the_field(client, organiser):
    make_user(email="ana@example.org")

    response = client.post(
        reverse("admin:gfmd_meeting_user_add"), {"email": "ANA@example.org", "language": "es"}
    )

    assert "Someone signs in with this address already." in response.content.decode()


def test_an_organiser_cannot_change_a_superuser_and_so_become_one(client, organiser):
    root = make_user(email="root@example.org", is_staff=True, is_superuser=True)

    client.post(
        reverse("admin:gfmd_meeting_user_change", args=[root.pk]),
        {"email": "mine@example.org", "language": "en", "is_active": "on"},
    )

    root.refresh_from_db()
    assert root.email == "root@example.org"


def post_changed(client, instance, **changes):
    """Send the form of a row as the desk shows it, but for some fields."""
    info = instance._meta.app_label, instance._meta.model_name
    address = reverse("admin:{}_{}_change".format(*info), args=[instance.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    return client.post(address, {k: v for k, v in data.items() if v is not None} | changes)


def test_the_seats_of_the_meeting_do_not_fall_beneath_those_taken(client, organiser, meeting):
    for _ in range(2):
        make_participant(status=Status.CONFIRMED)

    response = post_changed(client, meeting, seats=1, seats_expected=1)

    meeting.refresh_from_db()
    assert "2 are taken" in response.content.decode()
    assert meeting.seats == 60
    assert post_changed(client, meeting, seats=2, seats_expected=1).status_code == 302


def test_the_seats_of_a_group_do_not_fall_beneath_those_taken(client, organiser):
    person = make_participant(status=Status.CONFIRMED)
    group = person.delegation.group

    response = post_changed(client, group, seats=0)

    group.refresh_from_db()
    assert "1 are taken" in response.content.decode()
    assert group.seats is None


@pytest.mark.parametrize(
    "query",
    [
        "last_login__year=abc",
        "written_at__year=99999999",
        "written_at__year=abc",
        "written_at__day=x&written_at__month=y&written_at__year=z",
        "q=%00",
        "p=-5",
        "o=99.-x",
        "party__id__exact=abc",
        "e=1&nonsense=1",
    ],
)
@pytest.mark.parametrize("model", ["user", "outgoingmail", "party"])
def test_a_made_up_query_string_is_no_server_error(client, organiser, model, query):
    response = client.get(reverse(f"admin:gfmd_meeting_{model}_changelist") + "?" + query)

    assert response.status_code < 500


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("budget_commitment", "line"),
        ("budget_receipt", "contribution"),
        ("outcomes_recommendation", "session"),
    ],
)
def test_a_made_up_row_in_a_form_is_no_server_error(client, organiser, page, field):
    response = client.post(reverse(f"admin:{page}_add"), {field: "9" * 30})

    assert response.status_code in (200, 400)


@pytest.mark.parametrize("row", ["abc", "9" * 30])
def test_a_made_up_choice_from_a_list_is_no_server_error(client, organiser, row):
    chosen = {"action": "confirm", "_selected_action": row, "index": 0}

    response = client.post(reverse("admin:registrations_participant_changelist"), chosen)

    assert response.status_code in (302, 400)


def test_lists_ask_as_many_queries_for_thirty_rows_as_for_one(
    client, organiser, django_assert_max_num_queries
):
    for _ in range(30):
        make_user()

    with django_assert_max_num_queries(9):
        assert client.get(reverse("admin:gfmd_meeting_user_changelist")).status_code == 200
