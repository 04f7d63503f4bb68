"""Practical examples that sessions heard of."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome
from gfmd_meeting.models.meeting import COUNTRY_CODES
from registrations.models import ONE_LINE

from .item import Item, ItemQuerySet
from .wording import TEXT_RULES, readers_language, written_in


class OwnerConsent(models.TextChoices):
    """Whether those whose practice it is let it be published."""

    NOT_ASKED = "not_asked", _("Not asked yet")
    ASKED = "asked", _("Asked, not answered")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")


class PracticeQuerySet(ItemQuerySet):
    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self):
        return self.exclude(withdrawn_at=None)

    def published(self):
        """What the public may read: handed in, and its owner consents."""
        return self.standing().filter(submitted_at__isnull=False, owner_consent=OwnerConsent.GIVEN)


class Practice(Item):
    """A programme, law or project that a session heard of, as an example under an outcome.

    ``countries`` are codes of ISO 3166 parted by spaces, ``since`` a year. ``contact`` is for
    the organisers and not published. It is published once it was handed in and its owner
    consents.
    """

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="practices", verbose_name=_("session")
    )
    outcome = models.ForeignKey(
        ExpectedOutcome,
        models.PROTECT,
        related_name="practices",
        verbose_name=_("expected outcome"),
    )
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

    TRANSLATED = ("title", "text", "results")

    # What a list of practices and recommendations calls its kind.
    kind = "practice"

    objects = PracticeQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["outcome", "pk"]
        constraints = [
            *Item.Meta.constraints,
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

    @property
    def title(self) -> str:
        return written_in(self, "title", readers_language())[0]

    @property
    def results(self) -> str:
        return written_in(self, "results", readers_language())[0]

    @property
    def is_published(self) -> bool:
        return bool(
            self.submitted_at
            and self.withdrawn_at is None
            and self.owner_consent == OwnerConsent.GIVEN
        )
