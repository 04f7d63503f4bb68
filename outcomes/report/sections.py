"""stub"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    key: str
    label: str


SECTIONS = (Section("agenda", _("Agenda")),)
