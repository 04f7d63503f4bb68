"""The report that tells of the meeting, and who consented to it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import Meeting, Party
from gfmd_meeting.models.meeting import ReportAudience
from gfmd_meeting.roles import (
    is_co_chair,
    is_delegate,
    is_focal_point,
    is_organiser,
    is_rapporteur_general,
    is_supporter,
)


class ReportKind(models.TextChoices):
    """What a report is meant to be. A final one is final once every co-chair has consented."""

    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final")


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for those who make them; what is final also for those who may read it."""
        if _makes_reports(user):
            return self
        if Meeting.objects.filter(report_audience=ReportAudience.PUBLIC).exists():
            return self.final()
        reads = is_delegate(user) or is_focal_point(user) or is_supporter(user)
        return self.final() if user.is_authenticated and reads else self.none()

    def telling_what_follows(self):
        """``is_superseded``: by a later final one, or, if it is not final, by one meant to be."""
        later = Report.objects.filter(kind=ReportKind.FINAL, number__gt=OuterRef("number"))
        return self.annotate(
            is_superseded=Q(Exists(later.final())) | Q(Exists(later), final_at=None)
        )

    def final(self):
        """Those that every co-chair has consented to."""
        return self.exclude(final_at=None)


def _makes_reports(user):
    return user.is_authenticated and (
        is_organiser(user) or is_co_chair(user) or is_rapporteur_general(user)
    )


class Report(models.Model):
    """A revision of the outcome report: everything that it says, frozen when it was asked for.

    ``snapshot`` holds that as plain values by language; nothing after it reads a live table,
    and ``sha256`` is its hash. ``code`` leads to the page that verifies a copy. A report of
    the kind "final" is final from ``final_at`` on, when every co-chair has consented to its
    hash. ``override_reason`` is why it was asked for although the pre-flight found something;
    ``findings`` are the codes of what it found.
    """

    number = models.PositiveIntegerField(_("revision"), unique=True)
    kind = models.CharField(_("kind"), max_length=5, choices=ReportKind, default=ReportKind.DRAFT)
    sections = models.JSONField(_("sections"), default=list)
    snapshot = models.JSONField(_("snapshot"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    code = models.CharField(_("code"), max_length=20, unique=True)
    findings = models.JSONField(_("findings"), default=list)
    override_reason = models.TextField(_("reason for the override"), blank=True)
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    final_at = models.DateTimeField(_("final since"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(final_at=None) | Q(kind=ReportKind.FINAL),
                name="report_that_is_final_was_meant_to_be",
                violation_error_message=_("A draft does not become final."),
            ),
        ]

    def __str__(self):
        return _("Report, revision %(number)s") % {"number": self.number}

    @property
    def is_final(self):
        return self.final_at is not None


class ReportConsent(models.Model):
    """A co-chairing State's consent to a report as it is: to its hash."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    from_address = models.GenericIPAddressField(_("from"), null=True)

    class Meta:
        verbose_name = _("consent to a report")
        verbose_name_plural = _("consents to reports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "party"],
                name="reportconsent_is_one_of_each_party",
                violation_error_message=_("This State has consented already."),
            ),
        ]

    def __str__(self):
        return f"{self.party}: {self.report}"
