"""``manage.py load_meeting``, as the person at the terminal meets it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gfmd_meeting.models import Meeting

NAIROBI = Path(__file__).with_name("nairobi.toml")


def told(*args):
    out = StringIO()
    call_command("load_meeting", *args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_it_says_what_it_stored_and_the_second_time_that_nothing_changed():
    first = told(str(NAIROBI))
    assert first.startswith("Workshop on skills and seasonal work is loaded.")
    for line in ("added 1 meeting\n", "added 2 parties\n", "added 4 expected outcomes\n"):
        assert line in first
    assert told(str(NAIROBI)) == "Workshop on skills and seasonal work: nothing changed.\n"


@pytest.mark.django_db
def test_it_says_what_changed_and_what_went(tmp_path):
    told(str(NAIROBI))
    text = NAIROBI.read_text(encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text(
        text.partition("[[sections.figures]]")[0].replace("seats = 40", "seats = 42"),
        encoding="utf-8",
    )
    assert told(str(other)).splitlines()[1:] == [
        "  changed meeting.seats",
        "  removed figure “One in five: seasonal workers change trade”",
    ]


@pytest.mark.django_db
def test_a_file_that_comes_with_the_system_is_loaded_by_its_name():
    told("san_salvador_2011")
    assert Meeting.objects.get().city_en == "San Salvador"


@pytest.mark.django_db
def test_every_fault_is_printed_and_nothing_stored(tmp_path):
    text = NAIROBI.read_text(encoding="utf-8")
    faulty = tmp_path / "faulty.toml"
    faulty.write_text(
        text.replace("number = 4", "number = 9").replace('"EUR"', '"EUX"'), encoding="utf-8"
    )
    with pytest.raises(CommandError) as refusal:
        told(str(faulty))
    assert str(refusal.value).splitlines() == [
        "Nothing was stored:",
        "  meeting.currency: no currency has the code EUX",
        "  expected_outcomes: numbers run from 1 without a gap, but here they are 1, 2, 3, 9",
    ]
    assert refusal.value.returncode != 0
    assert not Meeting.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_told_with_the_names_of_those_that_are():
    with pytest.raises(CommandError, match=r"no meeting file “lima.toml”.*san_salvador_2011"):
        told("lima.toml")
