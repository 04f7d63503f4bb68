"""The agenda as a sheet: one session a row, at local times of the meeting."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from gfmd_meeting.models import ExpectedOutcome, Meeting, SpecificObjective
from gfmd_meeting.spreadsheets import SheetResource
from registrations.columns import YesNoCell

from .clashes import note_on_days, place_session
from .columns import (
    AudienceWidget,
    DayWidget,
    KindWidget,
    NumbersWidget,
    RoomWidget,
    TextField,
    TimeWidget,
    find_room,
)
from .models import Kind, Session

OUTCOMES = NumbersWidget(ExpectedOutcome, _("There is no expected outcome “%(numbers)s”."))
OBJECTIVES = NumbersWidget(SpecificObjective, _("There is no specific objective “%(numbers)s”."))

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
    "audience": ("open to", "abierta a", "abierto a", "público", "ouverte à", "public"),
    "objectives": (
        "specific objectives",
        "objetivos",
        "objetivos específicos",
        "objectifs",
        "objectifs spécifiques",
    ),
    "across_rooms": ("across all rooms", "all rooms", "todas las salas", "toutes les salles"),
}


class SessionResource(SheetResource):
    """The agenda. A session is known by its room and start; rooms are made when new.

    People are not in it: roles are given at the desk, one by one. Where the sheet does
    not say what goes across all rooms, a new break does.
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
    expected_outcomes = Field("outcomes", "expected_outcomes", OUTCOMES)
    interpretation = TextField("interpretation")
    audience = Field("audience", "audience", AudienceWidget())
    objectives = Field("objectives", "objectives", OBJECTIVES)
    across_rooms = Field("spans_rooms", "across_rooms", YesNoCell())
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
            "audience",
            "objectives",
            "across_rooms",
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
        return queryset.select_related("room").prefetch_related("outcomes", "objectives")

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

    def prepare(self):
        self.meeting = Meeting.objects.get()

    def notes_on(self, instance, is_new):
        return note_on_days(instance, self.meeting)

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        if instance.pk is None and "across_rooms" not in row:
            instance.spans_rooms = instance.kind == Kind.BREAK

    def store(self, instance, is_new):
        place_session(instance, by=self.by)
