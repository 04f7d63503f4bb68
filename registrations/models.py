"""Who comes: delegations, those who speak for them, and the people they send."""

import re

from django.conf import settings
from django.core.validators import EmailValidator, RegexValidator
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Lower
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import Region, StakeholderGroup, StakeholderType
from gfmd_meeting.models.meeting import COUNTRY_CODE
from gfmd_meeting.roles import is_organiser

ONE_LINE = RegexValidator(
    r"[\x00-\x1f\x7f]", _("Write this on one line, without control characters."), inverse_match=True
)

# What makes a refusal, where somebody has to tell one from another.
ADDRESS_IS_TAKEN = "address_is_taken"


@deconstructible
class AddressValidator(EmailValidator):
    """An address as lists of nominees carry them: a dot may follow a dot.

    The standard forbids it, some providers gave such addresses out all the same.
    """

    user_regex = re.compile(r"^[-!#$%&'*+/=?^_`{}|~0-9A-Z.]+\Z", re.IGNORECASE)


class Capacity(models.TextChoices):
    """In what capacity a delegation sends a person."""

    HEAD = "head", _("Head of delegation")
    DELEGATE = "delegate", _("Delegate")
    ALTERNATE = "alternate", _("Alternate")
    ADVISER = "adviser", _("Adviser")
    OBSERVER = "observer", _("Observer")
    RESOURCE_PERSON = "resource_person", _("Resource person")
    SECRETARIAT = "secretariat", _("Secretariat")


class Status(models.TextChoices):
    """Where a registration stands. Only the confirmed have a seat."""

    REGISTERED = "registered", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them to an organiser, its own to a focal point, none to others."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user):
            return self
        return self.filter(pk__in=FocalPoint.objects.filter(user=user).values("delegation"))

    def with_figures(self):
        """``confirmed`` and ``waiting``: how many of its people are."""
        return self.annotate(
            confirmed=Count("participants", filter=Q(participants__status=Status.CONFIRMED)),
            waiting=Count("participants", filter=Q(participants__status=Status.REGISTERED)),
        )


class Delegation(models.Model):
    """A State, an international organization or a civil-society body that is invited.

    ``seats`` is how many people it may send; ``funded_seats`` how many of them the
    meeting pays for. The stakeholder group gives the type, and a government's region.
    """

    code = models.SlugField(_("code"), unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=150, validators=[ONE_LINE])
    group = models.ForeignKey(
        StakeholderGroup, models.PROTECT, related_name="delegations", verbose_name=_("group")
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY_CODE])
    home_region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("home region"),
        help_text=_("Of a body whose group has no region; a government's is that of its group."),
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


class FocalPoint(models.Model):
    """A person who answers for a delegation: nominates its people and sees where they stand."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="focal_points", verbose_name=_("delegation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user")
    )

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["delegation", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "user"],
                name="focalpoint_is_named_once_per_delegation",
                violation_error_message=_("This person is its focal point already."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.delegation}"


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All to an organiser; to others themselves and whom they answer for."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user):
            return self
        return self.filter(Q(user=user) | Q(delegation__focal_points__user=user)).distinct()

    def seated(self):
        """Those who have a seat."""
        return self.filter(status=Status.CONFIRMED)

    def expected(self):
        """Those who have a seat or may yet be given one."""
        return self.filter(status__in=[Status.REGISTERED, Status.CONFIRMED])


class Participant(models.Model):
    """A person whom a delegation sends to the meeting.

    A seat is given and taken back in seats.py alone. ``override_reason`` says why an
    organiser gave a seat past a limit.
    """

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="participants", verbose_name=_("delegation")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participant",
        verbose_name=_("user"),
    )
    capacity = models.CharField(
        _("capacity"), max_length=20, choices=Capacity, default=Capacity.DELEGATE
    )
    honorific = models.CharField(_("title"), max_length=30, blank=True, validators=[ONE_LINE])
    given_name = models.CharField(_("first name"), max_length=80, validators=[ONE_LINE])
    family_name = models.CharField(_("family name"), max_length=80, validators=[ONE_LINE])
    function = models.CharField(_("position"), max_length=150, validators=[ONE_LINE])
    email = models.CharField(
        _("e-mail address"), max_length=254, validators=[AddressValidator(), ONE_LINE]
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True, validators=[ONE_LINE])
    language = models.CharField(
        _("preferred language"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    needs_interpretation = models.BooleanField(_("needs interpretation"), default=False)
    dietary_needs = models.CharField(
        _("dietary needs"), max_length=200, blank=True, validators=[ONE_LINE]
    )
    accessibility_needs = models.CharField(
        _("accessibility needs"), max_length=200, blank=True, validators=[ONE_LINE]
    )
    is_funded = models.BooleanField(_("funded by the meeting"), default=False)
    arrives_at = models.DateTimeField(_("arrival"), null=True, blank=True)
    departs_at = models.DateTimeField(_("departure"), null=True, blank=True)
    is_listed = models.BooleanField(_("may be named in the list of participants"), default=True)
    status = models.CharField(_("state"), max_length=12, choices=Status, default=Status.REGISTERED)
    registered_at = models.DateTimeField(_("registered"), auto_now_add=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_reason = models.CharField(_("reason"), max_length=300, blank=True)
    override_reason = models.CharField(_("reason to go past a limit"), max_length=300, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["family_name", "given_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="participant_has_an_address_of_its_own",
                violation_error_code=ADDRESS_IS_TAKEN,
                violation_error_message=_("Someone is registered with this address already."),
            ),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(capacity=Capacity.HEAD)
                & Q(status__in=[Status.REGISTERED, Status.CONFIRMED]),
                name="participant_is_the_only_head",
                violation_error_message=_("The delegation has a head already."),
            ),
            models.CheckConstraint(
                condition=Q(departs_at__gt=F("arrives_at"))
                | Q(arrives_at=None)
                | Q(departs_at=None),
                name="participant_leaves_after_arriving",
                violation_error_message=_("The departure is before the arrival. Check both dates."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.REGISTERED) ^ Q(decided_at__isnull=False),
                name="participant_is_dated_once_decided",
                violation_error_message=_("A decision, and only that, is dated."),
            ),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return f"{self.given_name} {self.family_name}"

    @property
    def is_expected(self):
        """Whether this person has a seat or may yet be given one."""
        return self.status in (Status.REGISTERED, Status.CONFIRMED)
