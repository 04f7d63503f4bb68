"""A limit of the meeting file holds for what is given out while the file is loaded."""

import threading
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import Meeting, StakeholderGroup
from registrations.models import Participant, Status
from registrations.seats import confirm_participant
from tests.factories import make_delegation, make_organiser, make_participant

NAIROBI = Path(__file__).with_name("nairobi.toml")


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_either_taken_or_taken_away(tmp_path):
    """One confirms a third person while another loads a file with two seats."""
    load_meeting_file(NAIROBI)
    Meeting.objects.update(seats=3, seats_expected=0)
    StakeholderGroup.objects.update(seats=None)
    delegation = make_delegation(group=StakeholderGroup.objects.get(key="trade-unions"))
    for _ in range(2):
        make_participant(delegation=delegation, status=Status.CONFIRMED)
    third, organiser = make_participant(delegation=delegation), make_organiser()
    lowered = tmp_path / "lowered.toml"
    lines = NAIROBI.read_text(encoding="utf-8").splitlines()
    lowered.write_text(
        "\n".join(line for line in lines if not line.startswith("seats = ")).replace(
            "seats_expected = 30", "seats_expected = 0\nseats = 2"
        ),
        encoding="utf-8",
    )
    together, done, refused = threading.Barrier(2), [], []

    def act(name, do):
        try:
            together.wait()
            do()
            done.append(name)
        except ValidationError:
            refused.append(name)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=("load", lambda: load_meeting_file(lowered))),
        threading.Thread(
            target=act,
            args=("confirm", lambda: confirm_participant(participant=third, by=organiser)),
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == len(refused) == 1
    assert Participant.objects.seated().count() <= Meeting.objects.get().seats
