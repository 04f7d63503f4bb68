"""How a session went, as its rapporteur notes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from outcomes.models import SessionRecord
from outcomes.models.wording import readers_language
from outcomes.versions import HELD

from .fields import TextField, VersionField


class MomentField(forms.DateTimeField):
    """A day and a time, in the meeting's own zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class SessionRecordForm(forms.ModelForm):
    """Attendance, times, key points; the working notes for those alone who may read them."""

    held_from = MomentField(required=False, label=_("Held from"))
    held_until = MomentField(required=False, label=_("Held until"))
    key_points = TextField(rows=8, required=False, label=_("Key points of the discussion"))
    notes = TextField(
        rows=5,
        required=False,
        label=_("Working notes"),
        help_text=_(
            "Only the rapporteurs of this session read them. They stand in no report and no export."
        ),
    )
    version = VersionField()

    field_order = ["attendance", "held_from", "held_until", "language", "key_points", "notes"]

    class Meta:
        model = SessionRecord
        fields = ["attendance", "language", "key_points", "notes"]
        help_texts = {"attendance": _("How many people were in the room.")}

    def __init__(self, *args, session: Session, reads_notes, **options):
        super().__init__(*args, **options)
        self.session = session
        self.initial["version"] = self.instance.version if self.instance.pk else 0
        if not self.instance.pk:
            self.initial["language"] = readers_language()
        for name in HELD:
            self.initial[name] = getattr(session, name)
        if not reads_notes:
            del self.fields["notes"]

    @property
    def about(self) -> str:
        """By what name a device keeps what is typed until it is saved."""
        return f"record.{self.session.pk}"

    @property
    def details(self) -> dict:
        """What was written, as recording.py takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def start_from(self, current: SessionRecord):
        """Let the next try start from this version, which its writer now sees."""
        self.data = self.data.copy()
        self.data["version"] = current.version
