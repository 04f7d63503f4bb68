"""Every version is kept, is compared word by word, and can be gone back to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from outcomes.differences import compare_details
from outcomes.history import read_history
from outcomes.models import Recommendation, SessionRecord, Version
from outcomes.recording import change_item, record_recommendation, record_session, withdraw_item
from outcomes.rewording import compare_words
from tests.factories import (
    make_organiser,
    make_outcome,
    make_rapporteur,
    make_session,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"outcomes:{name}", args=args)


@pytest.fixture
def ana():
    return make_user(full_name="Ana")


@pytest.fixture
def item(meeting, ana):
    return record_recommendation(
        session=make_session(),
        by=ana,
        outcome=make_outcome(number=1, short_title_en="Routes"),
        language="en",
        text_en="Share all data.",
        proposed_by="Ruritania",
    )


def stretches(item, **asked):
    return [
        (s.first.number, s.last.number, str(s.last.made_by))
        for s in read_history(item, page=1, **asked)[0]
    ]


# -- Word by word -------------------------------------------------------------------------------


def test_words_that_part_are_marked_and_the_rest_is_not():
    pieces = compare_words("Share all data.", "Share some data today.")

    assert [(p.text, p.is_removed, p.is_added) for p in pieces] == [
        ("Share ", False, False),
        ("all data.", True, False),
        ("some data today.", False, True),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("", "a"), ("a\n\nb", "a b"), ("x " * 2500, "x y " * 1200), ("é", "e\u0301")],
)
def test_both_wordings_can_be_read_from_what_is_compared(before, after):
    pieces = compare_words(before, after)

    assert "".join(piece.text for piece in pieces if not piece.is_added) == before
    assert "".join(piece.text for piece in pieces if not piece.is_removed) == after


def test_what_the_meeting_gives_is_named_and_not_numbered():
    make_outcome(number=1, short_title_en="Routes")
    make_outcome(number=2, short_title_en="Work")

    found = compare_details(
        Recommendation,
        {"outcome": 1, "kind": "option", "reviewed_es": False, "level": ""},
        {"outcome": 2, "kind": "step", "reviewed_es": True, "level": ""},
    )

    said = {d.label: "".join(p.text for p in d.after) for d in found}
    assert said == {
        "Expected outcome": "2. Work",
        "Kind": "Step",
        "Spanish reviewed": "yes",
    }


# -- Who and when -------------------------------------------------------------------------------


def test_what_one_person_saves_in_a_row_is_shown_as_one(item, ana):
    eva = make_user(full_name="Eva")
    for number, (by, text) in enumerate(
        [(ana, "One."), (ana, "Two."), (eva, "Three."), (ana, "Four.")], start=1
    ):
        change_item(item, version=number, by=by, text_en=text)

    assert stretches(item) == [(5, 5, "Ana"), (4, 4, "Eva"), (1, 3, "Ana")]
    assert len(stretches(item, each=True)) == 5


def test_a_long_pause_begins_anew(item, ana):
    change_item(item, version=1, by=ana, text_en="One.")
    first = item.versions.get(number=1)
    Version.objects.filter(pk=first.pk).update(made_at=first.made_at - timedelta(hours=1))

    assert stretches(item) == [(2, 2, "Ana"), (1, 1, "Ana")]


def test_the_page_shows_what_changed_in_words_and_who_changed_it(client, item):
    eva = make_user(full_name="Eva Ruiz")
    change_item(item, version=1, by=eva, text_en="Share some data.")
    withdraw_item(item, version=2, by=make_user())
    client.force_login(make_organiser())

    page = client.get(url("recommendation_history", item.pk)).content.decode()

    assert '[removed: </span>all <span class="visually-hidden">]</span></del>' in page
    assert '[added: </span>some <span class="visually-hidden">]</span></ins>' in page
    assert "Eva Ruiz" in page
    assert "it was submitted, withdrawn or put back" in page
    assert "Ruritania" in page


def test_a_version_says_who_was_said_to_have_proposed_it(item):
    for number, names in enumerate(["Freedonia", "", "Sylvania"], start=1):
        change_item(item, version=number, by=None, proposed_by=names)

    said = item.versions.order_by("number").values_list("proposed_by", flat=True)
    assert list(said) == ["Ruritania", "Freedonia", "", "Sylvania"]


# -- Back to an earlier one ---------------------------------------------------------------------


def test_going_back_is_a_version_of_its_own(client, item):
    change_item(item, version=1, by=None, text_en="Share nothing.", proposed_by="Freedonia")
    rapporteur = make_rapporteur(item.session)
    client.force_login(rapporteur)

    client.post(url("version_restore", item.versions.get(number=1).pk), {"version": 2})

    item.refresh_from_db()
    assert (item.text_en, item.version, item.changed_by) == ("Share all data.", 3, rapporteur)
    assert Recommendation.objects.get().proposer.names == "Ruritania"
    assert item.versions.count() == 3


def test_who_may_not_know_a_proposer_does_not_bring_one_back(client, item):
    change_item(item, version=1, by=None, text_en="Share nothing.", proposed_by="Freedonia")
    client.force_login(make_rapporteur(make_session(kind="closing")))

    client.post(url("version_restore", item.versions.get(number=1).pk), {"version": 2})

    item = Recommendation.objects.get()
    assert (item.text_en, item.proposer.names) == ("Share all data.", "Freedonia")


@pytest.mark.parametrize("seen", ["1", "", "x", "²"])
def test_nobody_goes_back_over_what_they_have_not_read(client, item, seen):
    change_item(item, version=1, by=None, text_en="Share nothing.")
    client.force_login(make_organiser())
    first = item.versions.get(number=1)

    page = client.post(url("version_restore", first.pk), {"version": seen}, follow=True)

    assert "Someone changed this after you opened it." in page.content.decode()
    assert Recommendation.objects.get().text_en == "Share nothing."


def test_a_record_goes_back_with_its_times_and_without_the_notes_of_others(client, meeting):
    session = make_session()
    rapporteur = make_rapporteur(session)
    said = {"language": "en", "key_points": "One.", "notes": "Cold."}
    record_session(session, version=0, by=rapporteur, held_from=moment(4, "09:10"), **said)
    record_session(
        session, version=1, by=rapporteur, held_from=None, key_points="Two.", notes="Warm."
    )
    first = Version.objects.get(number=1)
    client.force_login(make_organiser())
    client.post(url("version_restore", first.pk), {"version": 2})
    by_organiser = SessionRecord.objects.get()
    client.force_login(rapporteur)
    client.post(url("version_restore", first.pk), {"version": 3})

    session.refresh_from_db()
    assert (by_organiser.key_points, by_organiser.notes) == ("One.", "Warm.")
    assert (session.record.notes, session.held_from) == ("Cold.", moment(4, "09:10"))
