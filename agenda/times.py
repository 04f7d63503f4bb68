"""How the agenda writes days and times: in the reader's language and the meeting's zone."""

from datetime import date, datetime, time

from babel.dates import format_date

from gfmd_meeting.dates import day_of_month, readers_locale
from gfmd_meeting.models import Meeting


def weekday_name(day: date) -> str:
    """Tuesday 4 October"""
    return f"{_capitalized(format_date(day, 'EEEE', locale=readers_locale()))} {day_of_month(day)}"


def short_weekday_name(day: date) -> str:
    """Tue 4"""
    return f"{_capitalized(format_date(day, 'EEE', locale=readers_locale()).rstrip('.'))} {day.day}"


def clock(moment: datetime, meeting: Meeting) -> str:
    """09:30"""
    return moment.astimezone(meeting.zone).strftime("%H:%M")


def offset_name(meeting: Meeting) -> str:
    """UTC−6, as it is on the meeting's first day at noon."""
    noon = datetime.combine(meeting.starts_on, time(12), tzinfo=meeting.zone)
    minutes = int(noon.utcoffset().total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def name_of_another_day(sessions: list[dict], days: list[dict], today: date) -> str:
    """The name of the day of these sessions (see programme.py), where it is not this one."""
    on = sessions[0]["starts_at"][:10] if sessions else today.isoformat()
    return next((day["name"] for day in days if day["date"] == on != today.isoformat()), "")


def _capitalized(word):
    return word[:1].upper() + word[1:]
