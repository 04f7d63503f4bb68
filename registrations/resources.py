"""The sheets of delegations and participants, as organisers hold them."""

from copy import copy

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from import_export.fields import Field

from gfmd_meeting.models import StakeholderType
from gfmd_meeting.spreadsheets import SheetResource, in_cell
from gfmd_meeting.spreadsheets.cells import fold

from .columns import ChoiceCell, CountCell, CountryCell, LocalTimeCell, TextCell, YesNoCell
from .delegations import fill_in, store_delegation
from .headings import HEADINGS, OF_PEOPLE
from .models import Capacity, Delegation, Gender, Participant, Status
from .names import Directory, find_choice
from .registration import change_participant, register_participant
from .seats import confirm_participant
from .sheet_fields import (
    COUNTRY_COLUMN,
    REGION_COLUMN,
    STATE_COLUMN,
    TYPE_CELL,
    TYPE_COLUMN,
    AddressField,
    DelegationField,
    GroupField,
    NameField,
    RolesField,
    StateField,
)
from .spoken_for import SpokenFor
from .words import OF_CAPACITY, OF_GENDER, OF_STATE


class DelegationResource(SheetResource):
    """``delegations.xlsx``. One is known by its name and type, a State by its code too."""

    required_columns = ["Delegation", TYPE_COLUMN, "Seats"]
    also_called = HEADINGS
    most_rows = 10_000
    rows_stand_alone = True

    name = NameField(attribute="name_en", column_name="Delegation", widget=TextCell())
    country = Field(attribute="country", column_name=COUNTRY_COLUMN, widget=CountryCell())
    region = Field(attribute="region__name_en", column_name=REGION_COLUMN, readonly=True)
    group = GroupField(attribute="group", column_name=TYPE_COLUMN, widget=TYPE_CELL)
    seats = Field(attribute="seats", column_name="Seats", widget=CountCell())
    funded_seats = Field(
        attribute="funded_seats", column_name="Sponsored seats", widget=CountCell()
    )
    roles = RolesField(attribute="is_origin", column_name="Migration role")
    language = Field(
        attribute="language",
        column_name="Language of correspondence",
        widget=ChoiceCell(settings.LANGUAGES),
        saves_null_values=False,
    )

    class Meta(SheetResource.Meta):
        model = Delegation
        fields = [
            "name",
            "country",
            "region",
            "group",
            "seats",
            "funded_seats",
            "roles",
            "language",
        ]
        import_id_fields = ["name"]

    def prepare(self):
        self.directory = Directory()

    def keys_of(self, row):
        stakeholder_type = find_choice(TYPE_CELL.choices, row[TYPE_COLUMN], TYPE_CELL.also)
        keys = [("name", fold(row["Delegation"]), stakeholder_type)]
        if row.get(COUNTRY_COLUMN) and stakeholder_type == StakeholderType.GOVERNMENT:
            keys.append(("state", fold(row[COUNTRY_COLUMN])))
        return keys

    def get_instance(self, instance_loader, row):
        stakeholder_type = find_choice(TYPE_CELL.choices, row[TYPE_COLUMN], TYPE_CELL.also)
        named = self.directory.delegation(row["Delegation"], stakeholder_type)
        state = None
        if stakeholder_type == StakeholderType.GOVERNMENT:
            state = self.directory.state(row.get(COUNTRY_COLUMN))
        if named and state and named.pk != state.pk:
            raise in_cell(
                COUNTRY_COLUMN,
                _("This is the code of %(state)s, and the name is that of %(named)s.")
                % {"state": state.name, "named": named.name},
            )
        found = named or state
        # What a refused row has written into it is not what stands.
        return copy(found) if found else None

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


class ParticipantResource(SheetResource):
    """``participants.xlsx``. A person is known by their address; a new one waits for a seat.

    Nobody is written to: organisers who import a list tell the delegations themselves.
    Where the column of the state says so, they are confirmed, within the limits.
    """

    required_columns = ["Delegation", "First name", "Family name", "Position", "E-mail"]
    also_called = OF_PEOPLE
    most_rows = 10_000
    rows_stand_alone = True

    delegation = DelegationField(attribute="delegation", column_name="Delegation")
    country = Field(attribute="delegation__country", column_name=COUNTRY_COLUMN, readonly=True)
    region = Field(
        attribute="delegation__region__name_en", column_name=REGION_COLUMN, readonly=True
    )
    type = Field(
        attribute="delegation__group__type",
        column_name=TYPE_COLUMN,
        readonly=True,
        widget=TYPE_CELL,
    )
    capacity = Field(
        attribute="capacity",
        column_name="Function in the delegation",
        widget=ChoiceCell(Capacity.choices, OF_CAPACITY),
        default=Capacity.DELEGATE.value,
    )
    honorific = Field(attribute="honorific", column_name="Title", widget=TextCell())
    given_name = Field(attribute="given_name", column_name="First name", widget=TextCell())
    family_name = Field(attribute="family_name", column_name="Family name", widget=TextCell())
    function = Field(attribute="function", column_name="Position", widget=TextCell())
    email = AddressField(attribute="email", column_name="E-mail", widget=TextCell())
    phone = Field(attribute="phone", column_name="Telephone", widget=TextCell())
    language = Field(
        attribute="language",
        column_name="Preferred language",
        widget=ChoiceCell(settings.LANGUAGES),
        default="en",
    )
    needs_interpretation = Field(
        attribute="needs_interpretation", column_name="Needs interpretation", widget=YesNoCell()
    )
    dietary_needs = Field(attribute="dietary_needs", column_name="Dietary needs", widget=TextCell())
    accessibility_needs = Field(
        attribute="accessibility_needs", column_name="Accessibility needs", widget=TextCell()
    )
    is_funded = Field(attribute="is_funded", column_name="Sponsored", widget=YesNoCell())
    arrives_at = Field(attribute="arrives_at", column_name="Arrival", widget=LocalTimeCell())
    departs_at = Field(attribute="departs_at", column_name="Departure", widget=LocalTimeCell())
    gender = Field(
        attribute="gender",
        column_name="Gender",
        widget=ChoiceCell(Gender.choices, OF_GENDER),
        saves_null_values=False,
    )
    state = StateField(
        attribute="status", column_name=STATE_COLUMN, widget=ChoiceCell(Status.choices, OF_STATE)
    )

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
        "gender",
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
            "gender",
            "state",
        ]
        import_id_fields = ["email"]

    def prepare(self):
        self.directory = Directory()
        self.spoken_for = SpokenFor()
        self._rested_on = []

    def keys_of(self, row):
        return [("address", str(row["E-mail"]).lower())] if row["E-mail"] else []

    def notes_on(self, instance, is_new):
        if not is_new:
            return []
        is_full = self.spoken_for.add(instance.delegation)
        return is_full if instance.status == Status.REGISTERED else []

    def rehearse_again(self):
        """The heads and the seats of earlier rows, which later ones may meet."""
        new = []
        for participant, is_new in self._rested_on:
            if is_new:
                again = copy(participant)
                again.pk = again.user_id = None
                again._state.adding = True
                new.append(again)
            else:
                participant.save()
        Participant.objects.bulk_create(new)

    def get_instance(self, instance_loader, row):
        people = Participant.objects.select_related("delegation__group__region")
        # As the index has it.
        addressed = people.alias(address=Lower("email"))
        return addressed.filter(address=str(row["E-mail"]).lower()).first()

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        super().import_field(field, instance, row, is_m2m, directory=self.directory, **kwargs)

    def store(self, instance, is_new):
        details = {name: getattr(instance, name) for name in self.DETAILS}
        if is_new:
            stored = register_participant(by=self.by, sends_mail=False, **details)
            instance.pk = stored.pk
        else:
            stored = change_participant(participant=instance, by=self.by, **details)
        if getattr(instance, "asked_state", None):
            self._confirm(stored)
            instance.status = stored.status
        if stored.capacity == Capacity.HEAD or stored.status == Status.CONFIRMED:
            self._rested_on.append((stored, is_new))

    def _confirm(self, participant):
        try:
            confirm_participant(participant=participant, by=self.by, sends_mail=False)
        except ValidationError as refusal:
            raise in_cell(STATE_COLUMN, refusal) from refusal
