"""The meeting as its concept note gives it. A meeting file fills these tables."""

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

COUNTRY_CODE = RegexValidator(r"^[A-Z]{2}\Z", _("Two capital letters of ISO 3166, such as KE."))
COUNTRY_CODES = RegexValidator(
    r"^[A-Z]{2}( [A-Z]{2})*\Z", _("Codes of two capital letters, parted by spaces: KE UG TZ.")
)
CURRENCY_CODE = RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters of ISO 4217, such as USD."))


def refuse_unknown_time_zone(name):
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone of the IANA database, such as Africa/Nairobi."),
            code="unknown_time_zone",
            params={"name": name},
        )


class ReportAudience(models.TextChoices):
    """Who may read the final report, beside organisers and co-chairs."""

    PARTICIPANTS = "participants", _("Participants")
    PUBLIC = "public", _("Everybody")


class Meeting(models.Model):
    """The one meeting that this system runs.

    Money is in ``currency``, and its entries are dated from ``accounts_open_on`` to
    ``accounts_close_on``, where these are set. ``seats`` is how many participants there
    can be, and ``seats_expected`` how many there should be at least.
    """

    title = models.CharField(_("title"), max_length=200)
    short_title = models.CharField(_("short title"), max_length=80)
    forum = models.CharField(_("held in the context of"), max_length=200, blank=True)
    overall_objective = models.TextField(_("overall objective"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(
        _("time zone"), max_length=60, validators=[refuse_unknown_time_zone]
    )
    city = models.CharField(_("city"), max_length=100)
    country = models.CharField(_("country"), max_length=2, validators=[COUNTRY_CODE])
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    seats_expected = models.PositiveSmallIntegerField(_("participants expected"))
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY_CODE])
    budget_ceiling = models.DecimalField(_("budget ceiling"), max_digits=14, decimal_places=2)
    accounts_open_on = models.DateField(_("accounts open"), null=True, blank=True)
    accounts_close_on = models.DateField(_("accounts close"), null=True, blank=True)
    registration_closes_on = models.DateField(_("registration closes on"), null=True, blank=True)
    seat_offer_hours = models.PositiveSmallIntegerField(
        _("hours for which an offered seat is held"),
        default=48,
        validators=[MinValueValidator(1)],
        help_text=_("Then it passes to the next on the waiting list."),
    )
    contact_email = models.EmailField(_("contact"), blank=True)
    chatham_house_rule = models.BooleanField(
        _("under the Chatham House Rule"),
        default=False,
        help_text=_("What is said is not attributed to who said it."),
    )
    comments_open_on = models.DateField(
        _("delegations comment on drafts from"),
        null=True,
        blank=True,
        help_text=_("Without both days, delegations do not comment."),
    )
    comments_close_on = models.DateField(_("until"), null=True, blank=True)
    report_audience = models.CharField(
        _("who reads the final report"),
        max_length=12,
        choices=ReportAudience,
        default="participants",
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meeting")
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="meeting_is_the_only_one",
                violation_error_message=_("One deployment serves one meeting."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=F("seats_expected")),
                name="meeting_seats_those_it_expects",
                violation_error_message=_("More participants are expected than there are seats."),
            ),
            models.CheckConstraint(
                condition=Q(budget_ceiling__gte=0),
                name="meeting_ceiling_is_not_negative",
                violation_error_message=_("A budget ceiling is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(accounts_open_on=None)
                | Q(accounts_close_on=None)
                | Q(accounts_close_on__gte=F("accounts_open_on")),
                name="meeting_accounts_close_after_they_open",
                violation_error_message=_("The accounts close before they open."),
            ),
            models.CheckConstraint(
                condition=Q(comments_open_on=None)
                | Q(comments_close_on=None)
                | Q(comments_close_on__gte=F("comments_open_on")),
                name="meeting_comments_close_after_they_open",
                violation_error_message=_("The window for comments closes before it opens."),
            ),
        ]

    def __str__(self):
        return self.title

    @cached_property
    def zone(self):
        return ZoneInfo(self.time_zone)

    def registration_is_open(self, today: date | None = None) -> bool:
        """Through the last day in the meeting's own zone; always, where no day is set."""
        last = self.registration_closes_on
        return last is None or (today or timezone.localdate(timezone=self.zone)) <= last

    def comments_are_open(self, today: date | None = None) -> bool:
        """From the first day of the window through its last, in the meeting's own zone."""
        first, last = self.comments_open_on, self.comments_close_on
        if first is None or last is None:
            return False
        return first <= (today or timezone.localdate(timezone=self.zone)) <= last


class PartyQuerySet(models.QuerySet):
    def hosting(self):
        return self.filter(is_host=True)

    def co_chairing(self):
        return self.filter(is_co_chair=True)

    def collaborating(self):
        return self.filter(is_collaborator=True)

    def supporting(self):
        return self.filter(is_supporter=True)


class Party(models.Model):
    """A State or organization that carries the meeting, in one capacity or several."""

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80)
    agency = models.CharField(_("agency"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY_CODE])
    is_host = models.BooleanField(_("hosts"), default=False)
    is_co_chair = models.BooleanField(_("co-chairs"), default=False)
    is_collaborator = models.BooleanField(_("collaborates"), default=False)
    is_supporter = models.BooleanField(_("supports"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_host=True)
                | Q(is_co_chair=True)
                | Q(is_collaborator=True)
                | Q(is_supporter=True),
                name="party_has_a_capacity",
                violation_error_message=_("A party hosts, co-chairs, collaborates or supports."),
            ),
        ]

    def __str__(self):
        return self.name


class SpecificObjective(models.Model):
    """What the meeting is to do, in the wording of the concept note."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    wording = models.TextField(_("wording"))

    class Meta:
        verbose_name = _("specific objective")
        verbose_name_plural = _("specific objectives")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}. {self.wording}"


class Region(models.Model):
    """A region of the world as this meeting draws them.

    ``countries`` are the codes of its States, parted by spaces: whose governments are
    put into its group unless an organiser says otherwise.
    """

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    countries = models.TextField(
        _("countries"),
        blank=True,
        validators=[COUNTRY_CODES],
        help_text=_("Codes of ISO 3166, parted by spaces. Governments are put into its group."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class StakeholderType(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    INTERNATIONAL_ORGANIZATION = "international_organization", _("International organization")
    CIVIL_SOCIETY = "civil_society", _("Civil society")


class StakeholderGroup(models.Model):
    """Those whom the meeting seats together: a region's governments, or a type as a whole.

    ``seats`` is a ceiling of the group's own, beneath that of the meeting; none
    means that only the meeting's holds.
    """

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    type = models.CharField(_("type"), max_length=30, choices=StakeholderType)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("region")
    )
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("stakeholder group")
        verbose_name_plural = _("stakeholder groups")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["type", "region"],
                name="stakeholdergroup_is_one_per_type_and_region",
                violation_error_message=_("There is a group of this type and region already."),
            ),
            models.UniqueConstraint(
                fields=["type"],
                condition=Q(region=None),
                name="stakeholdergroup_is_one_per_type_of_no_region",
                violation_error_message=_("There is a group of this type and no region already."),
            ),
        ]

    def __str__(self):
        return self.name


class ExpectedOutcome(models.Model):
    """One of the results that the concept note asks of the meeting, in its wording."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    short_title = models.CharField(_("short title"), max_length=80)
    wording = models.TextField(_("wording"))

    class Meta:
        verbose_name = _("expected outcome")
        verbose_name_plural = _("expected outcomes")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}. {self.short_title}"


class Emphasis(models.Model):
    """What the concept note asks recommendations to emphasize."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    wording = models.TextField(_("wording"))

    class Meta:
        verbose_name = _("emphasis")
        verbose_name_plural = _("emphases")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}. {self.wording}"


class PriorRecommendation(models.Model):
    """A recommendation of an earlier meeting on which this one builds."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    wording = models.TextField(_("wording"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("prior recommendation")
        verbose_name_plural = _("prior recommendations")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}. {self.wording}"


class ConceptNoteSection(models.Model):
    """A part of the concept note's text, retold. Paragraphs are parted by an empty line."""

    key = models.SlugField(_("key"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("concept note section")
        verbose_name_plural = _("concept note sections")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title


class Figure(models.Model):
    """A number that the concept note gives, with what it counts and who says so."""

    section = models.ForeignKey(
        ConceptNoteSection, models.CASCADE, related_name="figures", verbose_name=_("section")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    value = models.CharField(_("value"), max_length=60)
    meaning = models.CharField(_("what it counts"), max_length=200)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["section", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "number"],
                name="figure_has_a_number_of_its_own_in_its_section",
                violation_error_message=_("Another figure of this section has this number."),
            ),
        ]

    def __str__(self):
        return f"{self.value}: {self.meaning}"
