"""What a session concluded or heard of: what its recommendations and practices have in common."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.roles import is_co_chair, is_organiser, is_rapporteur_general

from .wording import Translated, readers_language


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


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who consolidate see all, a rapporteur those of the sessions they record."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user) or is_co_chair(user) or is_rapporteur_general(user):
            return self
        return self.filter(session__in=Session.objects.recorded_by(user))


class Item(Translated):
    """What a rapporteur recorded of a session, under an expected outcome.

    ``uid`` is given by the device on which it was first typed. ``language`` is the one that
    it was recorded in; the text in the others is a translation and may be missing.
    ``addressed_to`` is a list parted by commas. Who proposed it stands apart (proposer.py).
    ``version`` counts the changes, so that none overwrites another unseen.
    """

    uid = models.UUIDField(_("UID"), default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("recorded in"), max_length=5, choices=settings.LANGUAGES)
    reviewed_en = models.BooleanField(_("English reviewed"), default=False)
    reviewed_es = models.BooleanField(_("Spanish reviewed"), default=False)
    reviewed_fr = models.BooleanField(_("French reviewed"), default=False)
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

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(Q(language="en") & ~Q(text_en=""))
                | (Q(language="es") & ~Q(text_es=""))
                | (Q(language="fr") & ~Q(text_fr="")),
                name="%(class)s_has_its_text",
                violation_error_message=_("Write the text in the language it was recorded in."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None) | Q(withdrawn_at__isnull=False),
                name="%(class)s_is_dated_once_withdrawn",
                violation_error_message=_("A withdrawal is dated."),
            ),
        ]

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """Code and name of each language that it is written in, and the text."""
        written = [(code, name, getattr(self, f"text_{code}")) for code, name in settings.LANGUAGES]
        return [entry for entry in written if entry[2]]

    @property
    def addressees(self) -> str:
        """To whom it is addressed or of interest, in the reader's language where it is known."""
        return name_addressees(self.addressed_to)

    @property
    def text(self) -> str:
        """The text in the reader's language where it exists."""
        return self.text_in(readers_language())[0]

    @property
    def text_language(self) -> str:
        return self.text_in(readers_language())[1]
