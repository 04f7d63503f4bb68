"""The acts of adoption, each at the press of a button; those that end something ask first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gfmd_meeting.addresses import address_of
from gfmd_meeting.models import Party
from outcomes.adoption import (
    consent,
    not_retain,
    reconsider,
    send_back,
    submit_recommendation,
    take_up,
    withdraw_consent,
)
from outcomes.consents import tell_consents, waiting_for_consent_of
from outcomes.models import LANGUAGE_CODES, Status
from outcomes.numbers import number_of

from .texts import fetch_text

# What moves a text on: the act, who may, and what is said then.
STEPS = {
    "submit": (submit_recommendation, "outcomes.edit_item", gettext_lazy("Submitted.")),
    "take-up": (
        take_up,
        "outcomes.consolidate",
        gettext_lazy("Taken under consideration."),
    ),
    "reconsider": (reconsider, "outcomes.consolidate", gettext_lazy("Taken up again.")),
}
# What takes something away: the act, who may, and what is said then.
ENDINGS = {
    "not-retain": (not_retain, "outcomes.consolidate", gettext_lazy("Not retained.")),
    "send-back": (
        send_back,
        "outcomes.consolidate",
        gettext_lazy("Sent back to the rapporteur as a draft."),
    ),
    "withdraw-consent": (
        withdraw_consent,
        "outcomes.consent",
        gettext_lazy("The consent is withdrawn."),
    ),
}


@login_required
@require_POST
def recommendation_step(request, pk, act):
    """Submit a text, take it up, or take it up again."""
    item = fetch_text(request, pk)
    take_step, _permission, done = _act(request, STEPS, act, item)
    try:
        take_step(item, by=request.user, from_address=address_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("outcomes:recommendation_detail", pk)


@login_required
def recommendation_end(request, pk, act):
    """Say what an act takes away, and do it once it is confirmed."""
    item = fetch_text(request, pk)
    end, _permission, done = _act(request, ENDINGS, act, item)
    refused, note = None, request.POST.get("note", "")
    if request.method == "POST":
        told = {"party": request.user.party} if end is withdraw_consent else {"note": note}
        try:
            end(item, by=request.user, from_address=address_of(request), **told)
        except ValidationError as refusal:
            refused = refusal.messages
        else:
            messages.success(request, done)
            return redirect("outcomes:recommendation_detail", pk)
    context = {
        "item": item,
        "number": number_of(item),
        "act": act,
        "note": note,
        "refused": refused,
        "sentence": tell_consents(item, Party.objects.co_chairing()),
        "takes_back": [given for given in item.consents.all() if not given.voided_at],
    }
    return render(request, "outcomes/recommendation_end.html", context)


@login_required
@require_POST
def recommendation_consent(request, pk):
    """A co-chairing State consents to exactly the text that the page showed."""
    item = fetch_text(request, pk)
    if not request.user.has_perm("outcomes.consent", item):
        raise PermissionDenied
    language, party = request.POST.get("language", ""), request.user.party
    try:
        current = consent(
            item,
            party=party,
            by=request.user,
            language=language if language in LANGUAGE_CODES else item.language,
            seen_hash=request.POST.get("seen", ""),
            from_address=address_of(request),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("outcomes:recommendation_detail", pk)
    said = {"number": number_of(item), "party": party.short_name}
    if current.status == Status.ADOPTED:
        messages.success(request, _("%(party)s consents to %(number)s: it is adopted.") % said)
    else:
        messages.success(request, _("%(party)s consents to %(number)s.") % said)
    if "next" in request.POST:
        waiting = waiting_for_consent_of(party).first()
        if waiting:
            return redirect("outcomes:recommendation_detail", waiting.pk)
        return redirect("outcomes:co_chair_home")
    return redirect("outcomes:recommendation_detail", pk)


def _act(request, acts, act, item):
    if act not in acts:
        raise Http404
    if not request.user.has_perm(acts[act][1], item):
        raise PermissionDenied
    return acts[act]
