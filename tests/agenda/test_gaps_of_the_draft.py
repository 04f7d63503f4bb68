"""The gaps of the draft as it is stored."""

import pytest
from django.utils import translation

from agenda.clashes import read_plan, review_agenda
from agenda.clashes.findings import FindingKind, Severity
from agenda.models import Assignment
from registrations.models import Participant, Status
from tests.factories import (
    make_assignment,
    make_delegation,
    make_objective,
    make_outcome,
    make_participant,
    make_party,
    make_room,
    make_session,
    moment,
)

CO_CHAIRS = {"SV": "El Salvador", "MX": "Mexico"}


@pytest.fixture
def draft(meeting):
    """A session with every fault that its roles can have, written past the rules."""
    make_outcome(number=1)
    make_objective(number=1)
    for country, name in CO_CHAIRS.items():
        make_party(country=country, short_name_en=name)
    hall = make_room(name_en="Hall", name_es="Sala", capacity=1)
    session = make_session(
        title_en="One", title_es="Uno", room=hall, audience="governments", interpretation="en"
    )
    body = make_delegation(country="SV")
    person = make_participant(
        delegation=body,
        status=Status.CONFIRMED,
        language="fr",
        arrives_at=moment(4, "09:30"),
        departs_at=moment(4, "09:45"),
    )
    make_assignment(session=session, participant=person, role="chair")
    Assignment.objects.create(session=session, guest_name="H.E. Bo Li", role="keynote")
    return session


def test_the_stored_draft_is_read_into_a_plan(draft):
    (session,) = read_plan().sittings

    assert [held.name for held in session.present] == [
        draft.assignments.first().participant.full_name,
        "H.E. Bo Li",
    ]
    assert read_plan().co_chairs == CO_CHAIRS
    assert [finding.kind for finding in review_agenda()] == [
        "rapporteur",
        "arrival",
        "departure",
        "languages",
        "capacity",
        "outcome",
    ]


def test_what_was_written_past_the_doors_is_found_and_named_as_refused(draft):
    other = make_session(starts_at=moment(4, "09:59"), ends_at=moment(4, "11:00"))
    Assignment.objects.create(session=other, guest_name="h.e. BO  LÍ", role="speaker")

    (finding,) = (one for one in review_agenda() if one.severity == Severity.REFUSED)

    assert (finding.kind, finding.sessions) == (FindingKind.PERSON, (draft.pk, other.pk))


def test_findings_are_in_the_readers_language(draft):
    with translation.override("es"):
        assert any("“Uno”" in finding.sentence for finding in review_agenda())


@pytest.mark.parametrize("sessions", [1, 30])
def test_the_whole_agenda_is_read_in_as_many_queries_as_one_session(
    meeting, sessions, django_assert_num_queries
):
    make_outcome()
    for _ in range(sessions):
        held = make_assignment()
        held.session.outcomes.add(*held.session.outcomes.all())
        Participant.objects.filter(pk=held.participant_id).update(status=Status.WITHDRAWN)

    with django_assert_num_queries(7):
        assert len(review_agenda()) >= sessions
