"""The items of the agenda."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome, SpecificObjective

from .assignment import AssignmentRole
from .room import Room

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


class Audience(models.TextChoices):
    """Whom a session is open to."""

    ALL = "all", _("All participants")
    GOVERNMENTS = "governments", _("Governments only")


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The agenda is public."""
        return self

    def working(self):
        """Those whose conclusions a rapporteur records."""
        return self.filter(kind__in=WORKING_KINDS)

    def concluding(self):
        """Those that bring the conclusions of all others together."""
        return self.filter(kind__in=(Kind.RAPPORTEURS, Kind.CLOSING))

    def recorded_by(self, user):
        """Those in which this user is a rapporteur."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            assignments__role=AssignmentRole.RAPPORTEUR, assignments__participant__user=user
        ).distinct()


class Session(models.Model):
    """A sitting, break or event of the agenda, in one room, as the organisers plan it.

    This is the draft; what the public reads is the latest release (releases.py).
    ``uid`` is the session's own for good, in calendars and from one release to the
    next. ``held_from`` and ``held_until`` are when it was actually held.
    ``spans_rooms`` says that everybody takes part, whatever the room: a break, a plenary.

    No two share a room at once: clashes.py refuses it under a lock, and on
    PostgreSQL an exclusion constraint stands behind it.
    """

    uid = models.UUIDField(_("UID"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    guiding_questions = models.TextField(
        _("guiding questions"), blank=True, help_text=_("One on each line.")
    )
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    room = models.ForeignKey(Room, models.PROTECT, related_name="sessions", verbose_name=_("room"))
    spans_rooms = models.BooleanField(
        _("across all rooms"),
        default=False,
        help_text=_("Everybody takes part: nothing else is held meanwhile."),
    )
    audience = models.CharField(_("open to"), max_length=12, choices=Audience, default=Audience.ALL)
    held_from = models.DateTimeField(_("held from"), null=True, blank=True)
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)
    outcomes = models.ManyToManyField(
        ExpectedOutcome, blank=True, related_name="sessions", verbose_name=_("expected outcomes")
    )
    objectives = models.ManyToManyField(
        SpecificObjective,
        blank=True,
        related_name="sessions",
        verbose_name=_("specific objectives"),
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
            models.CheckConstraint(
                condition=Q(held_until__gt=F("held_from")) | Q(held_from=None) | Q(held_until=None),
                name="session_was_held_forwards",
                violation_error_message=_("It was held until after it began."),
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
