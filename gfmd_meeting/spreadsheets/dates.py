"""Days and times as organisers write them: as ISO does, or with the day first."""

import re
from datetime import date, datetime, time

from django.utils.translation import gettext as _

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})"
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(:\d{2}(\.\d+)?)?", re.IGNORECASE)


def read_day(value) -> date | None:
    """The day that a cell tells, or nothing if it tells none. Raises ValueError for no such day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    # A workbook may keep a day with its midnight.
    found = _ISO.fullmatch(text.removesuffix(" 00:00:00")) or _DAY_FIRST.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*(int(found[part]) for part in ("year", "month", "day")))
    except ValueError:
        raise ValueError(
            _("“%(value)s” is no day of the calendar. The day comes before the month.")
            % {"value": text}
            if _DAY_FIRST.fullmatch(text)
            else _("“%(value)s” is no day of the calendar.") % {"value": text}
        ) from None


def read_moment(value) -> datetime | None:
    """The moment that a cell tells, without a zone; a day alone is its midnight."""
    if isinstance(value, datetime):
        return value
    text = " ".join(str(value).split())
    parts = re.fullmatch(r"(\S+?)(?:(?:T|,? )(\S+))?", text)
    day = read_day(parts[1]) if parts else None
    if day is None:
        return None
    if parts[2] is None:
        return datetime.combine(day, time())
    clock = _CLOCK.fullmatch(parts[2])
    if clock is None:
        return None
    try:
        return datetime.combine(day, time(int(clock["hour"]), int(clock["minute"])))
    except ValueError:
        raise ValueError(_("“%(value)s” is no time of the day.") % {"value": parts[2]}) from None
