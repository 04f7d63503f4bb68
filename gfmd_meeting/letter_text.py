"""Texts that organisers edit, with named fields in braces: ``Dear {delegation}``.

Only the names listed here may stand in braces, and nothing but the name: a text reads
no attribute of anything and formats nothing.
"""

import difflib
from string import Formatter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What each field of a letter is replaced by.
FIELDS = {
    "delegation": gettext_lazy("short name of the delegation"),
    "formal_name": gettext_lazy("formal name of the delegation; the short one where it has none"),
    "seats": gettext_lazy("how many people it may send"),
    "funded_seats": gettext_lazy("how many of them the meeting pays for"),
    "meeting": gettext_lazy("title of the meeting"),
    "forum": gettext_lazy("what the meeting is held in the context of"),
    "city": gettext_lazy("city of the meeting"),
    "country": gettext_lazy("country of the meeting"),
    "venue": gettext_lazy("venue of the meeting"),
    "days": gettext_lazy("days of the meeting, such as 4–5 March 2030"),
    "host": gettext_lazy("who hosts the meeting"),
    "co_chairs": gettext_lazy("who co-chairs the meeting"),
    "reference": gettext_lazy("reference of the letter"),
    "date": gettext_lazy("date of the letter"),
    "answer_due": gettext_lazy("day by which an answer is asked for"),
    "contact": gettext_lazy("address of the organisers"),
}
# What may stand in the pattern of a reference.
REFERENCE_FIELDS = {
    "number": gettext_lazy("running number"),
    "code": gettext_lazy("code of the delegation"),
    "year": gettext_lazy("year of the letter"),
}


def refuse_unknown_fields(text: str, known=FIELDS) -> None:
    """Refuse a text that cannot be filled in, with the name of each field that is wrong."""
    faults = []
    for name, spec, conversion in _fields(text):
        if name in known and not (spec or conversion):
            continue
        written = name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        meant = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        sentence = (
            _("There is no field {%(name)s}. Is {%(meant)s} meant?")
            if meant
            else _("There is no field {%(name)s}.")
        )
        params = {"name": written, "meant": meant[0] if meant else ""}
        faults.append(ValidationError(sentence, code="unknown_field", params=params))
    if faults:
        raise ValidationError(faults)


def fill_in(text: str, values: dict) -> str:
    """The text with the values of its fields. It must have passed ``refuse_unknown_fields``."""
    return "".join(
        literal + ("" if name is None else str(values[name]))
        for literal, name, _spec, _conversion in Formatter().parse(text)
    )


def lacks_a_value(text: str, values: dict) -> bool:
    """Whether one of its fields has nothing to say here: no venue, no funded seat."""
    return any(not values[name] for name, _spec, _conversion in _fields(text))


def _fields(text):
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise ValidationError(
            _("A brace is opened or closed alone. A field stands between two: {delegation}."),
            code="brace_alone",
        ) from None
    return [
        (name, spec, conversion) for _literal, name, spec, conversion in parts if name is not None
    ]
