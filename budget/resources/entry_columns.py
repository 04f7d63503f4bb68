"""What the columns of the sheet of entries mean, for each kind of its rows."""

from django.utils.translation import gettext as _
from import_export.fields import Field

from budget.models import Commitment, Disbursement
from gfmd_meeting.spreadsheets import in_cell

from .cancellation import Cancellation
from .money import FilledField

DAYS = {Commitment: "committed_on", Disbursement: "paid_on", Cancellation: "cancelled_on"}

KINDS = {
    "commitment": Commitment,
    "payment": Disbursement,
    "reversal": Disbursement,
    "cancellation": Cancellation,
}


class DayField(Field):
    """The day of an entry, which each kind of entry has under a name of its own."""

    def get_value(self, instance):
        return getattr(instance, DAYS[type(instance)])

    def save(self, instance, row, is_m2m=False, **kwargs):
        setattr(instance, DAYS[type(instance)], self.clean(row))


class KindField(Field):
    """What the row is. Its entry has been that from the start."""

    def get_value(self, instance):
        if getattr(instance, "reverses_id", None):
            return "reversal"
        return next(kind for kind, model in KINDS.items() if isinstance(instance, model))

    def save(self, instance, row, is_m2m=False, **kwargs):
        pass


class ReferenceField(Field):
    """An entry's reference, and after a stroke that of another.

    A payment names what it settles, PAY-1 / CON-2; a reversal the payment that it takes
    back, PAY-1R / PAY-1.
    """

    def get_value(self, instance):
        other = getattr(instance, "reverses", None) or getattr(instance, "commitment", None)
        if other is None or isinstance(instance, Cancellation):
            return instance.reference
        return f"{instance.reference} / {other.reference}"

    def save(self, instance, row, is_m2m=False, **kwargs):
        instance.reference, other = split_reference(row)
        kind = kind_of(row)
        if kind == "reversal":
            instance.reverses = _payment_taken_back(other)
            instance.commitment = instance.reverses.commitment
        elif other and kind != "payment":
            raise ValueError(_("Only a payment names the commitment that it settles."))
        elif other:
            instance.commitment = Commitment.objects.filter(reference=other).first()
            if instance.commitment is None:
                raise ValueError(
                    _("There is no commitment “%(reference)s”. It stands above its payments.")
                    % {"reference": other}
                )


def split_reference(row) -> tuple[str, str]:
    own, _stroke, other = str(row["reference"]).partition(" / ")
    return own.strip(), other.strip()


def _payment_taken_back(reference):
    if not reference:
        raise ValueError(_("A reversal names the payment that it takes back: PAY-1R / PAY-1."))
    payments = Disbursement.objects.select_related("commitment", "line")
    payment = payments.filter(reference=reference).first()
    if payment is None:
        raise ValueError(
            _("There is no payment “%(reference)s”. It stands above its reversal.")
            % {"reference": reference}
        )
    return payment


class OverrideField(FilledField):
    """A reason that was not needed is not kept, and is none that is missing."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        if instance.pk is None or instance.override_reason:
            super().save(instance, row, is_m2m, **kwargs)


def kind_of(row) -> str:
    kind = str(row["kind"]).lower()
    if kind not in KINDS:
        raise in_cell(
            "kind",
            _("“%(kind)s” is none of: %(kinds)s.")
            % {"kind": row["kind"], "kinds": ", ".join(KINDS)},
        )
    return kind


def commitment_of(row) -> Commitment:
    own, _other = split_reference(row)
    commitment = Commitment.objects.select_related("line").filter(reference=own).first()
    if commitment is None:
        raise in_cell(
            "reference",
            _("There is no commitment “%(reference)s”. It stands above its cancellation.")
            % {"reference": own},
        )
    return commitment
