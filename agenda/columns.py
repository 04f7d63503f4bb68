"""What the cells of the agenda's sheet mean, and how they are written."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import ManyToManyWidget, Widget

from gfmd_meeting.spreadsheets import in_cell
from gfmd_meeting.spreadsheets.dates import read_day
from registrations.columns import ChoiceCell

from .models import Audience, Kind, Room


class DayWidget(Widget):
    def render(self, value, obj=None, **kwargs):
        return timezone.localdate(value).isoformat() if value else ""


class TimeWidget(Widget):
    """A time of the row's date, as 09:30; one of another day has its date before it."""

    OF_ANOTHER_DAY = re.compile(r"(\d{4}-\d{2}-\d{2}) (.+)")

    def clean(self, value, row=None, **kwargs):
        day, clock = row.get("date"), str(value)
        if other := self.OF_ANOTHER_DAY.fullmatch(clock):
            day, clock = other.groups()
        try:
            at = parse_time(clock)
        except ValueError:
            at = None
        if at is None:
            raise ValueError(_("“%(value)s” is no time: write it as 09:30.") % {"value": value})
        try:
            day = _read_day(day)
        except ValueError as refusal:
            raise in_cell("date", str(refusal)) from refusal
        return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())

    def render(self, value, obj=None, **kwargs):
        return f"{timezone.localtime(value):%H:%M}" if value else ""


class KindWidget(Widget):
    """A kind by its name, such as “working group”."""

    def clean(self, value, row=None, **kwargs):
        kind = re.sub(r"[\s_-]+", "_", str(value).lower())
        if kind not in Kind.values:
            raise ValueError(
                _("“%(value)s” is no kind of session. The kinds are: %(kinds)s.")
                % {"value": value, "kinds": ", ".join(map(_spaced, Kind.values))}
            )
        return kind

    def render(self, value, obj=None, **kwargs):
        return _spaced(value or "")


class RoomWidget(Widget):
    """A room by its name in any language; one that is new is made."""

    def clean(self, value, row=None, **kwargs):
        return find_room(value) or self._make(value)

    def render(self, value, obj=None, **kwargs):
        return value.name_en if value else ""

    def _make(self, name):
        last = Room.objects.aggregate(last=Max("position"))["last"]
        room = Room(name_en=str(name), position=0 if last is None else last + 1)
        try:
            room.full_clean()
        except ValidationError as refusal:
            raise ValueError(" ".join(refusal.messages)) from refusal
        room.save()
        return room


class NumbersWidget(ManyToManyWidget):
    """Rows of the concept note by their numbers, parted by spaces."""

    def __init__(self, model, unknown):
        super().__init__(model, separator=" ", field="number")
        self.unknown = unknown

    def clean(self, value, row=None, **kwargs):
        numbers = [number for number in re.split(r"[\s,;]+", str(value)) if number]
        known = {str(each.number): each for each in self.model.objects.all()}
        if unknown := [number for number in numbers if number not in known]:
            raise ValidationError(self.unknown % {"numbers": ", ".join(unknown)})
        return [known[number] for number in numbers]


class AudienceWidget(ChoiceCell):
    """Whom a session is open to, by its name in any language. An empty cell is all."""

    def __init__(self):
        super().__init__(Audience.choices)

    def clean(self, value, row=None, **kwargs):
        return super().clean(value, row, **kwargs) or Audience.ALL


class TextWidget(Widget):
    """Lines end as they do in what is typed into a form."""

    def clean(self, value, row=None, **kwargs):
        return "\n".join(str(value).splitlines())


class TextField(Field):
    """A text in one language, of which an empty one is as good as none."""

    def __init__(self, name):
        super().__init__(name, name, TextWidget())

    def get_value(self, instance):
        return super().get_value(instance) or ""


def find_room(name) -> Room | None:
    """The room that has this name in one of the languages."""
    named = Q(name_en=name) | Q(name_es=name) | Q(name_fr=name)
    return Room.objects.filter(named).first() if name else None


def _read_day(value):
    day = read_day(value)
    if day is None:
        raise ValueError(
            _("“%(value)s” is no date: write year, month and day as in 2030-12-31.")
            % {"value": value}
        )
    return day


def _spaced(kind):
    return kind.replace("_", " ")
