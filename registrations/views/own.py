"""A person's own pages: where they stand, their data, their withdrawal."""

from contextlib import suppress

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gfmd_meeting.held import sign_in_and_keep, take_held
from gfmd_meeting.links import LinkRefused
from registrations.accounts import claim_registration, claimable_by
from registrations.forms.details import DetailsForm
from registrations.models import ChangeRequest, Delegation, Participant
from registrations.own_details import (
    DraftHasMovedOn,
    device_key,
    discard_draft,
    keep_draft,
    revision_of,
    submit_details,
    typed_by,
)
from registrations.personal_links import nominee_of
from registrations.seats import accept_offer, withdraw_participant


@login_required
def me(request):
    """What a person is in the meeting, and where their registration stands."""
    people = Participant.objects.select_related("delegation__group")
    participant = people.filter(user=request.user).first()
    context = {
        "participant": participant,
        "claimable": claimable_by(request.user).select_related("delegation").first(),
        "delegations": Delegation.objects.answered_for_by(request.user),
        "asked": ChangeRequest.objects.open().filter(participant=participant).first()
        if participant
        else None,
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
@require_POST
def own_offer(request):
    """A person takes the seat that is held for them, or lets it pass on."""
    participant = get_object_or_404(Participant, user=request.user)
    try:
        if request.POST.get("answer") == "accept":
            accept_offer(participant=participant, by=request.user)
            messages.success(request, _("The seat is yours."))
        elif participant.offer_expires_at:
            withdraw_participant(
                participant=participant, by=request.user, reason=_("Offer not taken")
            )
            messages.success(request, _("You have given the seat back."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("registrations:me")


@never_cache
@sign_in_and_keep
def participant_change(request):
    """A person who is signed in completes or corrects what is said about them."""
    participant = get_object_or_404(Participant, user=request.user)
    if not request.user.has_perm("registrations.correct_own_details", participant):
        raise PermissionDenied
    held = take_held(request)
    if held is not None and held.get("about") == str(participant.pk):
        # Sent when the sign-in had ended: it is what the person wants to send.
        try:
            keep_draft(participant, held.dict(), revision=revision_of(participant))
        except (DraftHasMovedOn, ValidationError):
            messages.error(request, _("What you sent when your sign-in had ended was not kept."))
    return _show_details(
        request,
        participant,
        by=request.user,
        here=reverse("registrations:participant_change"),
        back=reverse("registrations:me"),
    )


# What opens the page is the secret in its address, and no cookie that a stranger could use.
@csrf_exempt
@never_cache
@rate_limit(action="personal_link")
def nominee_details(request, token):
    """A nominee completes their own data, by the link in their mail."""
    try:
        participant = nominee_of(token)
    except LinkRefused as refusal:
        return render(request, "link_refused.html", {"reason": refusal.reason}, status=404)
    here = reverse("registrations:nominee_details", args=[token])
    return _show_details(
        request,
        participant,
        by=participant.user,
        here=here,
        withdraw=reverse("registrations:nominee_own_withdraw", args=[token]),
    )


@csrf_exempt
@never_cache
def nominee_own_withdraw(request, token):
    """A nominee withdraws, by the link in their mail, after a page that asks."""
    try:
        participant = nominee_of(token)
    except LinkRefused as refusal:
        return render(request, "link_refused.html", {"reason": refusal.reason}, status=404)
    if request.method == "POST":
        # Asked twice at once, it is done once, and both are told so.
        with suppress(ValidationError):
            withdraw_participant(participant=participant, by=participant.user)
        context = {"participant": participant, "is_done": True}
        return render(request, "registrations/participant_withdraw.html", context)
    back = reverse("registrations:nominee_details", args=[token])
    context = {"participant": participant, "back": back}
    return render(request, "registrations/participant_withdraw.html", context)


@csrf_exempt
@never_cache
@require_POST
def nominee_draft(request, token):
    """What a nominee types, as they type it."""
    try:
        participant = nominee_of(token)
    except LinkRefused as refusal:
        return JsonResponse({"reason": str(refusal.reason)}, status=404)
    return _keep(request, participant)


@never_cache
@require_POST
def participant_draft(request):
    """What a person who is signed in types, as they type it."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": _("Your sign-in has ended.")}, status=401)
    participant = get_object_or_404(Participant, user=request.user)
    return _keep(request, participant)


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
    context = {"participant": participant, "back": reverse("registrations:me")}
    return render(request, "registrations/participant_withdraw.html", context)


def _show_details(request, participant, *, by, here, back=None, withdraw=None):
    """The form, with what was typed before and not sent; stores it once it is sent."""
    form = DetailsForm(request.POST or None, instance=participant, initial=typed_by(participant))
    if request.method == "POST" and "discard" in request.POST:
        discard_draft(participant)
        return redirect(here)
    if request.method == "POST":
        if form.is_valid():
            try:
                asked = submit_details(participant=participant, by=by, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                if asked is None:
                    messages.success(request, _("Your details are saved."))
                else:
                    sentence = _("The list is closed. The organisers are asked, and write to you.")
                    messages.info(request, sentence)
                return redirect(back or here)
        # The form changed the row that it was given; what is shown of it is what is stored.
        participant = Participant.objects.select_related("delegation").get(pk=participant.pk)
    context = {
        "form": form,
        "participant": participant,
        "draft_url": f"{here}draft/",
        "revision": revision_of(participant),
        "has_draft": bool(typed_by(participant)),
        "device_key": device_key(participant),
        "back": back,
        "withdraw": withdraw,
        "asked": ChangeRequest.objects.open().filter(participant=participant).first(),
        "is_closed": participant.completed_at and not request.meeting.registration_is_open(),
    }
    return render(request, "registrations/participant_change.html", context)


def _keep(request, participant):
    """Answers with the new revision, or 409 with that which another device has kept."""
    revision = request.POST.get("revision", "")
    try:
        kept = keep_draft(
            participant,
            request.POST.dict(),
            revision=int(revision) if revision.isascii() and revision.isdecimal() else -1,
        )
    except DraftHasMovedOn as refusal:
        return JsonResponse({"revision": refusal.revision}, status=409)
    except ValidationError as refusal:
        return JsonResponse({"reason": " ".join(refusal.messages)}, status=400)
    return JsonResponse({"revision": kept, "at": date_format(localtime(now()), "TIME_FORMAT")})
