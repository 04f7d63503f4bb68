"""The public page on which people ask for a seat themselves."""

from allauth.decorators import rate_limit
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from registrations.forms.registration import RegistrationForm
from registrations.models import Delegation
from registrations.registration import request_registration

REGISTERED_EMAIL = "registered_email"


@never_cache
@rate_limit(action="register")
def participant_register(request):
    """Anyone registers themselves; the answer does not tell who is registered already."""
    visitor = request.user if request.user.is_authenticated else None
    if visitor and hasattr(visitor, "participant"):
        return redirect("registrations:me")
    if not request.meeting.registration_is_open():
        return render(request, "registrations/registration_closed.html")
    if not Delegation.objects.taking_requests().exists():
        return render(request, "registrations/registration_by_delegation.html")
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
