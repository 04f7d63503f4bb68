"""The fields of the sheets of delegations and participants that more than one cell decides."""

from django.utils.translation import gettext as _
from import_export.fields import Field

from gfmd_meeting.models import StakeholderType
from gfmd_meeting.spreadsheets import in_cell
from gfmd_meeting.spreadsheets.cells import fold

from .columns import ChoiceCell
from .models import Status
from .names import find_choice
from .words import OF_TYPE

COUNTRY_COLUMN = "Country (ISO 3166)"
TYPE_COLUMN = "Stakeholder type"
REGION_COLUMN = "Region"
STATE_COLUMN = "State"
TYPE_CELL = ChoiceCell(StakeholderType.choices, OF_TYPE)


class NameField(Field):
    """A delegation's name, in whichever language: one that it goes by already stays."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        name = row[self.column_name]
        if instance.pk is None or not kwargs["directory"].goes_by(instance, name):
            super().save(instance, row, is_m2m, **kwargs)


class GroupField(Field):
    """A delegation's stakeholder group, from the columns of its type and its region.

    Where no region is said, a delegation keeps its own, and a new State is given that
    of its code.
    """

    def save(self, instance, row, is_m2m=False, **kwargs):
        stakeholder_type = self.clean(row)
        if stakeholder_type is None:
            raise ValueError(_("The stakeholder type is missing."))
        directory = kwargs["directory"]
        name = row.get(REGION_COLUMN)
        if not name and instance.pk and instance.group.type == stakeholder_type:
            return
        region = directory.region(name)
        if name and region is None:
            raise in_cell(REGION_COLUMN, _("There is no region “%(name)s”.") % {"name": name})
        if not name and stakeholder_type == StakeholderType.GOVERNMENT:
            region = directory.region_of_state(instance.country)
        group = directory.group(stakeholder_type, region)
        if group is None:
            raise in_cell(REGION_COLUMN, _("The meeting has no group for this type and region."))
        instance.group = group
        instance.home_region = None if group.region_id else region

    def export(self, instance, **kwargs):
        group = self.get_value(instance)
        return self.widget.render(group.type) if group else ""


class RolesField(Field):
    """A State's roles in migration: origin, transit, destination, any of them."""

    names = {
        "is_origin": ("origin", "origen", "origine"),
        "is_transit": ("transit", "transito"),
        "is_destination": ("destination", "destino"),
    }

    def get_value(self, instance):
        return tuple(getattr(instance, name) for name in self.names)

    def save(self, instance, row, is_m2m=False, **kwargs):
        said = {fold(word) for word in str(row[self.column_name] or "").split(",")} - {""}
        unknown = said - {word for words in self.names.values() for word in words}
        if unknown:
            raise ValueError(
                _("“%(roles)s” is none of these: origin, transit, destination.")
                % {"roles": ", ".join(sorted(unknown))}
            )
        for name, words in self.names.items():
            setattr(instance, name, not said.isdisjoint(words))

    def export(self, instance, **kwargs):
        return ", ".join(words[0] for name, words in self.names.items() if getattr(instance, name))


class DelegationField(Field):
    """The delegation of a participant, by its name and, where the sheet has it, its type."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        try:
            wanted = TYPE_CELL.clean(row.get(TYPE_COLUMN))
        except ValueError as refusal:
            raise in_cell(TYPE_COLUMN, str(refusal)) from refusal
        delegation = kwargs["directory"].delegation(row[self.column_name], wanted)
        if delegation is None:
            raise ValueError(
                _("There is no delegation “%(name)s” of this stakeholder type.")
                % {"name": row[self.column_name]}
            )
        instance.delegation = delegation

    def export(self, instance, **kwargs):
        delegation = self.get_value(instance)
        return delegation.name_en if delegation else ""


class AddressField(Field):
    def clean(self, row, **kwargs):
        return str(super().clean(row, **kwargs) or "").lower()


class StateField(Field):
    """Where a person stands. A sheet may confirm them; whatever else, it may only repeat."""

    def get_value(self, instance):
        return getattr(instance, "asked_state", instance.status)

    def save(self, instance, row, is_m2m=False, **kwargs):
        text = row[self.column_name]
        said = find_choice(self.widget.choices, text, self.widget.also)
        if not text or said == instance.status:
            return
        if said != Status.CONFIRMED:
            raise ValueError(
                _("A sheet can say “Confirmed” or nothing here; all else is decided one by one.")
            )
        instance.asked_state = Status.CONFIRMED
