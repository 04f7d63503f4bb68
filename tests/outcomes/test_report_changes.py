"""A revision says what changed since the one before it."""

import pytest

from agenda.models import Session
from outcomes.models import Recommendation, ReportKind
from outcomes.reports import request_report
from tests.factories import (
    make_organiser,
    make_outcome,
    make_participant,
    make_practice,
    make_recommendation,
)

pytestmark = pytest.mark.django_db


def revise(language="en"):
    report = request_report(kind=ReportKind.DRAFT, by=make_organiser())
    return report.snapshot[language].get("changes")


def make_considered(**fields):
    item = make_recommendation(status="considered", **fields)
    item.numbers.create(outcome=item.outcome, place=item.outcome.given_numbers.count() + 1)
    return item


def test_the_first_revision_has_nothing_to_change(meeting):
    assert revise() is None


def test_items_that_come_go_or_are_written_anew_are_told_by_their_numbers(meeting):
    outcome = make_outcome(number=2)
    stays, goes = make_considered(outcome=outcome), make_considered(outcome=outcome)
    revise()
    Recommendation.objects.filter(pk=stays.pk).update(text_en="Another text.")
    Recommendation.objects.filter(pk=goes.pk).update(status="not_retained")
    make_considered(outcome=outcome)

    changes = revise()

    assert changes["since"] == 1
    assert "2.1 says something else." in changes["told"]
    assert "2.3 is new." in changes["told"]
    assert "2.2 is no longer in the report." in changes["told"]


def test_what_nobody_changed_is_not_told(meeting):
    make_considered(outcome=make_outcome(number=1))
    revise()
    session = Session.objects.get()
    outcome = make_outcome(number=4)
    make_practice(outcome=outcome, session=session, submitted_at="2011-10-05T10:00Z")

    told = revise()["told"]

    assert told == ["P4.1 is new."]


def test_changes_are_told_in_the_language_of_the_report(meeting):
    revise()
    make_participant(status="confirmed")

    told = revise("es")["told"]

    assert any("participante" in sentence for sentence in told)
