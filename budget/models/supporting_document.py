"""The papers behind the entries: contracts, invoices, receipts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.roles import is_organiser
from gfmd_meeting.uploads import Kind

from .income import Receipt
from .money import by_whom
from .spending import Commitment, Disbursement


class SupportingDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The organisers: tickets and lists of payment name delegates."""
        return self if is_organiser(user) else self.none()


class SupportingDocument(models.Model):
    """A contract, an invoice or a receipt behind one entry, checked by its content.

    It is stored under a name that nobody can guess, with the name it was handed in under
    and the type that was found in it.
    """

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("commitment"),
    )
    disbursement = models.ForeignKey(
        Disbursement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("disbursement"),
    )
    receipt = models.ForeignKey(
        Receipt,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("receipt"),
    )
    file = models.FileField(_("file"), upload_to="ledger/")
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    size = models.PositiveIntegerField(_("size"))
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = by_whom(_("entered by"))

    objects = SupportingDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("supporting document")
        verbose_name_plural = _("supporting documents")
        ordering = ["entered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, disbursement=None, receipt=None)
                | Q(commitment=None, disbursement__isnull=False, receipt=None)
                | Q(commitment=None, disbursement=None, receipt__isnull=False),
                name="supportingdocument_is_of_one_entry",
                violation_error_message=_("A document supports one entry."),
            ),
        ]

    def __str__(self):
        return self.name
