"""A person's own pages: where they stand, their data, their withdrawal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gfmd_meeting.links import LinkRefused
from registrations.accounts import claim_registration, claimable_by
from registrations.forms.details import DetailsForm
from registrations.models import Delegation, Participant
from registrations.personal_links import nominee_of
from registrations.registration import change_participant
from registrations.seats import withdraw_participant


@login_required
def me(request):
    """What a person is in the meeting, and where their registration stands."""
    participant = (
        Participant.objects.select_related("delegation__group").filter(user=request.user).first()
    )
    context = {
        "participant": participant,
        "claimable": claimable_by(request.user).select_related("delegation").first(),
        "assignments": participant.assignments.select_related("session__room").order_by(
            "session__starts_at", "pk"
        )
        if participant
        else [],
        "delegations": Delegation.objects.answered_for_by(request.user),
        "is_open": request.meeting.registration_is_open(),
    }
    return render(request, "registrations/me.html", context)


@login_required
@require_POST
def registration_claim(request):
    """The holder of an account says that the registration under its address is theirs."""
    try:
        claim_registration(user=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The registration is now linked to your account."))
    return redirect("registrations:me")


@login_required
def participant_change(request):
    """A person corrects what is said about them."""
    participant = get_object_or_404(Participant, user=request.user)
    if not request.user.has_perm("registrations.correct_own_details", participant):
        raise PermissionDenied
    form = DetailsForm(request.POST or None, instance=participant)
    if request.method == "POST" and form.is_valid():
        try:
            change_participant(participant=participant, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your details are saved."))
            return redirect("registrations:me")
    return render(request, "registrations/participant_change.html", {"form": form})


@login_required
def participant_withdraw(request):
    """A person withdraws their own registration, after a page that asks whether they mean it."""
    participant = get_object_or_404(
        Participant.objects.select_related("delegation"), user=request.user
    )
    if not request.user.has_perm("registrations.withdraw_own_registration", participant):
        raise PermissionDenied
    if request.method == "POST":
        try:
            withdraw_participant(participant=participant, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Your registration is withdrawn."))
        return redirect("registrations:me")
    return render(request, "registrations/participant_withdraw.html", {"participant": participant})


# What opens the page is the secret in its address, and no cookie that a stranger could use.
@csrf_exempt
@never_cache
def nominee_details(request, token):
    """A nominee completes their own data, by the link in their mail."""
    try:
        participant = nominee_of(token)
    except LinkRefused as refusal:
        return render(request, "link_refused.html", {"reason": refusal.reason}, status=404)
    form = DetailsForm(request.POST or None, instance=participant)
    if request.method == "POST" and form.is_valid():
        try:
            change_participant(participant=participant, by=participant.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your details are saved."))
            return redirect("registrations:nominee_details", token=token)
    return render(request, "registrations/participant_change.html", {"form": form})
