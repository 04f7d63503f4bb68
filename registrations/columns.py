"""What the cells of the sheets of delegations and participants mean, and how they are written."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from import_export import widgets

from gfmd_meeting.spreadsheets.cells import fold, shown
from gfmd_meeting.spreadsheets.dates import read_moment

from .journeys import refuse_far_time
from .names import find_choice

YES = {"yes", "y", "si", "s", "oui", "o", "true", "verdadero", "vrai", "1", "x"}
NO = {"no", "n", "non", "false", "falso", "faux", "0", ""}


class TextCell(widgets.Widget):
    """Text; a number as its spreadsheet shows it."""

    def clean(self, value, row=None, **kwargs):
        return shown(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class CountryCell(TextCell):
    """A code of ISO 3166, in capitals or not."""

    def clean(self, value, row=None, **kwargs):
        return super().clean(value, row, **kwargs).upper()


class ChoiceCell(widgets.Widget):
    """One of a list of choices by its name in any language; written in English."""

    def __init__(self, choices, also=None):
        super().__init__()
        self.choices = list(choices)
        self.also = also

    def clean(self, value, row=None, **kwargs):
        if value in (None, ""):
            return None
        found = find_choice(self.choices, value, self.also)
        if found is None:
            names = ", ".join(str(label) for _value, label in self.choices)
            raise ValueError(
                _("“%(value)s” is none of these: %(names)s.") % {"value": value, "names": names}
            )
        return found

    def render(self, value, obj=None, **kwargs):
        with translation.override("en"):
            return str(dict(self.choices).get(value, ""))


class YesNoCell(widgets.Widget):
    """Yes or no, in any of the languages. An empty cell is a no."""

    def clean(self, value, row=None, **kwargs):
        said = fold(shown(value))
        if said not in YES | NO:
            raise ValueError(_("“%(value)s” is neither yes nor no.") % {"value": value})
        return said in YES

    def render(self, value, obj=None, **kwargs):
        return "Yes" if value else "No"


class CountCell(widgets.Widget):
    """A whole number, not negative. An empty cell is none."""

    def clean(self, value, row=None, **kwargs):
        said = shown(value).strip()
        if not said:
            return 0
        if not (said.isascii() and said.isdecimal() and len(said) <= 4):
            raise ValueError(
                _("“%(value)s” is not a number of seats, such as 2.") % {"value": value}
            )
        return int(said)

    def render(self, value, obj=None, **kwargs):
        return value


class LocalTimeCell(widgets.Widget):
    """A moment in the time zone of the page, which is the meeting's."""

    def clean(self, value, row=None, **kwargs):
        if value in (None, ""):
            return None
        moment = read_moment(value)
        if moment is None:
            raise ValueError(
                _("“%(value)s” is not a time such as 2030-12-31 14:30.") % {"value": value}
            )
        refuse_far_time(moment)
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment

    def render(self, value, obj=None, **kwargs):
        # A cell of a workbook has no time zone.
        return timezone.localtime(value).replace(tzinfo=None) if value else None
