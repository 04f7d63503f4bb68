"""Whom the meeting invites."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.countries import is_country
from gfmd_meeting.models import Region, StakeholderGroup, StakeholderType
from gfmd_meeting.models.meeting import COUNTRY_CODE
from gfmd_meeting.roles import is_organiser

from .focal_point import FocalPoint
from .participant import EXPECTED, TAKING_SEATS, Status
from .text import ONE_LINE


def refuse_unknown_country(code):
    if not is_country(code):
        raise ValidationError(
            _("No country has the code %(code)s in ISO 3166."),
            code="unknown_country",
            params={"code": code},
        )


class InvitationState(models.TextChoices):
    """How far a delegation is, from the note verbale to its nominations."""

    TO_INVITE = "to_invite", _("To invite")
    INVITED = "invited", _("Invited")
    NOMINATING = "nominating", _("Nominating")
    COMPLETE = "complete", _("Complete")
    DECLINED = "declined", _("Declined")


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them to an organiser, its own to a focal point, none to others."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user):
            return self
        return self.answered_for_by(user)

    def answered_for_by(self, user):
        """Those whose focal point the user is today."""
        return self.filter(
            pk__in=FocalPoint.objects.current().filter(user=user).values("delegation")
        )

    def taking_requests(self):
        """Those that the organisers open for people who register themselves."""
        return self.filter(takes_requests=True).exclude(state=InvitationState.DECLINED)

    def with_figures(self):
        """How many of its people are ``confirmed``, take a seat up (``taken``), or may yet
        be given one (``pending``). An offer that stands is both of the last two.
        """
        return self.annotate(
            confirmed=Count("participants", filter=Q(participants__status=Status.CONFIRMED)),
            taken=Count(
                "participants",
                filter=Q(participants__status__in=TAKING_SEATS),
            ),
            pending=Count(
                "participants",
                filter=Q(participants__status__in=EXPECTED)
                & ~Q(participants__status=Status.CONFIRMED),
            ),
        )


class Delegation(models.Model):
    """A State, an international organization or a civil-society body that is invited.

    ``seats`` is how many people it may send; ``funded_seats`` how many of them the
    meeting pays for. The stakeholder group gives the type, and a government's region.
    ``language`` is the one in which the organisers write to it.
    """

    code = models.SlugField(_("code"), unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=150, validators=[ONE_LINE])
    formal_name = models.CharField(
        _("formal name"), max_length=200, blank=True, validators=[ONE_LINE]
    )
    group = models.ForeignKey(
        StakeholderGroup, models.PROTECT, related_name="delegations", verbose_name=_("group")
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[COUNTRY_CODE, refuse_unknown_country]
    )
    home_region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("home region"),
        help_text=_("Of a body whose group has no region; a government's is that of its group."),
    )
    language = models.CharField(
        _("language of correspondence"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=InvitationState, default=InvitationState.TO_INVITE
    )
    state_at = models.DateTimeField(_("in this state since"), null=True, blank=True)
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("brought there by"),
    )
    takes_requests = models.BooleanField(
        _("open for self-registration"),
        default=False,
        help_text=_("People ask for a seat of it themselves, on the public page."),
    )
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    funded_seats = models.PositiveSmallIntegerField(_("funded seats"), default=0)
    is_origin = models.BooleanField(_("country of origin"), default=False)
    is_transit = models.BooleanField(_("country of transit"), default=False)
    is_destination = models.BooleanField(_("country of destination"), default=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(funded_seats__lte=F("seats")),
                name="delegation_funds_no_more_than_its_seats",
                violation_error_message=_("More seats are funded than the delegation has."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def region(self):
        return self.group.region or self.home_region

    @property
    def stakeholder_type(self):
        return StakeholderType(self.group.type)

    @property
    def official_name(self):
        """The formal name where there is one, else the short one."""
        return self.formal_name or self.name
