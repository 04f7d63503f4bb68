"""What organisers decide about registrations: of one person on a page, or of many at once."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.seats import (
    confirm_participant,
    decline_participant,
    put_on_waiting_list,
    record_attendance,
    withdraw_participant,
)

LINE = forms.TextInput(attrs={"class": "vLargeTextField"})


class ConfirmForm(forms.Form):
    override_reason = forms.CharField(
        label=gettext_lazy("Reason to go past a limit"),
        max_length=300,
        widget=LINE,
        required=False,
        help_text=gettext_lazy("Only where a limit is full. It stays visible with the person."),
    )


class OverrideForm(ConfirmForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["override_reason"].required = True


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=LINE,
        help_text=gettext_lazy("The person reads it in the message, in these words."),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=LINE,
        required=False,
        help_text=gettext_lazy("If you give one, the person reads it in the message."),
    )


@dataclass(frozen=True)
class Decision:
    """An act about registrations as the desk offers it."""

    name: str
    question: str
    button: str
    done: str
    unchanged: str
    form: type[forms.Form]
    act: Callable


DECISIONS = {
    decision.name: decision
    for decision in (
        Decision(
            name="confirm",
            question=gettext_lazy("Confirm the seat?"),
            button=gettext_lazy("Confirm"),
            done=gettext_lazy("Confirmed: %(people)s."),
            unchanged=gettext_lazy("Confirmed already, and not written to again: %(people)s."),
            form=ConfirmForm,
            act=confirm_participant,
        ),
        Decision(
            name="override",
            question=gettext_lazy("Confirm past a limit?"),
            button=gettext_lazy("Confirm past a limit"),
            done=gettext_lazy("Confirmed: %(people)s."),
            unchanged=gettext_lazy("Confirmed already, and not written to again: %(people)s."),
            form=OverrideForm,
            act=confirm_participant,
        ),
        Decision(
            name="wait",
            question=gettext_lazy("Put on the waiting list?"),
            button=gettext_lazy("Put on the waiting list"),
            done=gettext_lazy("On the waiting list, or offered a free seat: %(people)s."),
            unchanged=gettext_lazy("On the list already: %(people)s."),
            form=forms.Form,
            act=put_on_waiting_list,
        ),
        Decision(
            name="attend",
            question=gettext_lazy("Record as present?"),
            button=gettext_lazy("Record as present"),
            done=gettext_lazy("Recorded as present: %(people)s."),
            unchanged=gettext_lazy("Recorded already: %(people)s."),
            form=forms.Form,
            act=record_attendance,
        ),
        Decision(
            name="decline",
            question=gettext_lazy("Decline the registration?"),
            button=gettext_lazy("Decline"),
            done=gettext_lazy("Declined: %(people)s."),
            unchanged="",
            form=DeclineForm,
            act=decline_participant,
        ),
        Decision(
            name="withdraw",
            question=gettext_lazy("Withdraw the registration?"),
            button=gettext_lazy("Withdraw"),
            done=gettext_lazy("Withdrawn: %(people)s."),
            unchanged="",
            form=WithdrawForm,
            act=withdraw_participant,
        ),
    )
}


def decide(request, decision: Decision, people, **reasons) -> None:
    """Act for each person on their own, and say of each what came of it."""
    done, unchanged = [], []
    for participant in people:
        try:
            changed = decision.act(participant=participant, by=request.user, **reasons)
        except ValidationError as refusal:
            sentence = _("%(name)s: %(refusal)s") % {
                "name": participant.full_name,
                "refusal": " ".join(refusal.messages),
            }
            messages.error(request, sentence)
        else:
            (unchanged if changed is False else done).append(participant.full_name)
    if done:
        messages.success(request, decision.done % {"people": _listed(done)})
    if unchanged:
        messages.info(request, decision.unchanged % {"people": _listed(unchanged)})


def _listed(names: list[str]) -> str:
    return get_text_list(names, _("and"))
