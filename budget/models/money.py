"""How the columns of money are shaped, the same in every table."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NOTHING = Decimal("0.00")


def value(verbose_name, **options):
    """Money of the meeting's own currency, to the cent."""
    return models.DecimalField(verbose_name, max_digits=14, decimal_places=2, **options)


def amount(verbose_name, **options):
    """Money of a currency named beside it, as fine as any coin of ISO 4217."""
    return models.DecimalField(verbose_name, max_digits=15, decimal_places=4, **options)


def rate(**options):
    """Units of the meeting's currency for one unit of the entry's."""
    return models.DecimalField(_("exchange rate"), max_digits=15, decimal_places=8, **options)


def by_whom(verbose_name, **options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=verbose_name,
        **options,
    )
