"""What one version of an item says that another does not, field by field, in the reader's words."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Practice, Recommendation, SessionRecord
from .models.item import name_addressees
from .rewording import Piece, compare_words
from .versions import GIVEN, HELD, LISTS

LABELS = {
    "addressed_to": gettext_lazy("addressed to"),
    "proposed_by": gettext_lazy("proposed by"),
    "held_from": gettext_lazy("held from"),
    "held_until": gettext_lazy("held until"),
}


@dataclass(frozen=True)
class Difference:
    """A field that says something else now."""

    label: str
    pieces: tuple[Piece, ...]
    language: str = ""

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if not piece.is_added]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if not piece.is_removed]


def compare_details(
    model: type, before: dict, after: dict, *, without: tuple[str, ...] = ()
) -> list[Difference]:
    """The fields of two versions that differ, in the reader's words, in the model's order.

    Both are plain details (see versions.py); what is ``without`` is left out.
    """
    given = {}
    found = []
    for name in (*after, *(name for name in before if name not in after)):
        # A box that is not ticked says what one that was not there says.
        old, new = before.get(name) or None, after.get(name) or None
        if name in without or old == new:
            continue
        old, new = (_in_words(model, name, value, given) for value in (old, new))
        if old != new:
            language = name.rpartition("_")[2]
            found.append(
                Difference(
                    capfirst(str(_label(model, name))),
                    compare_words(old, new),
                    language if language in dict(settings.LANGUAGES) else "",
                )
            )
    return found


def _label(model: type[Recommendation | Practice | SessionRecord], name: str):
    return LABELS.get(name) or model._meta.get_field(name).verbose_name


def _in_words(model, name, value, given) -> str:
    """A plain value as the reader knows it; ``given`` keeps what was looked up for it."""
    if value is None:
        return ""
    if value is True:
        return _("yes")
    if name in GIVEN:
        if name not in given:
            given[name] = {row.number: str(row) for row in GIVEN[name].objects.all()}
        numbers = value if name in LISTS else [value]
        return "\n".join(given[name].get(number, str(number)) for number in numbers)
    if name in HELD:
        return date_format(localtime(parse_datetime(value)), "DATETIME_FORMAT")
    if name == "addressed_to":
        return name_addressees(value)
    choices = dict(model._meta.get_field(name).flatchoices) if name not in LABELS else {}
    return str(choices.get(value, value))
