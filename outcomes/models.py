"""What came of it: what sessions concluded, and the report that tells of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome
from gfmd_meeting.roles import is_co_chair, is_organiser


class Kind(models.TextChoices):
    """What sort of conclusion a recommendation is."""

    RECOMMENDATION = "recommendation", _("Recommendation")
    OPTION = "option", _("Option")
    PRACTICE = "practice", _("Practice")


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisers and co-chairs see all, a rapporteur those of the sessions they record."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user) or is_co_chair(user):
            return self
        return self.filter(session__in=Session.objects.recorded_by(user))


class Recommendation(models.Model):
    """A recommendation, option or practice that a session recorded under an expected outcome.

    ``language`` is the one that it was recorded in; the text in the others is a
    translation and may be missing. ``proposed_by`` is not for publication: the
    meeting does not attribute what is said.
    """

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="recommendations", verbose_name=_("session")
    )
    outcome = models.ForeignKey(
        ExpectedOutcome,
        models.PROTECT,
        related_name="recommendations",
        verbose_name=_("expected outcome"),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.RECOMMENDATION)
    language = models.CharField(_("recorded in"), max_length=5, choices=settings.LANGUAGES)
    text_en = models.TextField(_("text in English"), blank=True)
    text_es = models.TextField(_("text in Spanish"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    addressed_to = models.CharField(_("addressed to"), max_length=200, blank=True)
    proposed_by = models.CharField(
        _("proposed by"), max_length=150, blank=True, help_text=_("Not for publication.")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
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

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["outcome", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(language="en") & ~Q(text_en=""))
                | (Q(language="es") & ~Q(text_es=""))
                | (Q(language="fr") & ~Q(text_fr="")),
                name="recommendation_has_its_text",
                violation_error_message=_("Write the text in the language it was recorded in."),
            ),
        ]

    def __str__(self):
        return self.text[:80]

    def text_in(self, language: str) -> tuple[str, str]:
        """The text in this language, else as recorded, and the language that it is in."""
        text = getattr(self, f"text_{language}")
        return (text, language) if text else (self.original, self.language)

    @property
    def original(self) -> str:
        return getattr(self, f"text_{self.language}")

    @property
    def text(self) -> str:
        """The text in the reader's language where it exists."""
        return self.text_in((get_language() or "en")[:2])[0]

    @property
    def text_language(self) -> str:
        return self.text_in((get_language() or "en")[:2])[1]


class Stage(models.TextChoices):
    """How far a report is."""

    QUEUED = "queued", _("Waiting for its turn")
    COLLECTING = "collecting", _("Collecting what it says")
    LAYING_OUT = "laying_out", _("Laying out the pages")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisers and co-chairs."""
        may = user.is_authenticated and (is_organiser(user) or is_co_chair(user))
        return self if may else self.none()

    def waiting(self, at=None):
        """Asked for, not ended, and in no worker's hands."""
        at = at or timezone.now()
        return self.exclude(stage__in=ENDED).filter(Q(claimed_until=None) | Q(claimed_until__lt=at))


ENDED = (Stage.READY, Stage.FAILED, Stage.CANCELLED)


class Report(models.Model):
    """An outcome report that was asked for, in one language, and its file once it is made.

    ``snapshot`` is everything the report says, frozen as plain values at the first
    attempt; nothing after it reads a live table. ``progress`` is in per cent.
    """

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    snapshot = models.JSONField(_("snapshot"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to="reports/", blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=Stage.READY) | (~Q(file="") & ~Q(sha256="")),
                name="report_has_its_file_once_ready",
                violation_error_message=_("A report that is ready has a file."),
            ),
        ]

    def __str__(self):
        return _("Report %(number)s, %(language)s") % {
            "number": self.pk,
            "language": self.get_language_display(),
        }

    @property
    def has_ended(self):
        return self.stage in ENDED
