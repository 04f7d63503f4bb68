"""The figures count what stands, by outcome, session and kind."""

import pytest
from django.utils import timezone, translation

from gfmd_meeting.models import ExpectedOutcome
from outcomes.coverage import group_by_outcome, measure_coverage
from outcomes.models import Kind, Recommendation
from tests.factories import make_outcome, make_recommendation, make_session


@pytest.fixture
def outcomes(db):
    return [make_outcome(number=number) for number in (1, 2, 3)]


def test_every_outcome_is_counted_by_kind_and_an_empty_one_too(outcomes):
    first, _second, third = outcomes
    make_recommendation(outcome=first, kind=Kind.PRACTICE)
    make_recommendation(outcome=first, kind=Kind.PRACTICE)
    make_recommendation(outcome=third, kind=Kind.OPTION)

    coverage = measure_coverage()

    assert [row.by_kind for row in coverage.outcomes] == [(0, 0, 2), (0, 0, 0), (0, 1, 0)]
    assert [row.number for row in coverage.empty] == [2]
    assert (coverage.by_kind, coverage.recorded) == ((0, 1, 2), 3)


def test_a_session_has_a_gap_where_the_agenda_names_an_outcome_and_nothing_is_recorded(outcomes):
    session = make_session()
    session.outcomes.set(outcomes[:2])
    make_recommendation(session=session, outcome=outcomes[0])
    make_recommendation(session=session, outcome=outcomes[2])
    make_session()

    (row,) = measure_coverage().sessions

    assert [cell.recorded for cell in row.cells] == [1, 0, 1]
    assert [cell.is_gap for cell in row.cells] == [False, True, False]


def test_what_was_withdrawn_does_not_count(outcomes):
    item = make_recommendation(outcome=outcomes[0])
    Recommendation.objects.filter(pk=item.pk).update(withdrawn_at=timezone.now())

    assert measure_coverage().recorded == 0


@pytest.mark.django_db
def test_the_figures_speak_the_readers_language():
    make_outcome(number=1, short_title_es="Resultado")

    with translation.override("es"):
        coverage = measure_coverage()

    assert coverage.outcomes[0].short_title == "Resultado"


@pytest.mark.parametrize("number", [1, 30])
def test_the_figures_take_four_questions_whatever_the_number(
    outcomes, number, django_assert_num_queries
):
    for _ in range(number):
        make_recommendation(outcome=outcomes[0])

    with django_assert_num_queries(4):
        measure_coverage()


def test_items_stand_under_their_outcome_in_the_order_of_kinds(outcomes):
    practice = make_recommendation(outcome=outcomes[1], kind=Kind.PRACTICE)
    wish = make_recommendation(outcome=outcomes[1], kind=Kind.RECOMMENDATION)

    groups = group_by_outcome(ExpectedOutcome.objects.all(), Recommendation.objects.all())

    assert groups == [
        (outcomes[0], []),
        (outcomes[1], [(Kind.RECOMMENDATION, [wish]), (Kind.PRACTICE, [practice])]),
        (outcomes[2], []),
    ]
