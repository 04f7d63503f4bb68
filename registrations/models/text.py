"""What may stand in the fields of one line that people fill in."""

import re

from django.core.validators import EmailValidator, RegexValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

ONE_LINE = RegexValidator(
    r"[\x00-\x1f\x7f\u2028\u2029]",
    _("Write this on one line, without control characters."),
    inverse_match=True,
)


@deconstructible
class AddressValidator(EmailValidator):
    """An address as lists of nominees carry them: a dot may follow a dot.

    The standard forbids it, some providers gave such addresses out all the same.
    """

    user_regex = re.compile(r"^[-!#$%&'*+/=?^_`{}|~0-9A-Z.]+\Z", re.IGNORECASE)
