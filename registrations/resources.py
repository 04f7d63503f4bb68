"""The sheets of delegations and participants, as organisers hold them."""

from django.conf import settings
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import CharWidget

from gfmd_meeting.models import StakeholderType
from gfmd_meeting.spreadsheets import SheetResource

from .columns import ChoiceCell, CountCell, LocalTimeCell, YesNoCell
from .delegations import fill_in, store_delegation
from .models import Capacity, Delegation, Participant
from .names import Directory, find_choice, fold
from .registration import change_participant, register_participant

TYPE_COLUMN = "Stakeholder type"
REGION_COLUMN = "Region"


class NameField(Field):
    """A delegation's name: given to a new one, and what finds one that there is."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        if instance.pk is None:
            super().save(instance, row, is_m2m, **kwargs)


class GroupField(Field):
    """A delegation's stakeholder group, from the columns of its type and its region."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        stakeholder_type = self.clean(row)
        if stakeholder_type is None:
            raise ValueError(_("The stakeholder type is missing."))
        region_name = row.get(REGION_COLUMN)
        directory = kwargs["directory"]
        region = directory.region(region_name)
        if region_name and region is None:
            raise ValueError(_("There is no region “%(name)s”.") % {"name": region_name})
        group = directory.group(stakeholder_type, region)
        if group is None:
            raise ValueError(_("The meeting has no group for this type and region."))
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


class DelegationResource(SheetResource):
    """``delegations.xlsx``. A delegation is known by its name and its stakeholder type."""

    required_columns = ["Delegation", TYPE_COLUMN, "Seats"]

    name = NameField(attribute="name_en", column_name="Delegation", widget=CharWidget())
    country = Field(attribute="country", column_name="Country (ISO 3166)", widget=CharWidget())
    region = Field(attribute="region__name_en", column_name=REGION_COLUMN, readonly=True)
    group = GroupField(
        attribute="group", column_name=TYPE_COLUMN, widget=ChoiceCell(StakeholderType.choices)
    )
    seats = Field(attribute="seats", column_name="Seats", widget=CountCell())
    funded_seats = Field(
        attribute="funded_seats", column_name="Sponsored seats", widget=CountCell()
    )
    roles = RolesField(attribute="is_origin", column_name="Migration role")

    class Meta(SheetResource.Meta):
        model = Delegation
        fields = ["name", "country", "region", "group", "seats", "funded_seats", "roles"]
        import_id_fields = ["name"]

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        self.directory = Directory()

    def get_instance(self, instance_loader, row):
        stakeholder_type = find_choice(StakeholderType.choices, row[TYPE_COLUMN])
        return self.directory.delegation(row["Delegation"], stakeholder_type)

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        super().import_field(field, instance, row, is_m2m, directory=self.directory, **kwargs)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        if instance.pk is None:
            fill_in(instance)
        super().validate_instance(instance, import_validation_errors, validate_unique)

    def store(self, instance, is_new):
        store_delegation(instance)
        if is_new:
            self.directory.enter(instance)


class DelegationField(Field):
    """The delegation of a participant, by its name and, where the sheet has it, its type."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        stakeholder_type = row.get(TYPE_COLUMN)
        delegation = kwargs["directory"].delegation(
            row[self.column_name],
            find_choice(StakeholderType.choices, stakeholder_type) if stakeholder_type else None,
        )
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


class ParticipantResource(SheetResource):
    """``participants.xlsx``. A person is known by their address; a new one waits for a seat.

    Nobody is written to: organisers who import a list tell the delegations themselves.
    """

    required_columns = ["Delegation", "First name", "Family name", "Position", "E-mail"]

    delegation = DelegationField(attribute="delegation", column_name="Delegation")
    country = Field(
        attribute="delegation__country", column_name="Country (ISO 3166)", readonly=True
    )
    region = Field(
        attribute="delegation__region__name_en", column_name=REGION_COLUMN, readonly=True
    )
    type = Field(
        attribute="delegation__group__type",
        column_name=TYPE_COLUMN,
        readonly=True,
        widget=ChoiceCell(StakeholderType.choices),
    )
    capacity = Field(
        attribute="capacity",
        column_name="Function in the delegation",
        widget=ChoiceCell(Capacity.choices),
        default=Capacity.DELEGATE.value,
    )
    honorific = Field(attribute="honorific", column_name="Title", widget=CharWidget())
    given_name = Field(attribute="given_name", column_name="First name", widget=CharWidget())
    family_name = Field(attribute="family_name", column_name="Family name", widget=CharWidget())
    function = Field(attribute="function", column_name="Position", widget=CharWidget())
    email = AddressField(attribute="email", column_name="E-mail", widget=CharWidget())
    phone = Field(attribute="phone", column_name="Telephone", widget=CharWidget())
    language = Field(
        attribute="language",
        column_name="Preferred language",
        widget=ChoiceCell(settings.LANGUAGES),
        default="en",
    )
    needs_interpretation = Field(
        attribute="needs_interpretation", column_name="Needs interpretation", widget=YesNoCell()
    )
    dietary_needs = Field(
        attribute="dietary_needs", column_name="Dietary needs", widget=CharWidget()
    )
    accessibility_needs = Field(
        attribute="accessibility_needs", column_name="Accessibility needs", widget=CharWidget()
    )
    is_funded = Field(attribute="is_funded", column_name="Sponsored", widget=YesNoCell())
    arrives_at = Field(attribute="arrives_at", column_name="Arrival", widget=LocalTimeCell())
    departs_at = Field(attribute="departs_at", column_name="Departure", widget=LocalTimeCell())

    # What the sheet says of a person; the other columns are their delegation's.
    DETAILS = [
        "delegation",
        "capacity",
        "honorific",
        "given_name",
        "family_name",
        "function",
        "email",
        "phone",
        "language",
        "needs_interpretation",
        "dietary_needs",
        "accessibility_needs",
        "is_funded",
        "arrives_at",
        "departs_at",
    ]

    class Meta(SheetResource.Meta):
        model = Participant
        fields = [
            "delegation",
            "country",
            "region",
            "type",
            "capacity",
            "honorific",
            "given_name",
            "family_name",
            "function",
            "email",
            "phone",
            "language",
            "needs_interpretation",
            "dietary_needs",
            "accessibility_needs",
            "is_funded",
            "arrives_at",
            "departs_at",
        ]
        import_id_fields = ["email"]

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        self.directory = Directory()

    def get_instance(self, instance_loader, row):
        people = Participant.objects.select_related("delegation__group__region")
        return people.filter(email__iexact=str(row["E-mail"])).first()

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        super().import_field(field, instance, row, is_m2m, directory=self.directory, **kwargs)

    def store(self, instance, is_new):
        details = {name: getattr(instance, name) for name in self.DETAILS}
        if is_new:
            instance.pk = register_participant(by=self.by, sends_mail=False, **details).pk
        else:
            change_participant(participant=instance, by=self.by, **details)
