"""Days and times as organisers write them: as ISO does, with the day first, or in words."""

import re
from datetime import date, datetime, time
from functools import cache

from babel.dates import get_month_names
from django.conf import settings
from django.utils.translation import gettext as _

from .cells import fold

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})"
)
_WORDED = (
    re.compile(
        r"(?P<day>\d{1,2})(er)?\.? (de )?(?P<month>[^\W\d]+)\.?,? (del? )?(?P<year>\d{4})",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2}),? (?P<year>\d{4})"),
)
# A day and, after it, the time of a clock; a day in words ends with its year.
_DAY_AND_CLOCK = (
    re.compile(r"(\S+?)(?:(?:T|,? )(\S+))?"),
    re.compile(r"(.*\D \d{4})(?:,? (\S+))?"),
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(:\d{2}(\.\d+)?)?", re.IGNORECASE)


def read_day(value) -> date | None:
    """The day that a cell tells, or nothing if it tells none. Raises ValueError for no such day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = " ".join(str(value).split())
    # A workbook may keep a day with its midnight.
    found = (
        _ISO.fullmatch(text.removesuffix(" 00:00:00"))
        or _DAY_FIRST.fullmatch(text)
        or _worded(text)
    )
    if found is None:
        return None
    month = _months().get(fold(found["month"]), found["month"])
    try:
        return date(int(found["year"]), int(month), int(found["day"]))
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
    parts = next(filter(None, (form.fullmatch(text) for form in _DAY_AND_CLOCK)), None)
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


def _worded(text):
    """A day whose month is a word, where there is a month of that name."""
    found = next(filter(None, (form.fullmatch(text) for form in _WORDED)), None)
    return found if found and fold(found["month"]) in _months() else None


@cache
def _months() -> dict[str, int]:
    """The months by their names and abbreviations in the languages of the meeting."""
    return {
        fold(name).rstrip("."): number
        for language, _name in settings.LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }
