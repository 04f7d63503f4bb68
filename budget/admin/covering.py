"""Saying which costs of sponsored participants a contract or a payment covers."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budget.models import Commitment, SponsoredCost

from .entering import Ask, AskForm


class CoverForm(AskForm):
    """The costs of the entry's line that it covers or could."""

    costs = forms.ModelMultipleChoiceField(
        queryset=SponsoredCost.objects.none(),
        label=_("Costs of sponsored participants"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is shared out among them in proportion to their estimates."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        entry = self.entry
        of_line = SponsoredCost.objects.filter(line=entry.line)
        if isinstance(entry, Commitment):
            could = of_line.filter(Q(commitment=None, disbursement=None) | Q(commitment=entry))
        else:
            unpaid = Q(disbursement=None) & (
                Q(commitment=None) | Q(commitment__isnull=False, commitment=entry.commitment)
            )
            could = of_line.filter(unpaid | Q(disbursement=entry))
        field = self.fields["costs"]
        field.queryset = could.select_related("sponsorship__participant")
        self.initial["costs"] = entry.sponsored_costs.all()


def cover_ask(act, is_open) -> Ask:
    return Ask(
        "cover",
        label=_("Say whose costs it covers…"),
        form=CoverForm,
        act=act,
        is_open=is_open,
        done=_("what it covers is kept."),
    )
