"""Who does what in a session."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.models import ONE_LINE, Participant, Status


class AssignmentRole(models.TextChoices):
    """What a participant does in a session."""

    CHAIR = "chair", _("Chair")
    CO_CHAIR = "co_chair", _("Co-chair")
    MODERATOR = "moderator", _("Moderator")
    KEYNOTE = "keynote", _("Keynote")
    SPEAKER = "speaker", _("Speaker")
    DISCUSSANT = "discussant", _("Discussant")
    RAPPORTEUR = "rapporteur", _("Rapporteur")


class AssignmentQuerySet(models.QuerySet):
    def rapporteurs(self):
        return self.filter(role=AssignmentRole.RAPPORTEUR)

    def present(self):
        """Those of guests, and of participants who have a seat."""
        return self.filter(Q(participant=None) | Q(participant__status=Status.CONFIRMED))


class Assignment(models.Model):
    """The role that a person holds in a session, given in clashes.py alone.

    The person is a confirmed participant, or a guest whom the host names, known by
    name alone. ``line`` is what the agenda says of them beside the name.
    """

    session = models.ForeignKey(
        "agenda.Session", models.CASCADE, related_name="assignments", verbose_name=_("session")
    )
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("participant"),
    )
    guest_name = models.CharField(
        _("guest"),
        max_length=160,
        blank=True,
        validators=[ONE_LINE],
        help_text=_("Title and name of a guest of the host who is no participant."),
    )
    line = models.CharField(
        _("line in the agenda"),
        max_length=160,
        blank=True,
        validators=[ONE_LINE],
        help_text=_("Left empty, a participant's delegation stands there."),
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
            models.CheckConstraint(
                condition=Q(participant=None) ^ Q(guest_name=""),
                name="assignment_names_one_person",
                violation_error_message=_("Name a participant or a guest, and not both."),
            ),
            models.UniqueConstraint(
                fields=["session", "participant", "role"],
                name="assignment_is_held_once",
                violation_error_message=_("This person holds this role in the session already."),
            ),
        ]

    def __str__(self):
        return f"{self.person_name} · {self.get_role_display()} · {self.session}"

    @property
    def person_name(self):
        return self.participant.full_name if self.participant_id else self.guest_name
