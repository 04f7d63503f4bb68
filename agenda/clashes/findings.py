"""What a clash or a gap of the agenda is, as data."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Severity(TextChoices):
    """Whether a door lets it in. What is refused stands only where someone wrote past them."""

    REFUSED = "refused", _("Refused")
    WARNING = "warning", _("Warning")


class FindingKind(TextChoices):
    """What there is to be wrong with an agenda, the gravest first."""

    ROOM = "room", _("A room is taken twice")
    PERSON = "person", _("A person is in two places")
    ALL_ROOMS = "all_rooms", _("Held while everybody is elsewhere")
    DAYS = "days", _("Outside the days of the meeting")
    CHAIR = "chair", _("Nobody presides")
    RAPPORTEUR = "rapporteur", _("No rapporteur")
    NO_SEAT = "no_seat", _("Has a role and no seat")
    ARRIVAL = "arrival", _("Arrives too late")
    DEPARTURE = "departure", _("Leaves too early")
    LANGUAGES = "languages", _("A language is not interpreted")
    UNKNOWN_LANGUAGE = "unknown_language", _("The interpretation names no language")
    AUDIENCE = "audience", _("Not of a government")
    CAPACITY = "capacity", _("The room is too small")
    ALTERNATION = "alternation", _("The co-chairs do not alternate")
    OUTCOME = "outcome", _("An expected outcome without a session")


REFUSED_KINDS = (FindingKind.ROOM, FindingKind.PERSON)


@dataclass(frozen=True)
class Finding:
    """A clash or a gap: what, where, who, in a sentence in the reader's language.

    ``sessions`` are the numbers of those that it is about, ``link`` leads to where it
    is mended. ``room`` and ``outcome`` are numbers, ``person`` a name.
    """

    kind: FindingKind
    sentence: str
    sessions: tuple[int, ...] = ()
    room: int | None = None
    person: str = ""
    outcome: int | None = None

    @property
    def severity(self):
        return Severity.REFUSED if self.kind in REFUSED_KINDS else Severity.WARNING

    @property
    def link(self):
        """The desk's page of the session that would be changed, else the list of them."""
        if self.sessions:
            return reverse("admin:agenda_session_change", args=[self.sessions[-1]])
        return reverse("admin:agenda_session_changelist")
