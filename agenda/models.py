"""What happens when: rooms, sessions, and who does what in them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome
from registrations.models import Participant

LANGUAGE_CODES = RegexValidator(
    r"^(([a-z]{2})( [a-z]{2})*)?\Z", _("Language codes parted by spaces, such as: en es fr")
)


class Kind(models.TextChoices):
    """What sort of item of the agenda a session is."""

    ACCREDITATION = "accreditation", _("Accreditation")
    OPENING = "opening", _("Opening")
    PLENARY = "plenary", _("Plenary")
    SESSION = "session", _("Session")
    WORKING_GROUP = "working_group", _("Working group")
    RAPPORTEURS = "rapporteurs", _("Rapporteurs' meeting")
    BREAK = "break", _("Break")
    SOCIAL = "social", _("Social event")
    CLOSING = "closing", _("Closing")


WORKING_KINDS = (Kind.SESSION, Kind.WORKING_GROUP)


class AssignmentRole(models.TextChoices):
    """What a participant does in a session."""

    CHAIR = "chair", _("Chair")
    CO_CHAIR = "co_chair", _("Co-chair")
    MODERATOR = "moderator", _("Moderator")
    KEYNOTE = "keynote", _("Keynote")
    SPEAKER = "speaker", _("Speaker")
    DISCUSSANT = "discussant", _("Discussant")
    RAPPORTEUR = "rapporteur", _("Rapporteur")


class Room(models.Model):
    """A place in which sessions are held."""

    name = models.CharField(_("name"), max_length=100)
    capacity = models.PositiveSmallIntegerField(_("capacity"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_en"],
                name="room_has_a_name_of_its_own",
                violation_error_message=_("Another room has this name."),
            ),
        ]

    def __str__(self):
        return self.name


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The agenda is public."""
        return self

    def working(self):
        """Those whose conclusions a rapporteur records."""
        return self.filter(kind__in=WORKING_KINDS)

    def recorded_by(self, user):
        """Those in which this user is a rapporteur."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            assignments__role=AssignmentRole.RAPPORTEUR, assignments__participant__user=user
        ).distinct()


class Session(models.Model):
    """A sitting, break or event of the agenda, in one room.

    No two share a room at once: clashes.py refuses it under a lock, and on
    PostgreSQL an exclusion constraint stands behind it.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    guiding_questions = models.TextField(
        _("guiding questions"), blank=True, help_text=_("One on each line.")
    )
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    room = models.ForeignKey(Room, models.PROTECT, related_name="sessions", verbose_name=_("room"))
    outcomes = models.ManyToManyField(
        ExpectedOutcome, blank=True, related_name="sessions", verbose_name=_("expected outcomes")
    )
    interpretation = models.CharField(
        _("interpretation"),
        max_length=30,
        blank=True,
        validators=[LANGUAGE_CODES],
        help_text=_("Language codes parted by spaces, such as: en es fr"),
    )
    changed_at = models.DateTimeField(_("last change"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "room__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The session ends before it starts."),
            ),
            models.UniqueConstraint(
                fields=["room", "starts_at"],
                name="session_starts_alone_in_its_room",
                violation_error_message=_("Another session starts in this room at this time."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_working(self):
        return self.kind in WORKING_KINDS

    @property
    def questions(self):
        """The guiding questions, one by one."""
        lines = (line.strip() for line in (self.guiding_questions or "").splitlines())
        return [line for line in lines if line]

    @property
    def interpretation_languages(self):
        """Names of the languages it is interpreted into."""
        names = dict(settings.LANGUAGES)
        return [names.get(code, code) for code in self.interpretation.split()]


class AssignmentQuerySet(models.QuerySet):
    def rapporteurs(self):
        return self.filter(role=AssignmentRole.RAPPORTEUR)


class Assignment(models.Model):
    """The role that a participant holds in a session, given in clashes.py alone."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="assignments", verbose_name=_("session")
    )
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="assignments", verbose_name=_("participant")
    )
    role = models.CharField(_("role"), max_length=12, choices=AssignmentRole)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    assigned_at = models.DateTimeField(_("assigned"), auto_now_add=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("assigned by"),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["session", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant", "role"],
                name="assignment_is_held_once",
                violation_error_message=_("This person holds this role in the session already."),
            ),
        ]

    def __str__(self):
        return f"{self.participant} · {self.get_role_display()} · {self.session}"
