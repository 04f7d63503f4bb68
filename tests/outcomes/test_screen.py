"""The screen of the closing session stands where it was moved to, and nowhere else."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from outcomes.models import ClosingScreen
from outcomes.numbers import number_of
from outcomes.recording import withdraw_item
from outcomes.screen import find_present_stop, move_screen, stops_of_screen
from tests.factories import make_considered, make_organiser, make_outcome, make_recommendation


def where():
    stops = stops_of_screen()
    stop = stops[find_present_stop(ClosingScreen.objects.first(), stops)]
    return number_of(stop.item) if stop.item else str(stop.outcome.number)


@pytest.fixture
def outcomes(db):
    """Two outcomes: 1.1 and 1.2 are under consideration, and 2.1."""
    outcomes = [make_outcome(number=n) for n in (1, 2)]
    for outcome in (outcomes[0], outcomes[0], outcomes[1]):
        make_considered(outcome=outcome)
    make_recommendation(outcome=outcomes[0])
    return outcomes


def test_it_steps_from_text_to_text_and_stays_at_the_ends(outcomes):
    by, seen = make_organiser(), [where()]
    for _ in range(6):
        move_screen(to="next", by=by)
        seen.append(where())

    assert seen == ["1", "1.1", "1.2", "2", "2.1", "2.1", "2.1"]
    move_screen(to="previous", by=by)
    assert where() == "2"


@pytest.mark.parametrize(
    ("moves", "place"),
    [
        (["last"], "2.1"),
        (["last", "first"], "1"),
        (["next_outcome"], "2"),
        (["next_outcome", "next_outcome"], "2"),
        (["last", "previous_outcome"], "2"),
        (["last", "previous_outcome", "previous_outcome"], "1"),
        (["previous_outcome"], "1"),
    ],
)
def test_it_goes_from_outcome_to_outcome_and_to_the_ends(outcomes, moves, place):
    by = make_organiser()
    for to in moves:
        move_screen(to=to, by=by)

    assert where() == place


def test_a_text_that_is_withdrawn_leaves_its_outcome_on_the_screen(outcomes):
    by = make_organiser()
    move_screen(to="last", by=by)
    item = ClosingScreen.objects.get().recommendation

    withdraw_item(item, version=item.version, by=by)

    assert where() == "2"


def test_each_move_is_counted_and_signed(outcomes):
    by = make_organiser()

    move_screen(to="next", by=by)
    screen = move_screen(to="next", by=by)

    assert (screen.turn, screen.moved_by) == (2, by)


def test_no_other_move_is_made(outcomes):
    with pytest.raises(ValidationError) as refusal:
        move_screen(to="sideways", by=make_organiser())
    assert refusal.value.code == "unknown_move"


@pytest.mark.django_db
def test_without_expected_outcomes_there_is_nothing_to_show():
    with pytest.raises(ValidationError) as refusal:
        move_screen(to="next", by=make_organiser())
    assert refusal.value.code == "nothing_to_show"


@pytest.mark.django_db(transaction=True)
def test_four_steps_in_the_same_moment_are_four_steps():
    outcome = make_outcome()
    for _ in range(5):
        make_considered(outcome=outcome)
    by, start = make_organiser(), threading.Barrier(4)

    def step():
        start.wait()
        try:
            move_screen(to="next", by=by)
        finally:
            connection.close()

    threads = [threading.Thread(target=step) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert where() == f"{outcome.number}.4"
    assert ClosingScreen.objects.get().turn == 4
