"""What a session concluded."""

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
from registrations.models import ONE_LINE

from .item import Item, ItemQuerySet
from .wording import TEXT_RULES


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


class RecommendationQuerySet(ItemQuerySet):
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


class Recommendation(Item):
    """A recommendation, option, step or mechanism that a session recorded under an outcome.

    ``position`` is its place under its outcome until reordered; its number is given once and
    stands in ``numbers`` (number.py). ``made_in`` is the merger or split that it came from,
    ``replaced_in`` the one that it went into (consolidation.py).
    """

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
    text_en = models.TextField(_("text in English"), blank=True, validators=TEXT_RULES)
    text_es = models.TextField(_("text in Spanish"), blank=True, validators=TEXT_RULES)
    text_fr = models.TextField(_("text in French"), blank=True, validators=TEXT_RULES)
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

    class Meta(Item.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["outcome", "position", "pk"]
        constraints = [
            *Item.Meta.constraints,
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
