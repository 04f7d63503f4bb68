"""The keys of adoption, and every turn of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import Party

from .recommendation import Status
from .wording import TEXT_RULES


class VoidedBecause(models.TextChoices):
    CHANGED = "changed", _("The text was changed.")
    WITHDRAWN = "withdrawn", _("The consent was withdrawn.")
    NOT_RETAINED = "not_retained", _("The recommendation was not retained.")
    REPLACED = "replaced", _("The recommendation was merged, split, moved or sent back.")


class ConsentQuerySet(models.QuerySet):
    def valid(self):
        """Those that hold."""
        return self.filter(voided_at=None)


class Consent(models.Model):
    """A co-chairing State's consent to the exact text of a recommendation.

    ``wording_hash`` (a SHA-256, made in adoption/keys.py) stands for all that was consented to;
    ``wording`` is the text as its representative read it, in ``language``. It is voided, never
    deleted, by any change of what was consented to.
    """

    recommendation = models.ForeignKey(
        "outcomes.Recommendation", models.PROTECT, related_name="consents"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="consents")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    wording = models.TextField(_("wording"))
    wording_hash = models.CharField(_("SHA-256"), max_length=64)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    from_address = models.GenericIPAddressField(_("from"), null=True)
    voided_at = models.DateTimeField(_("voided"), null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("voided by"),
    )
    voided_because = models.CharField(
        _("why it was voided"), max_length=12, choices=VoidedBecause, blank=True
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "party"],
                condition=Q(voided_at=None),
                name="consent_is_one_of_each_party",
                violation_error_message=_("This State has consented already."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) ^ ~Q(voided_because=""),
                name="consent_says_why_it_was_voided",
                violation_error_message=_("A consent that is voided, and only that, says why."),
            ),
        ]

    def __str__(self):
        return f"{self.party}: {self.recommendation}"


class AdoptionAct(models.TextChoices):
    SUBMIT = "submit", _("Submitted")
    TAKE_UP = "take_up", _("Taken under consideration")
    CONSENT = "consent", _("Consented")
    ADOPT = "adopt", _("Adopted")
    WITHDRAW_CONSENT = "withdraw_consent", _("Withdrew the consent")
    VOID = "void", _("Changed the text: consents are void")
    NOT_RETAIN = "not_retain", _("Not retained")
    RECONSIDER = "reconsider", _("Taken up again")
    SEND_BACK = "send_back", _("Sent back to the rapporteur")


class AdoptionStep(models.Model):
    """Who did what on the way of a recommendation to adoption, when and from where."""

    recommendation = models.ForeignKey(
        "outcomes.Recommendation", models.PROTECT, related_name="steps"
    )
    act = models.CharField(_("act"), max_length=20, choices=AdoptionAct)
    status_before = models.CharField(_("state before"), max_length=12, choices=Status)
    status_after = models.CharField(_("state after"), max_length=12, choices=Status)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    note = models.TextField(_("note"), blank=True, validators=TEXT_RULES)
    done_at = models.DateTimeField(_("done"), auto_now_add=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    from_address = models.GenericIPAddressField(_("from"), null=True)

    class Meta:
        verbose_name = _("step to adoption")
        verbose_name_plural = _("steps to adoption")
        ordering = ["pk"]

    def __str__(self):
        return self.get_act_display()
