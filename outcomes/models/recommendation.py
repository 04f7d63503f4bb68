"""What a session concluded."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.models import (
    Emphasis,
    ExpectedOutcome,
    PriorRecommendation,
    SpecificObjective,
)
from gfmd_meeting.roles import is_co_chair, is_organiser, is_rapporteur_general
from registrations.models import ONE_LINE

from .wording import LANGUAGE_CODES, TEXT_RULES, readers_language, source_hash, written_in


class Kind(models.TextChoices):
    """What sort of conclusion a recommendation is."""

    RECOMMENDATION = "recommendation", _("Recommendation")
    OPTION = "option", _("Option")
    STEP = "step", _("Step")
    MECHANISM = "mechanism", _("Mechanism")


class Level(models.TextChoices):
    """Where a recommendation is to be carried out."""

    NATIONAL = "national", _("National")
    BILATERAL = "bilateral", _("Bilateral")
    REGIONAL = "regional", _("Regional")
    GLOBAL = "global", _("Global")


class Status(models.TextChoices):
    """How far a recommendation is on its way to adoption; adoption/ moves it on."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CONSIDERED = "considered", _("Under consideration")
    ADOPTED = "adopted", _("Adopted")
    NOT_RETAINED = "not_retained", _("Not retained")


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


def name_addressees(names: str) -> str:
    """Addressees parted by commas, in the reader's language where the meeting knows the words."""
    known = dict(Addressee.choices)
    return ", ".join(str(known.get(name, name)) for name in names.split(", "))


class RecommendationQuerySet(models.QuerySet):
    def standing(self):
        """Those that were neither withdrawn nor replaced by a merger or a split."""
        return self.filter(withdrawn_at=None, replaced_in=None)

    def recorded(self):
        """What sessions themselves concluded, also where it was merged or split since."""
        return self.filter(withdrawn_at=None, made_in=None)

    def withdrawn(self):
        """What a person took back; not what the undoing of a merger or a split did."""
        return self.exclude(withdrawn_at=None).exclude(made_in__undone_at__isnull=False)

    def adopted(self):
        """What the public may read."""
        return self.standing().filter(status=Status.ADOPTED)

    def addressed(self, to: str):
        """Those addressed to this body, among others."""
        column = "addressed_to"
        return self.filter(
            Q(**{column: to})
            | Q(**{f"{column}__startswith": f"{to}, "})
            | Q(**{f"{column}__endswith": f", {to}"})
            | Q(**{f"{column}__contains": f", {to}, "})
        )

    def visible_to(self, user):
        """Those who consolidate see all, a rapporteur those of the sessions they record."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user) or is_co_chair(user) or is_rapporteur_general(user):
            return self
        return self.filter(session__in=Session.objects.recorded_by(user))


class Recommendation(models.Model):
    """A recommendation, option, step or mechanism that a session recorded under an outcome.

    ``uid`` is given by the device on which it was first typed. ``language`` is the one that
    it was recorded in; the text in the others is a
    translation, may be missing, and knows by ``made_from_<language>`` (a SHA-256, see
    wording.py) from which text it was made. ``addressed_to`` is a list parted by commas.
    Who proposed it stands apart (proposer.py). ``version`` counts the changes, so that none
    overwrites another unseen. ``position`` is its place under its outcome until reordered;
    its number is given once and stands in ``numbers`` (number.py). ``made_in`` is the merger
    or split that it came from, ``replaced_in`` the one that it went into (consolidation.py).
    """

    uid = models.UUIDField(_("UID"), default=uuid.uuid4, unique=True, editable=False)
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
    reviewed_en = models.BooleanField(_("English reviewed"), default=False)
    reviewed_es = models.BooleanField(_("Spanish reviewed"), default=False)
    reviewed_fr = models.BooleanField(_("French reviewed"), default=False)
    made_from_en = models.CharField(max_length=64, blank=True, editable=False)
    made_from_es = models.CharField(max_length=64, blank=True, editable=False)
    made_from_fr = models.CharField(max_length=64, blank=True, editable=False)
    addressed_to = models.CharField(
        _("addressed to"), max_length=400, blank=True, validators=[ONE_LINE]
    )
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    objective = models.ForeignKey(
        SpecificObjective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("specific objective"),
    )
    emphases = models.ManyToManyField(
        Emphasis, blank=True, related_name="recommendations", verbose_name=_("emphasis")
    )
    builds_on = models.ManyToManyField(
        PriorRecommendation,
        blank=True,
        related_name="built_on_by",
        verbose_name=_("builds on"),
    )
    status = models.CharField(
        _("state"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    adopted_at = models.DateTimeField(_("adopted"), null=True, blank=True, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
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
    made_in = models.ForeignKey(
        "outcomes.Consolidation",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="made",
        verbose_name=_("came from"),
    )
    replaced_in = models.ForeignKey(
        "outcomes.Consolidation",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced",
        verbose_name=_("went into"),
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["outcome", "position", "pk"]
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
            models.CheckConstraint(
                condition=~Q(status=Status.ADOPTED) ^ Q(adopted_at__isnull=False),
                name="recommendation_is_dated_once_adopted",
                violation_error_message=_("What is adopted, and only that, is dated."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.ADOPTED) | (Q(withdrawn_at=None) & Q(replaced_in=None)),
                name="recommendation_stands_once_adopted",
                violation_error_message=_("What is adopted is neither withdrawn nor replaced."),
            ),
        ]

    def __str__(self):
        return self.text[:80]

    def text_in(self, language: str) -> tuple[str, str]:
        """The text in this language, else as recorded, and the language that it is in."""
        return written_in(self, "text", language)

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
    def made_from(self) -> str:
        """What a translation of it is made from now."""
        return source_hash(self, "text")

    @property
    def stale_languages(self) -> list[str]:
        """Languages whose translation was made from another text than the present one."""
        return [
            code
            for code in LANGUAGE_CODES
            if code != self.language
            and getattr(self, f"text_{code}")
            and getattr(self, f"made_from_{code}") != self.made_from
        ]

    @property
    def addressees(self) -> str:
        """Whom it is addressed to, in the reader's language where the meeting knows the words."""
        return name_addressees(self.addressed_to)

    @property
    def text(self) -> str:
        """The text in the reader's language where it exists."""
        return self.text_in(readers_language())[0]

    @property
    def text_language(self) -> str:
        return self.text_in(readers_language())[1]
