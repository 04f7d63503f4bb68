"""Writing a meeting file to the database: all of it, or nothing."""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import get_text_list

from gfmd_meeting.limits import refusals_of_group, refusals_of_meeting
from gfmd_meeting.models import (
    ConceptNoteSection,
    Figure,
    Meeting,
    Region,
    StakeholderGroup,
)

from .facts import Fact, Facts
from .layout import CAPACITIES, LANGUAGES, LISTS


@dataclass
class Changes:
    """What storing a file did: how many rows of each kind are new, and which others changed."""

    added: Counter = field(default_factory=Counter)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __bool__(self):
        return bool(self.added or self.changed or self.removed)


@transaction.atomic
def store_facts(facts: Facts) -> Changes:
    """Make the rows what the file says, and tell what that changed.

    A row is known again by its key or number and keeps its primary key, so that what
    people made goes on pointing at it; a column that the file does not give stays as
    it is. The lock on the meeting lets one file be stored at a time, and neither seats
    nor money be given out meanwhile.
    """
    changes = Changes()
    _, is_new = Meeting.objects.get_or_create(pk=1, defaults=facts.meeting.values)
    if is_new:
        changes.added[Meeting] = 1
    before = Meeting.objects.select_for_update().get(pk=1)
    seats_before = dict(StakeholderGroup.objects.values_list("pk", "seats"))

    meeting = write_row(Meeting.objects.get(pk=1), facts.meeting, changes)
    refusals = refusals_of_meeting(before, meeting)
    for name in LISTS:
        write_list(name, facts, changes)
    for name in reversed(LISTS):  # groups before the regions that they are in
        refusals += remove_unsaid(name, facts, changes)
    for group in StakeholderGroup.objects.filter(pk__in=seats_before):
        refusals += refusals_of_group(seats_before[group.pk], group)
    if refusals:
        raise ValidationError(refusals)
    return changes


def write_list(name: str, facts: Facts, changes: Changes) -> None:
    model, known_by = LISTS[name]
    rows = {getattr(row, known_by): row for row in model.objects.all()}
    if model is StakeholderGroup:
        regions = {region.key: region for region in Region.objects.all()}
        for fact in facts.lists[name]:
            fact.values["region"] = regions.get(fact.region)
        set_aside_moving_groups(rows, facts.lists[name])
    for fact in facts.lists[name]:
        row = write_row(rows.get(fact.values[known_by]) or model(), fact, changes)
        if model is ConceptNoteSection:
            write_figures(row, fact.figures, changes)


def write_figures(section: Model, facts: list[Fact], changes: Changes) -> None:
    """The figures of a section, known again by their order. Nothing refers to one."""
    rows = {figure.number: figure for figure in Figure.objects.filter(section_id=section.pk)}
    for fact in facts:
        number = fact.values["number"]
        write_row(rows.pop(number, None) or Figure(section=section), fact, changes)
    for figure in rows.values():
        figure.delete()
        changes.removed.append(f"figure “{figure}”")


def write_row(row: Model, fact: Fact, changes: Changes) -> Model:
    """Give a row the values of a fact, and save it if that changes it."""
    differing = [
        column for column, value in fact.values.items() if differs(getattr(row, column), value)
    ]
    if row.pk and not differing:
        return row
    if row.pk:
        changes.changed.extend(f"{fact.place}.{place_of(column)}" for column in differing)
    else:
        changes.added[fact.model] += 1
    for column in differing:
        setattr(row, column, fact.values[column])
    row.save()
    return row


def differs(held, given) -> bool:
    """Nothing and an empty text are the same: forms store the one, files the other."""
    return (held if held != "" else None) != (given if given != "" else None)


def place_of(column: str) -> str:
    """How the file writes a column: title.en for title_en."""
    if column in CAPACITIES.values():
        return "capacities"
    key, _, language = column.rpartition("_")
    return f"{key}.{language}" if language in LANGUAGES else column


def set_aside_moving_groups(rows: dict[str, StakeholderGroup], facts: list[Fact]) -> None:
    """Free the type and region of groups that change theirs or go, so that others may have them."""
    said = {fact.values["key"]: (fact.values["type"], fact.values["region"]) for fact in facts}
    for row in rows.values():
        if (row.type, row.region) != said.get(row.key):
            StakeholderGroup.objects.filter(pk=row.pk).update(type=f"moving {row.pk}")


def remove_unsaid(name: str, facts: Facts, changes: Changes) -> list[ValidationError]:
    """Remove the rows that the file no longer gives; refuse for those still referred to."""
    model, known_by = LISTS[name]
    said = [fact.values[known_by] for fact in facts.lists[name]]
    refusals = []
    for row in model.objects.select_for_update().exclude(**{f"{known_by}__in": said}):
        if users := users_of(row):
            refusals.append(
                ValidationError(
                    "%(name)s: “%(row)s” is no longer in the file, but is still used by %(users)s.",
                    code="fact_is_in_use",
                    params={"name": name, "row": row, "users": get_text_list(users, "and")},
                )
            )
        else:
            row.delete()
            changes.removed.append(f"{name}: “{row}”")
    return refusals


def users_of(row: Model) -> list[str]:
    """What refers to a row: the kinds of other rows, and how many of each."""
    users = []
    for relation in row._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        model = relation.related_model
        if model is Figure or model._meta.auto_created:  # part of the row; stands behind a list
            continue
        count = model._base_manager.filter(**{relation.field.name: row}).count()
        if count:
            users.append(f"{count} {model._meta.verbose_name_plural}")
    return users
