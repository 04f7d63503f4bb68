"""The agenda as a sheet: one session a row, at local times of the meeting."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import ManyToManyWidget, Widget

from gfmd_meeting.models import ExpectedOutcome, Meeting
from gfmd_meeting.spreadsheets import SheetResource, in_cell
from gfmd_meeting.spreadsheets.dates import read_day

from .clashes import place_session
from .models import Kind, Room, Session


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


class OutcomesWidget(ManyToManyWidget):
    """Expected outcomes by their numbers, parted by spaces."""

    def __init__(self):
        super().__init__(ExpectedOutcome, separator=" ", field="number")

    def clean(self, value, row=None, **kwargs):
        numbers = [number for number in re.split(r"[\s,;]+", str(value)) if number]
        known = {str(outcome.number): outcome for outcome in ExpectedOutcome.objects.all()}
        if unknown := [number for number in numbers if number not in known]:
            raise ValidationError(
                _("There is no expected outcome “%(numbers)s”.") % {"numbers": ", ".join(unknown)}
            )
        return [known[number] for number in numbers]


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


HEADINGS = {
    "date": ("day", "fecha", "día", "jour"),
    "start": ("from", "inicio", "hora de inicio", "comienzo", "début", "heure de début"),
    "end": ("to", "until", "fin", "hora de fin", "término", "heure de fin"),
    "kind": ("type", "tipo", "clase", "nature"),
    "room": ("sala", "salón", "salle"),
    "title_en": ("title", "title (English)", "título en inglés", "titre en anglais"),
    "title_es": ("title (Spanish)", "título", "título en español", "titre en espagnol"),
    "title_fr": ("title (French)", "titre", "título en francés", "titre en français"),
    "expected_outcomes": ("outcomes", "resultados esperados", "résultats attendus"),
    "interpretation": ("interpretación", "interprétation"),
}


class SessionResource(SheetResource):
    """The agenda. A session is known by its room and start; rooms are made when new.

    People are not in it: roles are given at the desk, one by one.
    """

    also_called = HEADINGS
    required_columns = ["date", "start", "end", "kind", "room", "title_en"]

    date = Field("starts_at", "date", DayWidget(), readonly=True)
    start = Field("starts_at", "start", TimeWidget())
    end = Field("ends_at", "end", TimeWidget())
    kind = Field("kind", "kind", KindWidget())
    room = Field("room", "room", RoomWidget())
    title_en = TextField("title_en")
    title_es = TextField("title_es")
    title_fr = TextField("title_fr")
    expected_outcomes = Field("outcomes", "expected_outcomes", OutcomesWidget())
    interpretation = TextField("interpretation")
    description_en = TextField("description_en")
    description_es = TextField("description_es")
    description_fr = TextField("description_fr")
    guiding_questions_en = TextField("guiding_questions_en")
    guiding_questions_es = TextField("guiding_questions_es")
    guiding_questions_fr = TextField("guiding_questions_fr")

    class Meta(SheetResource.Meta):
        model = Session
        import_id_fields = []
        fields = [
            "date",
            "start",
            "end",
            "kind",
            "room",
            "title_en",
            "title_es",
            "title_fr",
            "expected_outcomes",
            "interpretation",
            "description_en",
            "description_es",
            "description_fr",
            "guiding_questions_en",
            "guiding_questions_es",
            "guiding_questions_fr",
        ]
        export_order = fields

    def export(self, *args, **kwargs):
        with timezone.override(Meeting.objects.get().zone):
            return super().export(*args, **kwargs)

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("room").prefetch_related("outcomes")

    def dehydrate_end(self, session):
        start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        return f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"

    def get_instance(self, instance_loader, row):
        try:
            start = self.fields["start"].clean(row)
        except (ValueError, ValidationError):
            # Said in its cell when the row is read.
            return None
        return Session.objects.filter(room=find_room(row["room"]), starts_at=start).first()

    def store(self, instance, is_new):
        place_session(instance, by=self.by)


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
