"""What is written to delegations, and what they answer."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.paper.press import Fault
from gfmd_meeting.roles import is_organiser
from gfmd_meeting.uploads import Kind

from .focal_point import FocalPoint
from .text import ONE_LINE


class Direction(models.TextChoices):
    IN = "in", _("Received")
    OUT = "out", _("Sent")


class Medium(models.TextChoices):
    """In what way States and bodies write to each other."""

    NOTE_VERBALE = "note_verbale", _("Note verbale")
    LETTER = "letter", _("Letter")
    EMAIL = "email", _("E-mail")


class Subject(models.TextChoices):
    """What a message is about."""

    INVITATION = "invitation", _("Invitation")
    NOMINATION = "nomination", _("Nomination")
    REPLY = "reply", _("Reply")
    OTHER = "other", _("Other")


class CorrespondenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All to an organiser; to a focal point those of the delegation it answers for today."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user):
            return self
        theirs = FocalPoint.objects.current().filter(user=user).values("delegation")
        return self.filter(delegation__in=theirs)

    def with_answers(self):
        """Each says whether it ``is_answered``."""
        answers = Correspondence.objects.filter(answers=OuterRef("pk"))
        return self.annotate(is_answered=Exists(answers))

    def with_papers(self):
        """Each with what its ``paper`` needs."""
        return self.select_related("letter").defer("letter__content")

    def unanswered(self):
        """Sent, with a day by which an answer is due, and none has come."""
        due = self.filter(direction=Direction.OUT, answer_due_on__isnull=False)
        return due.with_answers().filter(is_answered=False)

    def overdue(self, today=None):
        """Unanswered, and the day has passed in the zone of the meeting's pages."""
        return self.unanswered().filter(answer_due_on__lt=today or timezone.localdate())

    def nominating(self):
        """The notes that stand behind a delegation's nominations."""
        return self.filter(direction=Direction.IN, subject=Subject.NOMINATION).exclude(scan="")


class Correspondence(models.Model):
    """A note verbale, letter or e-mail between the organisers and a delegation.

    ``scan`` is the paper itself, under a stored name that nobody can guess, with the
    name it was handed in under and the type that was found in it. ``note`` is the
    organisers' own: the delegation does not read it.
    """

    delegation = models.ForeignKey(
        "registrations.Delegation",
        models.PROTECT,
        related_name="correspondence",
        verbose_name=_("delegation"),
    )
    direction = models.CharField(_("direction"), max_length=3, choices=Direction)
    medium = models.CharField(
        _("medium"), max_length=12, choices=Medium, default=Medium.NOTE_VERBALE
    )
    subject = models.CharField(_("subject"), max_length=10, choices=Subject)
    reference = models.CharField(_("reference"), max_length=80, blank=True, validators=[ONE_LINE])
    dated_on = models.DateField(_("dated"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    answer_due_on = models.DateField(_("answer due"), null=True, blank=True)
    answers = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
        verbose_name=_("answers"),
    )
    scan = models.FileField(_("scan"), upload_to="correspondence/", blank=True)
    scan_name = models.CharField(_("name of the scan"), max_length=100, blank=True)
    scan_kind = models.CharField(_("type of the scan"), max_length=20, choices=Kind, blank=True)
    scan_size = models.PositiveIntegerField(_("size of the scan"), default=0)
    note = models.TextField(
        _("note"), blank=True, help_text=_("For the organisers; the delegation does not read it.")
    )
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter or note")
        verbose_name_plural = _("correspondence")
        ordering = ["-dated_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "direction", "reference"],
                condition=~Q(reference=""),
                name="correspondence_has_a_reference_of_its_own",
                violation_error_message=_(
                    "There is a letter with this reference for this delegation already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(answer_due_on=None) | Q(direction=Direction.OUT),
                name="correspondence_awaits_an_answer_only_if_sent",
                violation_error_message=_("Only to what was sent an answer is due."),
            ),
            models.CheckConstraint(
                condition=Q(answer_due_on=None) | Q(answer_due_on__gte=F("dated_on")),
                name="correspondence_is_answered_after_it_is_dated",
                violation_error_message=_("The answer is due before the day of the letter."),
            ),
            models.CheckConstraint(
                condition=Q(answers=None) | ~Q(answers=F("id")),
                name="correspondence_does_not_answer_itself",
                violation_error_message=_("A letter does not answer itself."),
            ),
            models.CheckConstraint(
                condition=Q(scan="", scan_name="", scan_kind="", scan_size=0)
                | (~Q(scan="") & ~Q(scan_name="") & ~Q(scan_kind="") & Q(scan_size__gt=0)),
                name="correspondence_tells_what_its_scan_is",
                violation_error_message=_(
                    "A scan, and only a scan, has a name, a type and a size."
                ),
            ),
        ]

    def __str__(self):
        parts = (self.get_subject_display(), self.reference, self.delegation)
        return " · ".join(str(part) for part in parts if part)

    @property
    def days_overdue(self):
        """How many days the answer is late; nothing where none is awaited (see unanswered)."""
        if self.answer_due_on is None:
            return 0
        return max((timezone.localdate() - self.answer_due_on).days, 0)

    @property
    def paper(self):
        """Its file, kind and name: the scan, else the letter that was made; nothing if neither."""
        if self.scan:
            return self.scan, self.scan_kind, self.scan_name
        letter = getattr(self, "letter", None)
        if letter is not None and letter.file:
            return letter.file, Kind.PDF, f"{self.reference or self.get_subject_display()}.pdf"
        return None


class Letter(models.Model):
    """The text of a letter that was sent, as it was written, and its PDF once it is made.

    ``content`` is everything that stands in it, as plain values; the row is the truth
    and a task makes the PDF. ``claimed_until`` is how long a worker holds it.
    """

    correspondence = models.OneToOneField(
        Correspondence, models.CASCADE, related_name="letter", verbose_name=_("letter or note")
    )
    content = models.JSONField(_("content"))
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.CharField(_("why it failed"), max_length=12, choices=Fault, blank=True)
    file = models.FileField(_("file"), upload_to="letters/", blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") ^ Q(made_at__isnull=False),
                name="letter_is_dated_once_made",
                violation_error_message=_("A letter that is made, and only that, is dated."),
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(failure=""),
                name="letter_is_made_or_failed",
                violation_error_message=_("A letter that is made has not failed."),
            ),
        ]

    def __str__(self):
        return str(self.correspondence)

    @property
    def stage(self):
        """How far it is: made, failed and why, in the making, or waiting."""
        if self.file:
            return _("Ready")
        if self.failure:
            return _("Failed: %(reason)s") % {"reason": self.get_failure_display()}
        if self.claimed_until and self.claimed_until > timezone.now():
            return _("Being made")
        return _("Waiting for its turn")
