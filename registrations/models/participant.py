"""The people whom delegations send."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models.meeting import COUNTRY_CODE
from gfmd_meeting.roles import is_organiser

from .focal_point import FocalPoint
from .text import ONE_LINE, AddressValidator

# What makes a refusal, where somebody has to tell one from another.
ADDRESS_IS_TAKEN = "address_is_taken"


class Capacity(models.TextChoices):
    """In what capacity a delegation sends a person."""

    HEAD = "head", _("Head of delegation")
    DELEGATE = "delegate", _("Delegate")
    ALTERNATE = "alternate", _("Alternate")
    ADVISER = "adviser", _("Adviser")
    OBSERVER = "observer", _("Observer")
    RESOURCE_PERSON = "resource_person", _("Resource person")
    SECRETARIAT = "secretariat", _("Secretariat")


class Gender(models.TextChoices):
    """What people may say about themselves. Many do not, and need not."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")


class Status(models.TextChoices):
    """Where a person stands. The confirmed have a seat; an offer holds one for a while."""

    NAMED = "named", _("Named, not yet submitted")
    REGISTERED = "registered", _("Awaits a decision")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Seat offered")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Offer lapsed")


TAKING_SEATS = (Status.OFFERED, Status.CONFIRMED)
EXPECTED = (Status.REGISTERED, Status.WAITING, *TAKING_SEATS)
STANDING = (Status.NAMED, *EXPECTED)
UNDECIDED = (Status.NAMED, Status.REGISTERED)
PASSPORT_FIELDS = (
    "passport_number",
    "passport_country",
    "passport_expires_on",
    "born_on",
)


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All to an organiser; to others themselves and whom they answer for."""
        if not user.is_authenticated:
            return self.none()
        if is_organiser(user):
            return self
        theirs = FocalPoint.objects.current().filter(user=user).values("delegation")
        return self.filter(Q(user=user) | Q(delegation__in=theirs))

    def seated(self):
        """Those who have a seat."""
        return self.filter(status=Status.CONFIRMED)

    def taking_seats(self):
        """Those who have a seat, or an offer of one that stands."""
        return self.filter(status__in=TAKING_SEATS)

    def waiting(self):
        """Those on the waiting lists, the first of them first."""
        return self.filter(status=Status.WAITING).order_by("waiting_place")

    def expected(self):
        """Those who have a seat or may yet be given one."""
        return self.filter(status__in=EXPECTED)

    def standing(self):
        """The expected, and those whom a focal point has named and not yet submitted."""
        return self.filter(status__in=STANDING)


class Participant(models.Model):
    """A person whom a delegation sends to the meeting.

    A seat is given and taken back in seats.py alone. ``override_reason`` says why an
    organiser gave a seat past a limit. ``waiting_place`` orders the waiting lists: the
    lower is first in its group. ``draft`` is what the person has typed into their form
    and not sent yet, by the names of its fields.
    """

    delegation = models.ForeignKey(
        "registrations.Delegation",
        models.PROTECT,
        related_name="participants",
        verbose_name=_("delegation"),
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
    passport_name = models.CharField(
        _("name as on the passport"), max_length=160, blank=True, validators=[ONE_LINE]
    )
    badge_name = models.CharField(
        _("name on the badge"), max_length=60, blank=True, validators=[ONE_LINE]
    )
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, blank=True)
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
    emergency_contact = models.CharField(
        _("emergency contact"), max_length=120, blank=True, validators=[ONE_LINE]
    )
    emergency_phone = models.CharField(
        _("telephone of the emergency contact"),
        max_length=40,
        blank=True,
        validators=[ONE_LINE],
    )
    needs_visa_letter = models.BooleanField(_("needs a letter for a visa"), default=False)
    passport_number = models.CharField(
        _("passport number"), max_length=20, blank=True, validators=[ONE_LINE]
    )
    passport_country = models.CharField(
        _("passport issued by"), max_length=2, blank=True, validators=[COUNTRY_CODE]
    )
    passport_expires_on = models.DateField(_("passport expires"), null=True, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    is_funded = models.BooleanField(_("funded by the meeting"), default=False)
    arrives_at = models.DateTimeField(_("arrival"), null=True, blank=True)
    departs_at = models.DateTimeField(_("departure"), null=True, blank=True)
    is_listed = models.BooleanField(_("may be named in the list of participants"), default=True)
    status = models.CharField(_("state"), max_length=12, choices=Status, default=Status.REGISTERED)
    waiting_place = models.PositiveIntegerField(
        _("place on the waiting list"), null=True, blank=True
    )
    offer_expires_at = models.DateTimeField(_("offer stands until"), null=True, blank=True)
    completed_at = models.DateTimeField(_("own data completed"), null=True, blank=True)
    draft = models.JSONField(_("draft"), default=dict, blank=True)
    attended_at = models.DateTimeField(_("attended"), null=True, blank=True)
    attended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("attendance recorded by"),
    )
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
                condition=Q(capacity=Capacity.HEAD) & Q(status__in=STANDING),
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
                condition=Q(status__in=UNDECIDED) ^ Q(decided_at__isnull=False),
                name="participant_is_dated_once_decided",
                violation_error_message=_("A decision, and only that, is dated."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.WAITING) ^ Q(waiting_place=None),
                name="participant_has_a_place_while_waiting",
                violation_error_message=_("Who waits, and only they, have a place on the list."),
            ),
            models.UniqueConstraint(
                fields=["waiting_place"],
                name="participant_has_a_waiting_place_of_its_own",
                violation_error_message=_("Someone has this place on the waiting list already."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.OFFERED) ^ Q(offer_expires_at=None),
                name="participant_has_a_deadline_while_offered",
                violation_error_message=_("An offer, and only that, has a deadline."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CONFIRMED) | Q(attended_at=None),
                name="participant_attends_with_a_seat",
                violation_error_message=_("Only who has a seat attends."),
            ),
            models.CheckConstraint(
                condition=Q(needs_visa_letter=True)
                | Q(
                    passport_number="",
                    passport_country="",
                    passport_expires_on=None,
                    born_on=None,
                ),
                name="participant_gives_a_passport_for_a_visa_letter_alone",
                violation_error_message=_(
                    "Passport data are kept only where a letter for a visa is asked for."
                ),
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
        return self.status in EXPECTED

    @property
    def is_standing(self):
        """Whether this person is expected, or named by a focal point that has yet to submit."""
        return self.status in STANDING

    @property
    def offer_has_lapsed(self):
        return self.status == Status.OFFERED and self.offer_expires_at <= timezone.now()

    @property
    def name_on_badge(self):
        return self.badge_name or self.full_name
