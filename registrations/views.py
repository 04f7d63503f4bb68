"""Pages of those who come and of those who answer for a delegation."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gfmd_meeting.roles import is_organiser

from .accounts import claim_registration, claimable_by
from .delegations import gaps_of, gaps_of_delegation
from .forms import DetailsForm, NominationForm, RegistrationForm
from .models import Delegation, Participant, Status
from .registration import (
    change_participant,
    register_participant,
    registration_is_open,
    request_registration,
)
from .seats import measure_limits, withdraw_participant

REGISTERED_EMAIL = "registered_email"


@never_cache
@rate_limit(action="register")
def participant_register(request):
    """Anyone registers themselves; the answer does not tell who is registered already."""
    visitor = request.user if request.user.is_authenticated else None
    if visitor and hasattr(visitor, "participant"):
        return redirect("registrations:me")
    if not registration_is_open(request.meeting):
        return render(request, "registrations/registration_closed.html")
    form = RegistrationForm(request.POST or None, initial={"email": visitor and visitor.email})
    if request.method == "POST" and form.is_valid():
        try:
            request_registration(by=visitor, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            request.session[REGISTERED_EMAIL] = form.cleaned_data["email"]
            return redirect("registrations:registration_received")
    return render(request, "registrations/participant_register.html", {"form": form})


@never_cache
def registration_received(request):
    """What happens after a registration was sent, and a way in by a mailed code."""
    email = request.session.get(REGISTERED_EMAIL)
    if email is None:
        return redirect("registrations:participant_register")
    return render(request, "registrations/registration_received.html", {"email": email})


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
        "delegations": Delegation.objects.filter(focal_points__user=request.user),
        "is_open": registration_is_open(request.meeting),
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


@login_required
def delegation_detail(request, code):
    """A delegation's seats, where each of its people stands, and what it still owes."""
    delegations = Delegation.objects.visible_to(request.user)
    delegation = get_object_or_404(delegations.select_related("group"), code=code)
    people = list(delegation.participants.all())
    context = {
        "delegation": delegation,
        "rows": [(person, gaps_of(person)) for person in people],
        "gaps": gaps_of_delegation(delegation, people),
        "limit": measure_limits(delegation, request.meeting)[-1],
        "waiting": sum(person.status == Status.REGISTERED for person in people),
        "is_open": is_organiser(request.user) or registration_is_open(request.meeting),
    }
    return render(request, "registrations/delegation_detail.html", context)


@login_required
def delegation_register(request, code):
    """A focal point or an organiser registers a person for a delegation."""
    delegations = Delegation.objects.visible_to(request.user)
    delegation = get_object_or_404(delegations.select_related("group"), code=code)
    if not request.user.has_perm("registrations.register_participant", delegation):
        raise PermissionDenied
    form = NominationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = form.cleaned_data
        try:
            person = register_participant(delegation=delegation, by=request.user, **details)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.info(
                request,
                _("%(name)s is registered and waits for confirmation.")
                % {"name": person.full_name},
            )
            return redirect("registrations:delegation_detail", code=delegation.code)
    context = {"delegation": delegation, "form": form}
    return render(request, "registrations/delegation_register.html", context)
