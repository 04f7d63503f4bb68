"""What the cells of the budget's sheets mean, and how they are written."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from gfmd_meeting.spreadsheets.cells import fold, shown
from gfmd_meeting.spreadsheets.dates import read_day
from registrations.columns import YesNoCell

from .income import find_contributor
from .models import BudgetLine, Form

_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,20})?", re.ASCII)


class DayCell(Widget):
    """A day as 2030-12-31 or 31.12.2030, or a workbook's own date."""

    def clean(self, value, row=None, **kwargs):
        day = read_day(value)
        if day is None:
            raise ValueError(_("“%(value)s” is no day: write it as 2030-12-31.") % {"value": value})
        return day

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


class NumberCell(Widget):
    """An amount or a rate, with a point before its decimals."""

    def clean(self, value, row=None, **kwargs):
        # A workbook's numbers are binary fractions: what they show is what is meant.
        text = format(Decimal(str(value)), "f") if isinstance(value, float) else str(value)
        if not _NUMBER.fullmatch(text):
            raise ValueError(_("“%(value)s” is no number: write it as 1575.00.") % {"value": value})
        return Decimal(text)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value


class OptionalNumberCell(NumberCell):
    def clean(self, value, row=None, **kwargs):
        return None if value in (None, "") else super().clean(value, row, **kwargs)


class RateCell(OptionalNumberCell):
    """An exchange rate, written with the decimals that say something.

    Without one, an entry takes that of its month.
    """

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else format(Decimal(value).normalize(), "f")


class CurrencyCell(Widget):
    def clean(self, value, row=None, **kwargs):
        return str(value).upper()


class TextCell(Widget):
    def clean(self, value, row=None, **kwargs):
        return shown(value)


class LineCell(Widget):
    """A budget line by its code."""

    def clean(self, value, row=None, **kwargs):
        line = BudgetLine.objects.filter(code=str(value)).first()
        if line is None:
            raise ValueError(_("There is no budget line “%(code)s”.") % {"code": value})
        return line

    def render(self, value, obj=None, **kwargs):
        return value.code if value else ""


class ContributorCell(Widget):
    """A contributor by its name; a name that is new becomes one."""

    def clean(self, value, row=None, **kwargs):
        return find_contributor(shown(value))

    def render(self, value, obj=None, **kwargs):
        return value.name if value else ""


class FormCell(Widget):
    """Cash, goods or services; cash where nothing is said."""

    def clean(self, value, row=None, **kwargs):
        said = fold(value or Form.CASH)
        for form in Form:
            if said in (form.value, fold(form.label)):
                return form.value
        raise ValueError(
            _("“%(value)s” is none of: %(forms)s.")
            % {"value": value, "forms": ", ".join(Form.values)}
        )


class EarmarkCell(LineCell):
    """The line that a contribution is for, by its code; none where nothing is said."""

    def clean(self, value, row=None, **kwargs):
        return super().clean(value, row, **kwargs) if value not in (None, "") else None


class ReceivedCell(YesNoCell):
    """Whether it came. An empty cell is a yes: the sheet is of what was given."""

    def clean(self, value, row=None, **kwargs):
        return value in (None, "") or super().clean(value, row, **kwargs)
