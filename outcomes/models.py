"""What came of it: what sessions concluded, and the report that tells of it."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome
from gfmd_meeting.roles import is_co_chair, is_organiser
from registrations.models import ONE_LINE

TEXT_RULES = [
    MaxLengthValidator(5000, _("Write at most %(limit_value)d characters; this has %(show_value)d.")),
    RegexValidator(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]",
        _("Write this without control characters."),
        inverse_match=True,
    ),
]


class Kind(models.TextChoices):
    """What sort of conclusion a recommendation is."""

    RECOMMENDATION = "recommendation", _("Recommendation")
    OPTION = "option", _("Option")
    PRACTICE = "practice", _("Practice")


class Addressee(models.TextChoices):
    """Whom the meeting commonly addresses; any other is named in free words."""

    ALL_STATES = "all States", _("all States")
    ORIGIN = "countries of origin", _("countries of origin")
    TRANSIT = "countries of transit", _("countries of transit")
    DESTINATION = "countries of destination", _("countries of destination")
    REGIONAL_PROCESSES = "regional processes", _("regional processes")
    INTERNATIONAL_ORGANIZATIONS = "international organizations", _("international organizations")
    CIVIL_SOCIETY = "civil society", _("civil society")
    EMPLOYERS = "employers", _("employers")
    FINANCIAL_INSTITUTIONS = "financial institutions", _("financial institutions")
    MEDIA = "media", _("media")
    RESEARCH_BODIES = "research bodies", _("research bodies")


class RecommendationQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self):
        return self.exclude(withdrawn_at=None)

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
    translation and may be missing. ``addressed_to`` is a list parted by commas.
    ``proposed_by`` is not for publication: the meeting does not attribute what is
    said. ``version`` counts the changes, so that none overwrites another unseen.
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
    text_en = models.TextField(_("text in English"), blank=True, validators=TEXT_RULES)
    text_es = models.TextField(_("text in Spanish"), blank=True, validators=TEXT_RULES)
    text_fr = models.TextField(_("text in French"), blank=True, validators=TEXT_RULES)
    addressed_to = models.CharField(
        _("addressed to"), max_length=300, blank=True, validators=[ONE_LINE]
    )
    proposed_by = models.CharField(
        _("proposed by"),
        max_length=150,
        blank=True,
        validators=[ONE_LINE],
        help_text=_("Not for publication."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
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
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
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
            models.CheckConstraint(
                condition=Q(withdrawn_by=None) | Q(withdrawn_at__isnull=False),
                name="recommendation_is_dated_once_withdrawn",
                violation_error_message=_("A withdrawal is dated."),
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
    def addressees(self) -> str:
        """Whom it is addressed to, in the reader's language where the meeting knows the words."""
        known = dict(Addressee.choices)
        return ", ".join(str(known.get(name, name)) for name in self.addressed_to.split(", "))

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


ENDED = (Stage.READY, Stage.FAILED, Stage.CANCELLED)


class Failure(models.TextChoices):
    """Why a report could not be made, and what to do about it, told to those who wait for it."""

    TOO_LONG = (
        "too_long",
        _(
            "Laying out the pages took too long. An entry may hold a very long or unusual text: "
            "shorten it, then ask for a new report."
        ),
    )
    TOO_LARGE = (
        "too_large",
        _(
            "Laying out the pages needed more memory than there is for it. An entry may hold a "
            "very long or unusual text: shorten it, then ask for a new report."
        ),
    )
    NO_SPACE = (
        "no_space",
        _(
            "There is no space left to store the file. Tell those who run the system; when there "
            "is space again, try again."
        ),
    )
    STOPPED = (
        "stopped",
        _(
            "The work stopped three times before it was done. Tell those who run the system, then "
            "try again."
        ),
    )
    UNEXPECTED = (
        "unexpected",
        _(
            "Something went wrong that was not foreseen. Those who run the system find the detail "
            "in its log under the number of this report."
        ),
    )


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisers and co-chairs."""
        may = user.is_authenticated and (is_organiser(user) or is_co_chair(user))
        return self if may else self.none()

    def waiting(self, at=None):
        """Asked for, not ended, and in no worker's hands."""
        at = at or timezone.now()
        return self.exclude(stage__in=ENDED).filter(Q(claimed_until=None) | Q(claimed_until__lt=at))


class Report(models.Model):
    """An outcome report that was asked for, in one language, and its file once it is made.

    ``snapshot`` is everything the report says, frozen as plain values at the first
    attempt; nothing after it reads a live table. ``progress`` is in per cent, ``size``
    in bytes. ``claimed_until`` is how long a worker holds it; the worker that cannot
    name its claim any more has lost it.
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
    failure = models.CharField(_("why it failed"), max_length=12, choices=Failure, blank=True)
    snapshot = models.JSONField(_("snapshot"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to="reports/", blank=True)
    size = models.PositiveIntegerField(_("size"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=Stage.READY) ^ (~Q(file="") & ~Q(sha256="")),
                name="report_has_its_file_once_ready",
                violation_error_message=_("A report that is ready, and only that, has a file."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.FAILED) ^ ~Q(failure=""),
                name="report_says_why_it_failed",
                violation_error_message=_("A report that failed, and only that, says why."),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=ENDED) ^ Q(ended_at__isnull=False),
                name="report_is_dated_once_ended",
                violation_error_message=_("A report that has ended, and only that, is dated."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CANCELLED) ^ Q(cancelled_by__isnull=False),
                name="report_names_who_cancelled_it",
                violation_error_message=_("A cancelled report, and only that, names who did it."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="report_progress_is_in_per_cent",
                violation_error_message=_("Progress is at most 100 per cent."),
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
