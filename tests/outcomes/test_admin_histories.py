"""What organisers read of practices, records and the way to adoption; no private note among it."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from gfmd_meeting.admin import MeetingAdmin
from gfmd_meeting.models import Meeting
from outcomes import adoption
from outcomes.consolidation import merge
from outcomes.models import (
    AdoptionStep,
    Comment,
    Consent,
    Consolidation,
    GivenNumber,
    Practice,
    SessionRecord,
    Version,
)
from outcomes.recording import change_item, record_session, withdraw_item
from tests.factories import (
    make_organiser,
    make_outcome,
    make_party,
    make_practice,
    make_recommendation,
    make_session,
    make_user,
)
from tests.sheets import take, text_of, upload

pytestmark = pytest.mark.django_db

HISTORIES = (Consent, AdoptionStep, Comment, Consolidation, GivenNumber)
LISTS = (*HISTORIES, Practice, SessionRecord)
SECRET = "Between ourselves: it was shouted."


def desk(model, page="changelist", *args):
    return reverse(f"admin:outcomes_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def organiser(client, meeting):
    organiser = make_organiser()
    client.force_login(organiser)
    return organiser


def make_history(number=1):
    """Of each list that many rows: consents, steps, comments, mergers, numbers and the rest."""
    party = make_party(is_co_chair=True, key=f"p{Practice.objects.count()}")
    user, outcome = make_user(party=party), make_outcome()
    for _ in range(number):
        one, other = (
            make_recommendation(outcome=outcome, session=make_session()) for _ in range(2)
        )
        merged = merge([one, other], by=user, text_en=f"Merged of {one.pk}.")
        considered = adoption.take_up(merged, by=user)
        seen = adoption.wording_hash(considered, "en")
        adoption.consent(considered, party=party, by=user, language="en", seen_hash=seen)
        Comment.objects.create(
            recommendation=merged, party=party, body="Shorter.", language="en", written_by=user
        )
        make_practice()
        record_session(
            make_session(), version=0, by=user, language="en", key_points="All.", notes=SECRET
        )


@pytest.mark.parametrize("number", [1, 30])
def test_no_list_asks_more_of_the_database_for_more_rows(
    client, organiser, number, django_assert_max_num_queries
):
    make_history(number)
    for model in LISTS:
        assert model.objects.count() >= number
        with django_assert_max_num_queries(12):
            assert client.get(desk(model)).status_code == 200


@pytest.mark.parametrize("model", HISTORIES)
def test_a_history_is_read_and_not_written(client, organiser, model):
    make_history()
    page = desk(model, "change", model.objects.first().pk)

    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403
    assert client.get(desk(model, "add")).status_code == 403
    assert client.post(desk(model, "delete", 1), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", LISTS)
def test_every_list_is_searched(client, organiser, model):
    make_history()

    assert client.get(f"{desk(model)}?q=nothing-is-called-so").context["cl"].result_count == 0


def test_a_merger_tells_what_there_was_and_what_it_became(client, organiser):
    make_history()
    merger = Consolidation.objects.get()

    page = client.get(desk(Consolidation, "change", merger.pk)).content.decode()

    for item in (*merger.replaced.all(), *merger.made.all()):
        assert str(item) in page


def test_no_private_note_is_on_any_page_of_the_desk(client, organiser):
    make_history()
    record = SessionRecord.objects.get()
    assert any(SECRET in version.details["notes"] for version in record.versions.all())

    pages = [desk(model) for model in LISTS]
    pages += [desk(model, "change", model.objects.first().pk) for model in LISTS]
    pages.append(desk(SessionRecord, "history", record.pk))
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "shouted" not in answer.content.decode()
    assert client.get(f"{desk(SessionRecord)}?q=shouted").context["cl"].result_count == 0
    with pytest.raises(NoReverseMatch):
        desk(Version)


# -- Practices -------------------------------------------------------------------------------------


def typed(**fields):
    names = ["title", "text", "results"]
    empty = {f"{name}_{code}": "" for name in names for code in ("en", "es", "fr")}
    said = ("place", "since", "countries", "partners", "addressed_to", "proposed_by")
    empty |= dict.fromkeys(said, "")
    return (
        empty
        | {"language": "en", "source_url": "", "contact": "", "consent_note": ""}
        | {"owner_consent": "not_asked", "text_en": "Consular registers.", "started_from": 0}
        | {"versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}
        | fields
    )


def test_a_practice_is_recorded_and_changed_by_the_acts(client, organiser):
    session, outcome = make_session(), make_outcome()
    client.post(desk(Practice, "add"), typed(session=session.pk, outcome=outcome.pk))
    practice = Practice.objects.get()
    assert (practice.recorded_by, practice.version) == (organiser, 1)

    words = typed(outcome=outcome.pk, started_from=1, owner_consent="given", since="2006")
    page = desk(Practice, "change", practice.pk)
    assert client.post(page, words | {"proposed_by": "Ghana"}).status_code == 302

    practice.refresh_from_db()
    assert (practice.version, practice.since, practice.consent_by) == (2, 2006, organiser)
    assert practice.proposer.names == "Ghana"
    page = client.get(desk(Practice, "change", practice.pk)).content.decode()
    assert page.count("Consular registers.") >= 3


def test_an_older_version_of_a_practice_overwrites_nothing(client, organiser):
    practice = make_practice()
    change_item(practice, version=1, by=make_user(full_name="Eva Ruiz"), text_en="Theirs.")

    words = typed(outcome=practice.outcome_id, started_from=1, text_en="Mine.")
    page = client.post(desk(Practice, "change", practice.pk), words).content.decode()

    assert "Eva Ruiz changed this after you opened it." in page
    assert Practice.objects.get().text_en == "Theirs."


def test_practices_are_handed_in_withdrawn_and_put_back_from_the_list(client, organiser):
    practice, gone = make_practice(), make_practice()
    withdraw_item(gone, version=1, by=None)
    chosen = {"_selected_action": [practice.pk, gone.pk]}

    page = client.post(desk(Practice), chosen | {"action": "hand_in"}, follow=True)
    assert Practice.objects.get(pk=practice.pk).submitted_by == organiser
    assert "1 item was changed." in page.content.decode()
    client.post(desk(Practice), chosen | {"action": "put_back"})
    assert Practice.objects.standing().count() == 2
    client.post(desk(Practice), chosen | {"action": "withdraw"})
    assert not Practice.objects.standing().exists()


def test_a_sheet_of_practices_is_handed_in_at_their_desk(client, organiser):
    make_outcome(number=1)
    make_session(title_en="Session 1. Legal migration")
    sheet = text_of(
        ["expected_outcome", "session", "kind", "language", "text", "since"],
        [1, "Session 1", "practice", "en", "Consular registers.", 2006],
    )

    take(client, upload(client, desk(Practice, "import"), sheet))

    assert Practice.objects.get().since == 2006


# -- Records ---------------------------------------------------------------------------------------


def test_a_record_is_kept_by_the_act_and_leaves_the_notes_alone(client, organiser):
    session = make_session()
    record = record_session(session, version=0, by=None, language="en", notes=SECRET)
    words = {"language": "es", "attendance": "42", "key_points": "Todo.", "started_from": 1}

    client.post(desk(SessionRecord, "change", record.pk), words)

    record.refresh_from_db()
    assert (record.language, record.attendance, record.key_points) == ("es", 42, "Todo.")
    assert (record.notes, record.version, record.changed_by) == (SECRET, 2, organiser)


def test_a_record_can_be_begun_at_the_desk(client, organiser):
    words = {"session": make_session().pk, "language": "en", "key_points": "All."}

    client.post(desk(SessionRecord, "add"), words)

    assert SessionRecord.objects.get().key_points == "All."


# -- The meeting -----------------------------------------------------------------------------------


def test_every_setting_of_the_meeting_stands_in_a_group(client, organiser):
    # Once it was shown, a field stands there by its languages.
    shown = {
        re.sub(r"_(en|es|fr)$", "", name)
        for _title, group in MeetingAdmin.fieldsets
        for row in group["fields"]
        for name in ([row] if isinstance(row, str) else row)
    }
    translated = ("_en", "_es", "_fr")
    fields = {f.name for f in Meeting._meta.fields if not f.name.endswith(translated)} - {"id"}

    assert shown == fields
    page = client.get(reverse("admin:gfmd_meeting_meeting_change", args=[1])).content.decode()
    assert "under the Chatham House Rule" in page.replace("Under", "under")
