"""The page of a seat that is held for a person, opened by the link in their mail."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from gfmd_meeting.links import LinkRefused
from registrations.models import Status
from registrations.personal_links import offered_to
from registrations.seats import accept_offer, withdraw_participant


# What opens the page is the secret in its address, and no cookie that a stranger could use.
@csrf_exempt
@never_cache
def offer_answer(request, token):
    """Take the seat that is offered, or let it pass to the next."""
    try:
        participant = offered_to(token)
    except LinkRefused as refusal:
        return render(request, "link_refused.html", {"reason": refusal.reason}, status=404)
    refused = None
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "accept":
                accept_offer(participant=participant, by=participant.user)
            elif request.POST.get("answer") == "decline" and participant.status == Status.OFFERED:
                withdraw_participant(
                    participant=participant, by=participant.user, reason=_("Offer not taken")
                )
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
        else:
            return redirect(request.path)
    participant.refresh_from_db()
    context = {"participant": participant, "refused": refused, "token": token}
    return render(request, "registrations/offer_answer.html", context)
