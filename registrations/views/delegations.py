"""The pages of a delegation, for those who answer for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registrations.changes import must_be_asked_for
from registrations.correspondence import record_note
from registrations.forms.nomination import NominationForm, NoteForm, WithdrawalForm
from registrations.gaps import gaps_of, gaps_of_delegation
from registrations.models import ChangeRequest, Delegation, InvitationState, Status
from registrations.nominations import (
    change_nominee,
    decline_invitation,
    name_participant,
    send_personal_link,
    submit_nominations,
)
from registrations.seats import measure_limits, withdraw_participant


@login_required
def delegation_detail(request, code):
    """A delegation's seats, where each of its people stands, and what it still owes."""
    delegation = _find(request, code)
    return _show(request, delegation, NoteForm())


@login_required
def nominee_add(request, code):
    """A focal point names a person whom its delegation sends."""
    delegation = _find(request, code)
    form = NominationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            named = name_participant(delegation=delegation, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _say_whether_asked(request, named, _("%(name)s is named.") % {"name": _name_in(form)})
            return redirect("registrations:delegation_detail", code=delegation.code)
    context = {
        "delegation": delegation,
        "form": form,
        "is_asked_for": must_be_asked_for(request.meeting, request.user),
    }
    return render(request, "registrations/nominee_add.html", context)


@login_required
def nominee_change(request, code, pk):
    """A focal point corrects what it said of a person."""
    delegation, participant = _find_nominee(request, code, pk)
    initial = {name: getattr(participant, name) for name in NominationForm.Meta.fields}
    form = NominationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            asked = change_nominee(participant=participant, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _say_whether_asked(request, asked, _("The change is saved."))
            return redirect("registrations:delegation_detail", code=delegation.code)
    context = {
        "delegation": delegation,
        "participant": participant,
        "form": form,
        "is_asked_for": must_be_asked_for(request.meeting, request.user),
    }
    return render(request, "registrations/nominee_change.html", context)


@login_required
def nominee_withdraw(request, code, pk):
    """A focal point takes a person back, after a page that asks whether it means it."""
    delegation, participant = _find_nominee(request, code, pk)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_participant(
                participant=participant, by=request.user, reason=form.cleaned_data["reason"]
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("%(name)s is withdrawn.") % {"name": participant.full_name})
        return redirect("registrations:delegation_detail", code=delegation.code)
    context = {"delegation": delegation, "participant": participant, "form": form}
    return render(request, "registrations/nominee_withdraw.html", context)


@login_required
@require_POST
def nominee_remind(request, code, pk):
    """A focal point has the personal link sent to a person once more."""
    delegation, participant = _find_nominee(request, code, pk)
    if participant.status == Status.NAMED:
        messages.error(request, _("The link is sent when the nominations are submitted."))
    else:
        send_personal_link(participant=participant, by=request.user)
        sentence = _("A new personal link is on its way to %(name)s. The one before has ended.")
        messages.success(request, sentence % {"name": participant.full_name})
    return redirect("registrations:delegation_detail", code=delegation.code)


@login_required
@require_POST
def note_upload(request, code):
    """A focal point hands in the note that stands behind its nominations."""
    delegation = _find(request, code)
    form = NoteForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            record_note(
                delegation=delegation,
                file=form.cleaned_data["note"],
                reference=form.cleaned_data["reference"],
                by=request.user,
            )
        except ValidationError as refusal:
            if hasattr(refusal, "error_dict"):
                fields = set(refusal.error_dict) & set(form.fields)
                refusal = ValidationError(
                    {name: refusal.error_dict[name] for name in fields}
                    if fields
                    else refusal.messages
                )
                form.add_error(None, refusal)
            else:
                form.add_error("note", refusal)
        else:
            messages.success(request, _("The note is handed in."))
            return redirect("registrations:delegation_detail", code=delegation.code)
    return _show(request, delegation, form)


@login_required
@require_POST
def nominations_submit(request, code):
    """A focal point hands its nominations over to the organisers."""
    delegation = _find(request, code)
    try:
        named = submit_nominations(delegation=delegation, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        names = ", ".join(person.full_name for person in named)
        sentence = _("Submitted: %(names)s. Each of them is sent a personal link.")
        messages.success(request, sentence % {"names": names})
    return redirect("registrations:delegation_detail", code=delegation.code)


@login_required
def invitation_decline(request, code):
    """A delegation says that it sends nobody, after a page that asks whether it means it."""
    delegation = _find(request, code)
    if request.method == "POST":
        try:
            decline_invitation(delegation=delegation, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The invitation is declined."))
        return redirect("registrations:delegation_detail", code=delegation.code)
    return render(request, "registrations/invitation_decline.html", {"delegation": delegation})


def _find(request, code) -> Delegation:
    """The delegation, if it is one that this person may act for; else there is none."""
    delegations = Delegation.objects.visible_to(request.user).select_related("group")
    delegation = get_object_or_404(delegations, code=code)
    if not request.user.has_perm("registrations.nominate", delegation):
        raise PermissionDenied
    return delegation


def _find_nominee(request, code, pk):
    delegation = _find(request, code)
    participant = get_object_or_404(delegation.participants.standing(), pk=pk)
    return delegation, participant


def _show(request, delegation, note_form):
    people = list(delegation.participants.all())
    open_requests = ChangeRequest.objects.open().filter(delegation=delegation)
    context = {
        "delegation": delegation,
        "rows": [(person, gaps_of(person)) for person in people],
        "gaps": gaps_of_delegation(delegation, people),
        "limit": measure_limits(delegation, request.meeting)[-1],
        "named": [person for person in people if person.status == Status.NAMED],
        "beyond": max(sum(person.is_standing for person in people) - delegation.seats, 0),
        "note": delegation.correspondence.nominating().first(),
        "note_form": note_form,
        "correspondence": delegation.correspondence.with_papers(),
        "requests": open_requests.select_related("participant"),
        "is_asked_for": must_be_asked_for(request.meeting, request.user),
        "may_decline": delegation.state != InvitationState.DECLINED
        and not any(person.is_standing for person in people),
    }
    return render(request, "registrations/delegation_detail.html", context)


def _say_whether_asked(request, result, done: str) -> None:
    """Whether it was done, or is a request by now that the organisers decide on."""
    if isinstance(result, ChangeRequest):
        messages.info(request, _("The list is closed. The organisers are asked, and write to you."))
    else:
        messages.success(request, done)


def _name_in(form) -> str:
    return f"{form.cleaned_data['given_name']} {form.cleaned_data['family_name']}"
