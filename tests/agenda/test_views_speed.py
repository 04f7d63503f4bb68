"""How much the pages of the agenda ask, and how long an answer is kept."""

import re

import pytest

from registrations.models import Participant, Status
from tests.agenda.test_views import page
from tests.factories import (
    make_assignment,
    make_participant,
    make_rapporteur,
    make_release,
    make_session,
    moment,
)

pytestmark = pytest.mark.usefixtures("meeting")


AGENDA = "/agenda/"


def test_a_strangers_agenda_may_be_kept_for_less_than_five_seconds_and_carries_no_secret(client):
    make_session()
    make_release()

    response = client.get(AGENDA)

    assert "public" in response["Cache-Control"]
    assert 0 < int(re.search(r"s-maxage=(\d+)", response["Cache-Control"])[1]) < 5
    assert "csrf" not in response.content.decode()
    assert not response.cookies


def test_the_agenda_of_a_person_who_is_signed_in_is_theirs_alone(client):
    make_session()
    make_release()
    client.force_login(make_rapporteur())

    response = client.get(AGENDA)

    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


def test_the_etag_changes_with_the_release_and_with_the_language(client):
    make_session()
    make_release()

    def etag(language="en"):
        return client.get(AGENDA, headers={"accept-language": language})["ETag"]

    first = etag()
    assert client.get(AGENDA, headers={"if-none-match": first}).status_code == 304
    assert etag() == first
    assert etag("es") != first
    make_session(starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))
    make_release()
    assert etag() != first
    assert client.get(AGENDA, headers={"if-none-match": first}).status_code == 200


def test_who_withdraws_their_consent_is_not_named_from_the_next_page_on(client):
    person = make_participant(status=Status.CONFIRMED, family_name="Unlisted")
    make_assignment(participant=person)
    assert "Unlisted" in page(client)

    Participant.objects.update(is_listed=False)

    assert "Unlisted" not in client.get(AGENDA).content.decode()
