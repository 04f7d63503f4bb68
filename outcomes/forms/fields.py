"""Fields that the forms of texts are made of."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise

from outcomes.models import TEXT_RULES


class TextField(forms.CharField):
    """A text of several lines. It has no maxlength: a browser would cut a longer paste unasked."""

    widget = forms.Textarea

    def __init__(self, *, rows, validators=TEXT_RULES, **options):
        super().__init__(validators=validators, **options)
        self.widget.attrs["rows"] = rows

    def to_python(self, value):
        return "\n".join(super().to_python(value).splitlines())


class VersionField(forms.IntegerField):
    """The version that the writer started from; what is none of ours is before the first."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, required=False, min_value=0)

    def clean(self, value):
        try:
            return super().clean(value) or 0
        except forms.ValidationError:
            return 0


@dataclass(frozen=True)
class Fold:
    """Fields that are not needed every time: folded in until one of them says something."""

    title: str | Promise
    fields: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        return any(field.errors or _says_something(field) for field in self.fields)


def _says_something(field) -> bool:
    value = field.value()
    return bool(value) and value != field.field.initial
