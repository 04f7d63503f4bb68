"""How a refusal or a finding names a session: by its title, and when and where it is."""

from gfmd_meeting.dates import day_of_month


def with_time(session, zone) -> str:
    """“Opening” (4 October, 09:00–10:00)"""
    return f"“{session.title}” ({_when(session, zone)})"


def with_time_and_room(session, zone) -> str:
    """“Opening” (Plenary hall, 4 October, 09:00–10:00)"""
    return f"“{session.title}” ({session.room}, {_when(session, zone)})"


def moment(at, zone) -> str:
    """4 October, 09:00"""
    local = at.astimezone(zone)
    return f"{day_of_month(local.date())}, {local:%H:%M}"


def _when(session, zone):
    return f"{moment(session.starts_at, zone)}–{session.ends_at.astimezone(zone):%H:%M}"
