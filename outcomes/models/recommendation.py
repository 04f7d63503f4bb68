"""What a session concluded."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome
from gfmd_meeting.roles import is_co_chair, is_organiser
from registrations.models import ONE_LINE

TEXT_RULES = [
    MaxLengthValidator(
        5000, _("Write at most %(limit_value)d characters; this has %(show_value)d.")
    ),
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
        _("addressed to"), max_length=400, blank=True, validators=[ONE_LINE]
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
        """The text in the language that it was recorded in."""
        return getattr(self, f"text_{self.language}", "")

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """Code and name of each language that it is written in, and the text."""
        written = [(code, name, getattr(self, f"text_{code}")) for code, name in settings.LANGUAGES]
        return [entry for entry in written if entry[2]]

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
