"""How the agenda writes days and times: in the reader's language and the meeting's zone."""

from datetime import date, datetime, time

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language

from gfmd_meeting.models import Meeting


def weekday_name(day: date) -> str:
    """Tuesday 4 October"""
    return f"{_capitalized(format_date(day, 'EEEE', locale=_locale()))} {day_name(day)}"


def short_weekday_name(day: date) -> str:
    """Tue 4"""
    return f"{_capitalized(format_date(day, 'EEE', locale=_locale()).rstrip('.'))} {day.day}"


def day_name(day: date) -> str:
    """4 October"""
    return format_skeleton("MMMMd", day, locale=_locale())


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


def _capitalized(word):
    return word[:1].upper() + word[1:]


def _locale():
    # English dates are written as the United Nations write them.
    language = (get_language() or "en")[:2]
    return Locale.parse("en_GB" if language == "en" else language)
