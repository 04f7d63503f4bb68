"""What the cells of a rapporteur's sheet mean, and how they are written."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.widgets import Widget

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome
from gfmd_meeting.spreadsheets.cells import shown
from registrations.names import find_choice

from .models import LANGUAGE_CODES, Practice
from .versions import DETAILS, LISTS, details_of

SEVERAL = re.compile(r"[\s,;]+")


class OutcomeWidget(Widget):
    """An expected outcome by its number."""

    def clean(self, value, row=None, **kwargs):
        try:
            return ExpectedOutcome.objects.get(number=int(value))
        except (ValueError, ExpectedOutcome.DoesNotExist):
            raise ValidationError(
                _("There is no expected outcome “%(number)s”.") % {"number": value}
            ) from None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.number


class SessionWidget(Widget):
    """A session by its title in any language, or by how that begins: "Session 1"."""

    def clean(self, value, row=None, **kwargs):
        begins = re.compile(rf"{re.escape(str(value))}\b", re.IGNORECASE)
        sessions = [(s, (s.title_en, s.title_es, s.title_fr)) for s in Session.objects.all()]
        found = [s for s, titles in sessions if value in titles] or [
            s for s, titles in sessions if any(begins.match(title or "") for title in titles)
        ]
        if value == "" or not found:
            raise ValidationError(_("No session is called “%(title)s”.") % {"title": value})
        if len(found) > 1:
            raise ValidationError(
                _("More than one session is called “%(title)s”: write its whole title.")
                % {"title": value}
            )
        return found[0]

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.title_en or value.title


class CodeWidget(Widget):
    """A code such as "practice" or "es", or its name in any language; written as the code."""

    def __init__(self, choices, empty=""):
        super().__init__()
        self.choices = list(choices)
        self.empty = empty

    def clean(self, value, row=None, **kwargs):
        said = shown(value).strip()
        return find_choice(self.choices, said) or said.lower() or self.empty


class ListWidget(Widget):
    """Names parted by commas; those that are known by the word that is kept of them."""

    def __init__(self, choices=()):
        super().__init__()
        self.choices = list(choices)

    def clean(self, value, row=None, **kwargs):
        names = [name.strip() for name in shown(value).split(",") if name.strip()]
        return ", ".join(find_choice(self.choices, name) or name for name in names)


class TextWidget(Widget):
    """Lines end as they do in what is typed into a form."""

    def clean(self, value, row=None, **kwargs):
        return "\n".join(shown(value).splitlines())


class YearWidget(Widget):
    """A year, or none."""

    def clean(self, value, row=None, **kwargs):
        said = shown(value).strip()
        if not said:
            return None
        if not (said.isascii() and said.isdecimal() and len(said) == 4):
            raise ValidationError(_("“%(value)s” is not a year such as 2006.") % {"value": value})
        return int(said)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value


class CodesWidget(Widget):
    """Codes of countries, parted by spaces or commas."""

    def clean(self, value, row=None, **kwargs):
        return " ".join(SEVERAL.split(shown(value).strip().upper())).strip()


class NumbersWidget(Widget):
    """What the concept note gives, by its numbers: all of them, or the one."""

    def __init__(self, model, *, is_one=False):
        super().__init__()
        self.model = model
        self.is_one = is_one

    def clean(self, value, row=None, **kwargs):
        said = [number for number in SEVERAL.split(shown(value)) if number]
        known = {str(one.number): one for one in self.model.objects.all()} if said else {}
        unknown = [number for number in said if number not in known]
        if unknown or (self.is_one and len(said) > 1):
            raise ValidationError(
                _("“%(value)s”: there is no such number among the %(list)s.")
                % {
                    "value": ", ".join(unknown or said),
                    "list": self.model._meta.verbose_name_plural,
                }
            )
        found = sorted((known[number] for number in set(said)), key=lambda one: one.number)
        if self.is_one:
            return found[0] if found else None
        return found

    def render(self, value, obj=None, **kwargs):
        if self.is_one:
            return "" if value is None else value.number
        return " ".join(str(one.number) for one in value or ())


class LanguagesWidget(Widget):
    """Languages by their codes, parted by spaces or commas."""

    def clean(self, value, row=None, **kwargs):
        said = {code for code in SEVERAL.split(shown(value).strip().lower()) if code}
        if unknown := sorted(said - set(LANGUAGE_CODES)):
            raise ValidationError(
                _("“%(value)s” is none of the languages: %(codes)s.")
                % {"value": ", ".join(unknown), "codes": ", ".join(LANGUAGE_CODES)}
            )
        return tuple(code for code in LANGUAGE_CODES if code in said)

    def render(self, value, obj=None, **kwargs):
        return " ".join(value or ())


def begin(instance):
    """Before a row is read: nothing is said yet, and what is recorded is kept to compare with."""
    instance.said = {}
    instance.recorded = details_of(instance) if instance.pk else {}


def say(instance, name, value):
    """Keep what a row says until the act takes it; of what can be shown, show it."""
    instance.said[name] = value
    if name not in (*LISTS, "proposed_by"):
        setattr(instance, name, value)


def told_of(instance, name):
    """What a row says of an item, else what is recorded of it."""
    said = getattr(instance, "said", {})
    if name in said or not instance.pk:
        return said.get(name)
    if not hasattr(instance, "recorded"):
        begin(instance)
    return instance.recorded.get(name)


class Detail(Field):
    """Something that is said of an item, as the acts take it: kept with it until it is stored."""

    NOT_OF_ITS_KIND = {
        True: gettext_lazy("This is said of recommendations only; this row is a practice."),
        False: gettext_lazy("This is said of practices only; this row is none."),
    }

    def get_value(self, instance):
        return told_of(instance, self.attribute)

    def save(self, instance, row, is_m2m=False, **kwargs):
        value = self.clean(row, **kwargs)
        if self._fits(instance):
            self.tell(instance, value, row)
        elif shown(row[self.column_name]).strip():
            raise ValidationError(self.NOT_OF_ITS_KIND[isinstance(instance, Practice)])

    def tell(self, instance, value, row):
        say(instance, self.attribute, value)

    def _fits(self, instance):
        return self.attribute in (*DETAILS[type(instance)], "proposed_by")


class KindField(Detail):
    """What sort of conclusion a row is; a practice is a row of its own table."""

    def get_value(self, instance):
        return instance.kind if isinstance(instance, Practice) else super().get_value(instance)

    def save(self, instance, row, is_m2m=False, **kwargs):
        if not isinstance(instance, Practice):
            super().save(instance, row, **kwargs)


class InItsLanguage(Detail):
    """A text in the language of its row, past what the column of that language says itself."""

    def get_value(self, instance):
        language = told_of(instance, "language")
        return told_of(instance, f"{self.attribute}_{language}")

    def tell(self, instance, value, row):
        name = f"{self.attribute}_{told_of(instance, 'language')}"
        if name in DETAILS[type(instance)] and (value or name not in row):
            say(instance, name, value)

    def _fits(self, instance):
        return f"{self.attribute}_{LANGUAGE_CODES[0]}" in DETAILS[type(instance)]


class Reviewed(Detail):
    """The translations that are reviewed, of those that there are."""

    def get_value(self, instance):
        return tuple(code for code in LANGUAGE_CODES if told_of(instance, f"reviewed_{code}"))

    def tell(self, instance, value, row):
        for code in LANGUAGE_CODES:
            is_translation = code != told_of(instance, "language")
            has_text = bool(told_of(instance, f"text_{code}"))
            say(instance, f"reviewed_{code}", code in value and is_translation and has_text)

    def _fits(self, instance):
        return True
