"""The figures count what is planned, recorded and adopted, by outcome, session and kind."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from gfmd_meeting.models import Emphasis, ExpectedOutcome, PriorRecommendation
from outcomes.consolidation import merge, move
from outcomes.coverage import find_orphans, group_by_outcome, measure_coverage
from outcomes.models import Kind, Practice, Recommendation, SessionRecord, Status
from tests.factories import (
    make_meeting,
    make_organiser,
    make_outcome,
    make_practice,
    make_rapporteur,
    make_recommendation,
    make_session,
)

PAGE, ITEMS = "/outcomes/coverage/", "/outcomes/coverage/items/"


@pytest.fixture
def outcomes(db):
    return [make_outcome(number=number) for number in (1, 2, 3)]


def adopt(item):
    Recommendation.objects.filter(pk=item.pk).update(
        status=Status.ADOPTED, adopted_at=timezone.now()
    )


def figures(rows=None):
    """Recorded and adopted in each cell, session by session."""
    return [
        [(cell.recorded, cell.adopted) for cell in row.cells]
        for row in rows or measure_coverage().sessions
    ]


def test_every_outcome_is_counted_by_kind_and_an_empty_one_too(outcomes):
    first, _second, third = outcomes
    make_practice(outcome=first)
    make_practice(outcome=first)
    make_recommendation(outcome=third, kind=Kind.OPTION)

    coverage = measure_coverage()

    assert [row.by_kind for row in coverage.outcomes] == [
        (0, 0, 0, 0, 2),
        (0, 0, 0, 0, 0),
        (0, 1, 0, 0, 0),
    ]
    assert [row.number for row in coverage.empty] == [2]
    assert (coverage.by_kind, coverage.recorded) == ((0, 1, 0, 0, 2), 3)


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
    make_recommendation(outcome=outcomes[0], withdrawn_at=timezone.now())
    make_practice(outcome=outcomes[0], withdrawn_at=timezone.now())

    assert measure_coverage().recorded == 0


def test_what_is_merged_counts_where_it_was_recorded_and_is_adopted_in_every_session(outcomes):
    sessions = [make_session(), make_session()]
    items = [make_recommendation(session=s, outcome=outcomes[0]) for s in sessions]
    adopt(merge(items, by=None, language="en", text_en="Both."))

    coverage = measure_coverage()

    assert figures() == [[(1, 1), (0, 0), (0, 0)]] * 2
    assert (coverage.recorded, coverage.adopted) == (2, 1)
    assert [row.adopted for row in coverage.sessions] == [1, 1]


def test_what_is_moved_counts_under_its_outcome_of_now(outcomes):
    item = make_recommendation(outcome=outcomes[0])
    adopt(move(item, outcome=outcomes[1], by=None))

    assert figures() == [[(0, 0), (1, 1), (0, 0)]]


def test_outcomes_without_adoption_and_sessions_without_a_record_are_marked(outcomes):
    noted, silent = make_session(), make_session()
    for session in (noted, silent):
        session.outcomes.set(outcomes)
    SessionRecord.objects.create(session=noted, language="en")
    adopt(make_recommendation(session=noted, outcome=outcomes[1]))

    coverage = measure_coverage()

    assert [row.number for row in coverage.unadopted] == [1, 3]
    assert [row.pk for row in coverage.unrecorded] == [silent.pk]


@pytest.mark.django_db
def test_prior_recommendations_and_emphases_that_nothing_standing_names_are_orphans():
    priors = [PriorRecommendation.objects.create(number=n, wording_en=f"P{n}") for n in (1, 2)]
    emphases = [Emphasis.objects.create(number=n, wording_en=f"E{n}") for n in (1, 2)]
    item, gone = make_recommendation(), make_recommendation(withdrawn_at=timezone.now())
    item.builds_on.add(priors[0])
    gone.builds_on.add(priors[1])
    item.emphases.add(emphases[1])

    orphans = find_orphans()

    assert [orphan.number for orphan in orphans.prior_recommendations] == [2]
    assert [orphan.wording for orphan in orphans.emphases] == ["E1"]


RECORDED = """
    SELECT session_id, number, SUM(n) FROM (
        SELECT session_id, outcome_id, COUNT(*) AS n FROM outcomes_recommendation
        WHERE withdrawn_at IS NULL AND made_in_id IS NULL GROUP BY session_id, outcome_id
        UNION ALL
        SELECT session_id, outcome_id, COUNT(*) AS n FROM outcomes_practice
        WHERE withdrawn_at IS NULL GROUP BY session_id, outcome_id
    ) counted JOIN gfmd_meeting_expectedoutcome o ON o.id = outcome_id GROUP BY session_id, number
"""
ADOPTED = """
    WITH RECURSIVE way (adopted, outcome_id, item, made_in_id, session_id) AS (
        SELECT id, outcome_id, id, made_in_id, session_id FROM outcomes_recommendation
        WHERE status = 'adopted' AND withdrawn_at IS NULL AND replaced_in_id IS NULL
        UNION
        SELECT way.adopted, way.outcome_id, r.id, r.made_in_id, r.session_id
        FROM way JOIN outcomes_recommendation r ON r.replaced_in_id = way.made_in_id
    )
    SELECT session_id, number, COUNT(DISTINCT adopted) FROM way
    JOIN gfmd_meeting_expectedoutcome o ON o.id = outcome_id
    WHERE made_in_id IS NULL GROUP BY session_id, number
"""


def asked_of_sql(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {(session, outcome): int(number) for session, outcome, number in cursor.fetchall()}


@pytest.fixture
def a_meeting_of_texts(outcomes):
    """Three sessions, of which everything happens to some items."""
    sessions = [make_session() for _ in range(3)]
    for number, session in enumerate(sessions):
        items = [
            make_recommendation(session=session, outcome=outcomes[n % 3]) for n in range(4 + number)
        ]
        make_practice(session=session, outcome=outcomes[number])
        adopt(items[-1])
        Recommendation.objects.filter(pk=items[0].pk).update(withdrawn_at=timezone.now())
    standing = Recommendation.objects.standing().exclude(status=Status.ADOPTED).order_by("pk")
    first = merge(standing[:3], by=None, language="en", text_en="Of three.")
    second = merge([first, standing[0]], by=None, language="en", text_en="Of four.")
    adopt(second)
    adopt(move(standing[1], outcome=outcomes[0], by=None))
    return sessions


def test_the_figures_equal_those_of_sql(a_meeting_of_texts):
    coverage = measure_coverage()

    cells = {(row.pk, cell.outcome): cell for row in coverage.sessions for cell in row.cells}
    for name, query in (("recorded", RECORDED), ("adopted", ADOPTED)):
        counted = {key: getattr(cell, name) for key, cell in cells.items() if getattr(cell, name)}
        assert counted == asked_of_sql(query)
    assert coverage.adopted == Recommendation.objects.adopted().count()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_without_the_items_of_one_outcome_exactly_its_row_is_marked(a_meeting_of_texts, number):
    for outcome in ExpectedOutcome.objects.all():
        make_recommendation(outcome=outcome, status=Status.ADOPTED, adopted_at=timezone.now())
    assert measure_coverage().unadopted == ()

    for model in (Recommendation, Practice):
        rows = model.objects.filter(outcome__number=number)
        if model is Recommendation:
            rows.update(status=Status.DRAFT, adopted_at=None)
        rows.update(withdrawn_at=timezone.now())

    assert [row.number for row in measure_coverage().unadopted] == [number]
    assert [row.number for row in measure_coverage().empty] == [number]


@pytest.mark.django_db
def test_the_figures_speak_the_readers_language():
    make_outcome(number=1, short_title_es="Resultado")

    with translation.override("es"):
        coverage = measure_coverage()

    assert coverage.outcomes[0].short_title == "Resultado"


@pytest.mark.parametrize("number", [1, 30])
def test_the_figures_take_five_questions_whatever_the_number(
    outcomes, number, django_assert_num_queries
):
    for _ in range(number):
        adopt(make_recommendation(outcome=outcomes[0]))

    with django_assert_num_queries(5):
        measure_coverage()


def test_items_stand_under_their_outcome_in_the_order_of_kinds(outcomes):
    practice = make_practice(outcome=outcomes[1])
    wish = make_recommendation(outcome=outcomes[1], kind=Kind.RECOMMENDATION)

    groups = group_by_outcome(
        ExpectedOutcome.objects.all(), [*Practice.objects.all(), *Recommendation.objects.all()]
    )

    assert groups == [
        (outcomes[0], []),
        (outcomes[1], [(Kind.RECOMMENDATION, [wish]), (Practice.kind, [practice])]),
        (outcomes[2], []),
    ]


@pytest.fixture
def organiser(client, meeting):
    client.force_login(make_organiser())


def test_every_figure_of_the_page_leads_to_as_many_items(client, a_meeting_of_texts, organiser):
    page = client.get(PAGE)
    assert page.status_code == 200

    for row in page.context["coverage"].sessions:
        for cell in row.cells:
            for name, number in (("", cell.recorded), ("&adopted", cell.adopted)):
                address = f"{ITEMS}?session={row.pk}&outcome={cell.outcome}{name}"
                shown = client.get(address).context
                assert len(shown["texts"]) + len(shown["practices"]) == number
                if number:
                    assert address.replace("&", "&amp;") in page.content.decode()


@pytest.mark.django_db
def test_a_rapporteur_reads_the_items_of_their_session_and_how_many_others_there_are(client):
    make_meeting()
    mine, other = make_recommendation(text_en="Mine."), make_recommendation(text_en="Theirs.")
    client.force_login(make_rapporteur(mine.session))

    page = client.get(ITEMS)

    assert [text["item"] for text in page.context["texts"]] == [mine]
    assert page.context["hidden"] == 1
    assert other.text_en not in page.content.decode()


@pytest.mark.parametrize(
    "query", ["session=x&outcome=²", "session=999999999", "outcome=" + "9" * 99]
)
def test_a_made_up_address_is_answered(client, organiser, query):
    assert client.get(f"{ITEMS}?{query}").status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_the_items_take_as_many_questions_whatever_their_number(
    client, organiser, number, django_assert_num_queries
):
    session, outcome = make_session(), make_outcome()
    for _ in range(number):
        make_recommendation(session=session, outcome=outcome)
        make_practice(session=session, outcome=outcome)

    with django_assert_num_queries(9):
        client.get(reverse("outcomes:coverage_items"))
