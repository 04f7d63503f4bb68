"""Papers of the meeting: what is read before a session, shown in it, or said in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import StakeholderType
from gfmd_meeting.roles import is_co_chair, is_organiser
from gfmd_meeting.uploads import Kind
from registrations.models import ONE_LINE, Delegation, FocalPoint, Participant

from .session import Session


class DocumentType(models.TextChoices):
    WORKING_PAPER = "working_paper", _("Working paper")
    PRESENTATION = "presentation", _("Presentation")
    STATEMENT = "statement", _("Statement")


class Access(models.TextChoices):
    """Who may read a document."""

    PUBLIC = "public", _("Everybody")
    PARTICIPANTS = "participants", _("Participants")
    GOVERNMENTS = "governments", _("Governments")
    ORGANISERS = "organisers", _("Organisers")


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What this person may read.

        Participants are those with a seat and the focal points of a delegation;
        governments are those of them whose delegation is one. Co-chairs read both.
        """
        if user.is_authenticated and is_organiser(user):
            return self
        return self.filter(access__in=_open_to(user))


def _open_to(user) -> list[str]:
    if not user.is_authenticated:
        return [Access.PUBLIC]
    if is_co_chair(user):
        return [Access.PUBLIC, Access.PARTICIPANTS, Access.GOVERNMENTS]
    seated = Participant.objects.seated().filter(user=user).values("delegation")
    answered_for = FocalPoint.objects.current().filter(user=user).values("delegation")
    types = set(
        Delegation.objects.filter(Q(pk__in=seated) | Q(pk__in=answered_for)).values_list(
            "group__type", flat=True
        )
    )
    allowed = [Access.PUBLIC]
    if types:
        allowed.append(Access.PARTICIPANTS)
    if StakeholderType.GOVERNMENT in types:
        allowed.append(Access.GOVERNMENTS)
    return allowed


class Document(models.Model):
    """A paper of a session, or of the meeting as a whole, in one or more languages.

    ``symbol`` is how papers name it. A statement may carry the delegation that made it.
    """

    symbol = models.CharField(_("symbol"), max_length=60, unique=True, validators=[ONE_LINE])
    title = models.CharField(_("title"), max_length=200, validators=[ONE_LINE])
    type = models.CharField(_("type"), max_length=14, choices=DocumentType)
    access = models.CharField(
        _("open to"), max_length=12, choices=Access, default=Access.PARTICIPANTS
    )
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("session"),
        help_text=_("None: it is a document of the meeting as a whole."),
    )
    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("delegation"),
        help_text=_("Of a statement: who made it."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["position", "symbol"]

    def __str__(self):
        return self.symbol


class DocumentVersion(models.Model):
    """A document in one language: the file that is handed out. A new one takes its place."""

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="versions", verbose_name=_("document")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    file = models.FileField(_("file"), upload_to="documents/")
    original_name = models.CharField(_("name of the file"), max_length=100)
    kind = models.CharField(_("type of the file"), max_length=20, choices=Kind)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        verbose_name = _("language version")
        verbose_name_plural = _("language versions")
        ordering = ["document", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"],
                name="documentversion_is_one_per_language",
                violation_error_message=_("There is a version in this language already."),
            ),
        ]

    def __str__(self):
        return f"{self.document} · {self.get_language_display()}"
