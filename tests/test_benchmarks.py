"""The table that bin/bench prints is about the pages that it asked."""

from benchmarks.measure import measure, table


def test_pages_are_asked_by_turns_and_the_first_rounds_do_not_count():
    asked = []

    times = measure({"a": lambda: asked.append("a"), "b": lambda: asked.append("b")}, 3, warm_up=2)

    assert asked == ["a", "b"] * 5
    assert {name: len(seconds) for name, seconds in times.items()} == {"a": 3, "b": 3}


def test_the_table_divides_by_the_constant_answer_and_by_the_bare_template():
    times = {"constant": [0.001] * 3, "template": [0.002] * 3, "agenda": [0.008] * 3}

    assert table(times).splitlines()[-1].split()[-2:] == ["8.0", "4.0"]
