"""The rapporteurs' desk: what each of their sessions concludes."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gfmd_meeting.models import ExpectedOutcome
from outcomes.coverage import group_by_outcome
from outcomes.forms import RecommendationForm
from outcomes.models import Practice, Recommendation
from outcomes.recording import (
    change_item,
    record_recommendation,
    restore_item,
    sessions_to_record,
    withdraw_item,
)


@login_required
def rapporteur_home(request):
    """The sessions that a rapporteur records, and what is still empty in each."""
    sessions = sessions_to_record(request.user).select_related("room").prefetch_related("outcomes")
    recorded = Counter()
    for items in (Recommendation.objects.standing(), Practice.objects.standing()):
        recorded.update(
            items.order_by().filter(session__in=sessions).values_list("session", "outcome")
        )
    rows = [
        {
            "session": session,
            "served": [(o, recorded[session.pk, o.pk]) for o in session.outcomes.all()],
            "total": sum(n for (of_session, _o), n in recorded.items() if of_session == session.pk),
        }
        for session in sessions
    ]
    context = {"rows": rows, "stored_drafts": _take_stored_drafts(request)}
    return render(request, "outcomes/rapporteur_home.html", context)


@login_required
def session_record(request, pk):
    """What one session has recorded, under each expected outcome that it serves."""
    session = get_object_or_404(sessions_to_record(request.user).select_related("room"), pk=pk)
    recorded = [
        items.select_related("changed_by", "withdrawn_by", "session", "proposer")
        for items in (session.recommendations, session.practices)
    ]
    standing = [item for items in recorded for item in items.standing()]
    served = {outcome.pk for outcome in session.outcomes.all()}
    shown = served | {item.outcome_id for item in standing}
    outcomes = ExpectedOutcome.objects.filter(pk__in=shown)
    context = {
        "session": session,
        "groups": group_by_outcome(outcomes, standing),
        "served": served,
        "withdrawn": [item for items in recorded for item in items.withdrawn()],
        "stored_drafts": _take_stored_drafts(request),
    }
    return render(request, "outcomes/session_record.html", context)


@login_required
def recommendation_add(request, pk):
    """A rapporteur records what the session concluded."""
    session = get_object_or_404(sessions_to_record(request.user), pk=pk)
    form = RecommendationForm(
        request.POST or None,
        initial=request.GET.dict(),
        session=session,
        outcomes=ExpectedOutcome.objects.all(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            recommendation = record_recommendation(session=session, by=request.user, **form.details)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Recorded."))
            return _redirect_to(request, recommendation, form)
    context = {
        "session": session,
        "form": form,
        "about": f"session-{session.pk}",
        "stored_drafts": _take_stored_drafts(request),
    }
    return render(request, "outcomes/recommendation_add.html", context)


@login_required
def recommendation_change(request, pk):
    """A rapporteur changes what was recorded; whoever changed it meanwhile is not overwritten."""
    recommendation = _fetch_recorded(request, pk)
    session, theirs = recommendation.session, None
    form = RecommendationForm(
        request.POST or None,
        instance=recommendation,
        session=session,
        outcomes=ExpectedOutcome.objects.all(),
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_item(recommendation, version=version, by=request.user, **form.details)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            if getattr(refusal, "code", "") == "changed_meanwhile":
                theirs = _fetch_recorded(request, pk)
                form.start_from(theirs)
        else:
            messages.success(request, _("Saved."))
            return _redirect_to(request, recommendation, form)
    context = {
        "recommendation": recommendation,
        "session": session,
        "form": form,
        "theirs": theirs,
        "about": f"recommendation-{recommendation.pk}",
        "stored_drafts": _take_stored_drafts(request),
    }
    return render(request, "outcomes/recommendation_change.html", context)


@login_required
def recommendation_delete(request, pk):
    """A rapporteur withdraws what was recorded, once sure of it."""
    recommendation = _fetch_recorded(request, pk)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            withdraw_item(
                recommendation,
                version=int(version) if version.isdecimal() else 0,
                by=request.user,
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("outcomes:recommendation_delete", pk)
        messages.success(request, _("Withdrawn. You can put it back below."))
        return redirect("outcomes:session_record", recommendation.session_id)
    context = {"recommendation": recommendation, "session": recommendation.session}
    return render(request, "outcomes/recommendation_delete.html", context)


@login_required
@require_POST
def recommendation_restore(request, pk):
    """A rapporteur puts back what was withdrawn."""
    recommendation = _fetch_recorded(request, pk)
    try:
        restore_item(recommendation, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Put back."))
    return redirect("outcomes:session_record", recommendation.session_id)


def _fetch_recorded(request, pk):
    mine = Recommendation.objects.visible_to(request.user)
    recommendation = get_object_or_404(
        mine.select_related("session", "changed_by", "withdrawn_by"), pk=pk
    )
    if not request.user.has_perm("outcomes.record_session", recommendation.session):
        raise PermissionDenied
    return recommendation


def _redirect_to(request, recommendation, form):
    """On to the session, whose page tells the device which draft is stored now."""
    stored = request.session.get("stored_drafts", [])
    request.session["stored_drafts"] = [*stored, form.cleaned_data["draft"][:80]][-20:]
    url = reverse("outcomes:session_record", args=[recommendation.session_id])
    return redirect(f"{url}#recommendation-{recommendation.pk}")


def _take_stored_drafts(request):
    """The drafts that were stored since a page last said so."""
    return request.session.pop("stored_drafts", [])
