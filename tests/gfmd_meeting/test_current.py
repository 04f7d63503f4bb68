"""Every page works in the meeting's own time."""

import pytest
from django.utils import timezone


@pytest.mark.django_db
def test_pages_speak_the_time_of_the_meeting(client, meeting, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "gfmd_meeting.views.connection.ensure_connection",
        lambda: seen.append(timezone.get_current_timezone_name()),
    )

    client.get("/health/")

    assert seen[-1:] == ["America/El_Salvador"]
