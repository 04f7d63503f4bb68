"""The shape of what people say who ask for a seat themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.models import Delegation
from registrations.protocol import grouped_by_stakeholders

from .details import HINTS, LABELS
from .nomination import NominationForm


class DelegationChoiceIterator(forms.models.ModelChoiceIterator):
    """Delegations under their stakeholder group, in the reader's alphabet."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        for group, delegations in grouped_by_stakeholders(self.queryset):
            yield (group, [self.choice(delegation) for delegation in delegations])


class DelegationChoiceField(forms.ModelChoiceField):
    iterator = DelegationChoiceIterator


class RegistrationForm(NominationForm):
    """What people say who register themselves."""

    delegation = DelegationChoiceField(
        Delegation.objects.taking_requests(),
        label=_("Delegation"),
        empty_label=_("Choose the delegation that sends you"),
        help_text=_(
            "The body that sends you. Those that name their people themselves are not here."
        ),
    )
    field_order = ["delegation"]

    class Meta(NominationForm.Meta):
        fields = [
            *NominationForm.Meta.fields,
            "phone",
            "needs_interpretation",
            "dietary_needs",
            "accessibility_needs",
            "is_listed",
        ]
        labels = LABELS
        help_texts = HINTS

    def __init__(self, *args, **kwargs):
        # Consent is given, not assumed.
        kwargs["initial"] = {"is_listed": False} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
