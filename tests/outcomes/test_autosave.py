"""What is typed is saved as it is typed: once, in turn, and over nobody else's words."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from outcomes.models import Practice, Recommendation, SessionRecord, Status, Version
from outcomes.recording import change_item
from tests.factories import (
    make_meeting,
    make_organiser,
    make_outcome,
    make_practice,
    make_rapporteur,
    make_recommendation,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"outcomes:{name}", args=args)


@pytest.fixture
def session(meeting):
    session = make_session(title_en="Session 1. Legal routes")
    session.outcomes.add(make_outcome(number=1))
    return session


@pytest.fixture
def rapporteur(session):
    return make_rapporteur(session, full_name="Margaret")


class Device:
    """What a rapporteur's browser sends."""

    def __init__(self, user, session, *, uid=None, version=0, noun="recommendation", client=None):
        self.client = client or Client()
        self.client.force_login(user)
        self.user, self.version, self.own = user, version, []
        self.path = url(f"{noun}_save", session.pk, uid or uuid4())
        self.typed = {"outcome": session.outcomes.get().pk, "language": "en"}
        if noun == "recommendation":
            self.typed["kind"] = "recommendation"
        else:
            self.typed["owner_consent"] = "not_asked"

    def send(self, text, *, is_answered=True, **more):
        token = str(uuid4())
        data = {"version": self.version, "token": token, "own": " ".join(self.own)}
        data |= {"owner": self.user.pk, "text": text} | self.typed | more
        answer = self.client.post(self.path, data)
        self.own.append(token)
        if is_answered and answer.status_code == 200:
            self.version, self.own = answer.json()["version"], []
        return answer


@pytest.mark.parametrize("noun", ["recommendation", "practice"])
def test_an_item_is_there_from_its_first_save_on_and_each_save_is_a_version(
    session, rapporteur, noun
):
    device = Device(rapporteur, session, noun=noun)

    answers = [device.send(text).json() for text in ("S", "Sha", "Share", "Share data.")]

    model = Recommendation if noun == "recommendation" else Practice
    item = model.objects.get()
    assert [answer["version"] for answer in answers] == [1, 2, 3, 4]
    assert (item.text_en, item.version, item.recorded_by) == ("Share data.", 4, rapporteur)
    assert item.versions.count() == 4
    assert answers[-1]["url"] == url(f"{noun}_change", item.pk)
    assert answers[-1]["history"] == url(f"{noun}_history", item.pk)
    assert len(answers[-1]["at"]) == 5


def test_a_save_that_arrives_twice_is_one_version_and_is_answered_with_it(session, rapporteur):
    device = Device(rapporteur, session)
    sent = {"token": str(uuid4())}

    first = device.send("Share.", **sent)
    change_item(Recommendation.objects.get(), version=1, by=make_user(), text_en="Theirs.")
    again = device.send("Share.", **sent)

    # Its next save starts from what it sent, and so does not overwrite what came after.
    assert (first.json()["version"], again.json()["version"]) == (1, 1)
    assert Recommendation.objects.get().text_en == "Theirs."
    assert device.send("Share more.").status_code == 409


def test_a_device_whose_answers_were_lost_is_in_no_conflict_with_itself(session, rapporteur):
    device = Device(rapporteur, session)
    for text in ("One.", "Two.", "Three."):
        device.send(text, is_answered=False)

    answer = device.send("Four.")

    assert answer.json()["version"] == 4
    assert Recommendation.objects.get().text_en == "Four."


def test_the_token_of_another_writer_or_item_is_not_taken_for_ones_own(session, rapporteur):
    mine, other = Device(rapporteur, session), Device(make_organiser(), session)
    token = str(uuid4())
    mine.send("One.", token=token)
    other.path = mine.path

    answer = other.send("Two.", token=token, version=0, own=token)
    elsewhere = Device(rapporteur, session).send("Three.", token=token)

    assert answer.status_code == 409
    assert elsewhere.json()["version"] == 1
    assert {item.text_en for item in Recommendation.objects.all()} == {"One.", "Three."}


def test_the_second_of_two_is_answered_with_both_wordings(session, rapporteur):
    item = make_recommendation(session=session, proposed_by="Ruritania")
    device = Device(rapporteur, session, uid=item.uid, version=1)
    eva = make_user(full_name="Eva Ruiz")
    change_item(item, version=1, by=eva, text_en="What Eva wrote.")

    answer = device.send("What I wrote.", proposed_by="Ruritania")
    told = answer.json()
    device.version = told["version"]
    merged = device.send("What Eva and I wrote.", proposed_by="Ruritania")

    assert answer.status_code == 409
    assert "Eva Ruiz" in told["html"]
    assert "Eva </del>" in told["html"].replace('<span class="visually-hidden">]</span>', "")
    assert "I </ins>" in told["html"].replace('<span class="visually-hidden">]</span>', "")
    assert merged.json()["version"] == 3


def test_who_is_signed_out_is_told_so_and_not_sent_elsewhere(client, session, rapporteur):
    device = Device(rapporteur, session)
    device.client.logout()

    assert device.send("Share.").status_code == 401
    assert client.post(url("session_record_save", session.pk)).status_code == 401
    assert client.get(url("rapporteur_token")).status_code == 401
    assert not Recommendation.objects.exists()


def test_what_one_person_typed_is_not_saved_by_another_who_signed_in_meanwhile(session, rapporteur):
    device = Device(rapporteur, session)
    device.client.force_login(make_organiser())

    assert device.send("Share.").status_code == 401
    assert not Recommendation.objects.exists()


def test_a_stale_form_token_is_refused_and_a_fresh_one_is_to_be_had(session, rapporteur):
    device = Device(rapporteur, session, client=Client(enforce_csrf_checks=True))

    refused = device.send("Share.")
    fresh = device.client.get(url("rapporteur_token"))
    taken = device.send("Share.", csrfmiddlewaretoken=fresh.json()["token"])

    assert refused.status_code == 403
    assert "json" not in refused["Content-Type"]
    assert fresh.json()["person"] == rapporteur.pk
    assert "no-store" in fresh["Cache-Control"]
    assert taken.status_code == 200


def test_what_is_missing_and_what_is_wrong_are_told_field_by_field(session, rapporteur):
    device = Device(rapporteur, session)

    missing = device.send("", outcome="").json()["errors"]
    wrong = device.send("x" * 5001, level="cosmic").json()["errors"]

    assert [(error["label"], error["is_missing"]) for error in missing] == [
        ("Expected outcome", True),
        ("Text", True),
    ]
    assert [error["message"] for error in wrong] == [
        "Select a valid choice. cosmic is not one of the available choices.",
        "Write at most 5000 characters; this has 5001.",
    ]
    assert not Version.objects.exists()


@pytest.mark.parametrize("odd", ["", "x", "\x00", "1" * 4000])
def test_odd_tokens_and_versions_break_nothing(session, rapporteur, odd):
    device = Device(rapporteur, session)

    answer = device.send("Share.", token=odd, own=odd, version=odd)

    assert answer.json()["version"] == 1


def test_once_it_is_under_consideration_the_answer_says_so(session, rapporteur):
    item = make_recommendation(session=session, status=Status.CONSIDERED)
    device = Device(rapporteur, session, uid=item.uid, version=1)

    answer = device.send("More.")

    assert answer.status_code == 403
    assert "under consideration" in answer.json()["reason"]


def test_an_item_of_another_session_is_neither_found_nor_changed(session, rapporteur):
    item = make_recommendation(text_en="Theirs.")
    hidden = Device(rapporteur, session, uid=item.uid, version=1).send("Mine.")
    other = Device(rapporteur, session)
    other.path = url("recommendation_save", item.session_id, item.uid)

    assert hidden.status_code == 400
    assert other.send("Mine.").status_code == 404
    item.refresh_from_db()
    assert item.text_en == "Theirs."


def test_a_translation_falls_behind_while_its_text_is_typed(session, rapporteur):
    item = make_practice(session=session, text_en="One.", text_es="Uno.")
    change_item(item, version=1, by=None, reviewed_es=True)
    device = Device(rapporteur, session, uid=item.uid, version=2, noun="practice")

    first = device.send("One more.", text_es="Uno.", reviewed_es="on")
    second = device.send("One more, too.", text_es="Uno.")

    item.refresh_from_db()
    assert first.json()["stale"] == second.json()["stale"] == ["es"]
    assert not item.reviewed_es


# -- How the session went -----------------------------------------------------------------------


def record(client, session, user, **typed):
    data = {"owner": user.pk, "language": "en", "version": 0, "token": str(uuid4())}
    return client.post(url("session_record_save", session.pk), data | typed)


def test_the_record_of_a_session_is_saved_as_it_is_typed(client, session, rapporteur):
    client.force_login(rapporteur)

    first = record(client, session, rapporteur, key_points="One.", notes="Cold.")
    second = record(
        client, session, rapporteur, version=1, key_points="One.", held_from="2011-10-04T09:10"
    )

    assert (first.json()["version"], second.json()["version"]) == (1, 2)
    assert SessionRecord.objects.get().notes == ""
    kept = Version.objects.filter(record__isnull=False).order_by("number")
    assert [version.details["held_from"] for version in kept] == [None, "2011-10-04T15:10:00+00:00"]
    assert first.json()["history"] == url("session_record_history", session.pk)


def test_a_conflict_over_a_record_shows_no_notes_to_whom_they_are_not_for(
    client, session, rapporteur
):
    client.force_login(rapporteur)
    record(client, session, rapporteur, key_points="One.", notes="Cold.")
    organiser = make_organiser()
    client.force_login(organiser)

    answer = record(client, session, organiser, key_points="Two.", notes="Mine.")
    after = record(client, session, organiser, version=1, key_points="Two.", notes="Mine.")

    assert answer.status_code == 409
    assert "One." in answer.json()["html"]
    assert "Cold." not in answer.json()["html"]
    assert after.status_code == 200
    assert SessionRecord.objects.get().notes == "Cold."


# -- Many at once -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_eight_saves_of_one_item_in_the_same_moment_none_is_lost_and_none_overwritten():
    make_meeting()
    session = make_session()
    session.outcomes.add(make_outcome())
    uid = uuid4()
    devices = [Device(make_organiser(), session, uid=uid) for _n in range(8)]
    start, answers = threading.Barrier(8), [None] * 8

    def run(number):
        try:
            start.wait()
            answers[number] = devices[number].send(f"Wording {number}.").status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    item = Recommendation.objects.get()
    assert sorted(answers) == [200] + [409] * 7
    assert item.text_en == f"Wording {answers.index(200)}."
    assert item.versions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_saves_of_one_device_in_the_same_moment_are_both_kept():
    make_meeting()
    session = make_session()
    session.outcomes.add(make_outcome())
    user, uid, tokens = make_organiser(), uuid4(), [str(uuid4()), str(uuid4())]
    devices = [Device(user, session, uid=uid) for _n in range(2)]
    start, answers = threading.Barrier(2), [None] * 2

    def run(number):
        try:
            start.wait()
            answers[number] = devices[number].send(
                f"Wording {number}.", token=tokens[number], own=" ".join(tokens)
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.json()["version"] for answer in answers) == [1, 2]
    said = {version.details["text_en"] for version in Recommendation.objects.get().versions.all()}
    assert said == {"Wording 0.", "Wording 1."}
