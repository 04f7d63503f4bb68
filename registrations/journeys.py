"""When people travel, as far as a time can be checked without asking them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Beyond these, a time that can be written in one zone cannot be in another.
FIRST_YEAR, LAST_YEAR = 1900, 2999


def refuse_far_time(moment: datetime | None) -> None:
    """Refuse a time of arrival or departure that is a slip of the pen."""
    if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(
            _("Nobody travels in the year %(year)s. Check the date."),
            code="far_time",
            params={"year": moment.year},
        )
