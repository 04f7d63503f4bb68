"""The pages of a delegation, for those who answer for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gfmd_meeting.roles import is_organiser
from registrations.forms.nomination import NominationForm
from registrations.gaps import gaps_of, gaps_of_delegation
from registrations.models import Delegation, Status
from registrations.registration import register_participant
from registrations.seats import measure_limits


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
        "is_open": is_organiser(request.user) or request.meeting.registration_is_open(),
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
