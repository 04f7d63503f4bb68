"""Practical examples that sessions heard of."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome
from gfmd_meeting.models.meeting import COUNTRY_CODES
from gfmd_meeting.roles import is_co_chair, is_organiser, is_rapporteur_general
from registrations.models import ONE_LINE

from .recommendation import name_addressees
from .wording import LANGUAGE_CODES, TEXT_RULES, readers_language, source_hash, written_in


class OwnerConsent(models.TextChoices):
    """Whether those whose practice it is let it be published."""

    NOT_ASKED = "not_asked", _("Not asked yet")
    ASKED = "asked", _("Asked, not answered")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")


class PracticeQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self):
        return self.exclude(withdrawn_at=None)

    def published(self):
        """What the public may read: handed in, and its owner consents."""
        return self.standing().filter(submitted_at__isnull=False, owner_consent=OwnerConsent.GIVEN)

    def visible_to(self, user):
        """Those who consolidate see all, a rapporteur those of the sessions they record."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user) or is_co_chair(user) or is_rapporteur_general(user):
            return self
        return self.filter(session__in=Session.objects.recorded_by(user))


class Practice(models.Model):
    """A programme, law or project that a session heard of, as an example under an outcome.

    ``uid`` is given by the device on which it was first typed. ``language`` is the one that
    it was recorded in; the others are translations that know
    by ``made_from_<language>`` from which texts they were made. ``countries`` are codes of
    ISO 3166 parted by spaces, ``since`` a year. ``contact`` is for the organisers and not
    published. It is published once it was handed in and its owner consents.
    """

    uid = models.UUIDField(_("UID"), default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        Session, models.PROTECT, related_name="practices", verbose_name=_("session")
    )
    outcome = models.ForeignKey(
        ExpectedOutcome,
        models.PROTECT,
        related_name="practices",
        verbose_name=_("expected outcome"),
    )
    language = models.CharField(_("recorded in"), max_length=5, choices=settings.LANGUAGES)
    title_en = models.CharField(
        _("title in English"), max_length=200, blank=True, validators=[ONE_LINE]
    )
    title_es = models.CharField(
        _("title in Spanish"), max_length=200, blank=True, validators=[ONE_LINE]
    )
    title_fr = models.CharField(
        _("title in French"), max_length=200, blank=True, validators=[ONE_LINE]
    )
    text_en = models.TextField(_("what it is, in English"), blank=True, validators=TEXT_RULES)
    text_es = models.TextField(_("what it is, in Spanish"), blank=True, validators=TEXT_RULES)
    text_fr = models.TextField(_("what it is, in French"), blank=True, validators=TEXT_RULES)
    results_en = models.TextField(_("results in English"), blank=True, validators=TEXT_RULES)
    results_es = models.TextField(_("results in Spanish"), blank=True, validators=TEXT_RULES)
    results_fr = models.TextField(_("results in French"), blank=True, validators=TEXT_RULES)
    reviewed_en = models.BooleanField(_("English reviewed"), default=False)
    reviewed_es = models.BooleanField(_("Spanish reviewed"), default=False)
    reviewed_fr = models.BooleanField(_("French reviewed"), default=False)
    made_from_en = models.CharField(max_length=64, blank=True, editable=False)
    made_from_es = models.CharField(max_length=64, blank=True, editable=False)
    made_from_fr = models.CharField(max_length=64, blank=True, editable=False)
    place = models.CharField(_("where"), max_length=200, blank=True, validators=[ONE_LINE])
    since = models.PositiveSmallIntegerField(
        _("since"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2100)],
        help_text=_("The year in which it began."),
    )
    partners = models.CharField(
        _("partners"),
        max_length=400,
        blank=True,
        validators=[ONE_LINE],
        help_text=_("Parted by commas."),
    )
    countries = models.CharField(
        _("countries"),
        max_length=200,
        blank=True,
        validators=[COUNTRY_CODES],
        help_text=_("Codes of ISO 3166, parted by spaces: MX GT."),
    )
    addressed_to = models.CharField(
        _("of interest to"), max_length=400, blank=True, validators=[ONE_LINE]
    )
    source_url = models.URLField(
        _("source"), max_length=400, blank=True, validators=[URLValidator(["http", "https"])]
    )
    contact = models.CharField(
        _("contact"),
        max_length=200,
        blank=True,
        validators=[ONE_LINE],
        help_text=_("Not for publication."),
    )
    owner_consent = models.CharField(
        _("consent of its owner"),
        max_length=10,
        choices=OwnerConsent,
        default=OwnerConsent.NOT_ASKED,
        help_text=_("It is published only with the consent of those whose practice it is."),
    )
    consent_note = models.CharField(
        _("who consented, and how"), max_length=200, blank=True, validators=[ONE_LINE]
    )
    consent_at = models.DateTimeField(_("consent dated"), null=True, editable=False)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("consent entered by"),
    )
    submitted_at = models.DateTimeField(_("handed in"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("handed in by"),
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

    # What a list of practices and recommendations calls its kind.
    kind = "practice"

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["outcome", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(language="en") & ~Q(text_en=""))
                | (Q(language="es") & ~Q(text_es=""))
                | (Q(language="fr") & ~Q(text_fr="")),
                name="practice_has_its_text",
                violation_error_message=_("Write the text in the language it was recorded in."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None) | Q(withdrawn_at__isnull=False),
                name="practice_is_dated_once_withdrawn",
                violation_error_message=_("A withdrawal is dated."),
            ),
            models.CheckConstraint(
                condition=~Q(owner_consent__in=(OwnerConsent.GIVEN, OwnerConsent.REFUSED))
                | Q(consent_at__isnull=False),
                name="practice_consent_is_dated",
                violation_error_message=_("A consent given or refused is dated."),
            ),
        ]

    def __str__(self):
        return self.title or self.text[:80]

    def get_kind_display(self) -> str:
        return self._meta.verbose_name.capitalize()

    def text_in(self, language: str) -> tuple[str, str]:
        """What it is, in this language, else as recorded, and the language that it is in."""
        return written_in(self, "text", language)

    @property
    def original(self) -> str:
        """What it is, in the language that it was recorded in."""
        return getattr(self, f"text_{self.language}", "")

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """Code and name of each language that it is written in, and what it is."""
        written = [(code, name, getattr(self, f"text_{code}")) for code, name in settings.LANGUAGES]
        return [entry for entry in written if entry[2]]

    @property
    def addressees(self) -> str:
        """To whom it may be of interest, in the reader's language."""
        return name_addressees(self.addressed_to)

    @property
    def title(self) -> str:
        return written_in(self, "title", readers_language())[0]

    @property
    def text(self) -> str:
        return self.text_in(readers_language())[0]

    @property
    def text_language(self) -> str:
        return self.text_in(readers_language())[1]

    @property
    def results(self) -> str:
        return written_in(self, "results", readers_language())[0]

    @property
    def made_from(self) -> str:
        """What a translation of it is made from now."""
        return source_hash(self, "title", "text", "results")

    @property
    def stale_languages(self) -> list[str]:
        """Languages whose translation was made from other texts than the present ones."""
        return [
            code
            for code in LANGUAGE_CODES
            if code != self.language
            and getattr(self, f"text_{code}")
            and getattr(self, f"made_from_{code}") != self.made_from
        ]

    @property
    def is_published(self) -> bool:
        return bool(
            self.submitted_at
            and self.withdrawn_at is None
            and self.owner_consent == OwnerConsent.GIVEN
        )
