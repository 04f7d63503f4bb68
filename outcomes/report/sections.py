"""The sections of the report, in order: what each is called, and which are annexes."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """A part of the report that may be left out. ``is_numbered`` tells a chapter of the body."""

    key: str
    label: str
    is_annex: bool = False
    is_numbered: bool = True


SECTIONS = (
    Section("nature", _("Note on the nature of the text"), is_numbered=False),
    Section("summary", _("Co-chairs’ summary")),
    Section("background", _("Background in brief")),
    Section("objectives", _("Objectives")),
    Section("participation", _("Participation")),
    Section("agenda", _("Agenda as held")),
    Section("outcomes", _("Results by expected outcome")),
    Section("coverage", _("Sessions and expected outcomes")),
    Section("prior", _("How the results build on what came before")),
    Section("next_steps", _("Next steps")),
    Section("participants", _("List of participants"), is_annex=True),
    Section("budget", _("Budget statement"), is_annex=True),
    Section("concept_note", _("Concept note"), is_annex=True),
    Section("documents", _("List of documents"), is_annex=True),
)

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def number_sections(keys) -> list[dict]:
    """Those of these sections, in order, as plain values: key, title, number, is_annex.

    Chapters are numbered 1, 2, 3 and annexes I, II, III; the note before them has no number.
    """
    chosen = [section for section in SECTIONS if section.key in keys]
    body = [section for section in chosen if section.is_numbered and not section.is_annex]
    annexes = [section for section in chosen if section.is_annex]
    numbers = {section: str(place) for place, section in enumerate(body, start=1)}
    numbers |= dict(zip(annexes, _ROMAN, strict=False))
    return [
        {
            "key": section.key,
            "title": str(section.label),
            "number": numbers.get(section, ""),
            "is_annex": section.is_annex,
        }
        for section in chosen
    ]
