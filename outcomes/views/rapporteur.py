"""The rapporteurs' desk: what each of their sessions concludes, and what is due."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gfmd_meeting.addresses import address_of
from gfmd_meeting.models import ExpectedOutcome
from outcomes.due import due_of, is_draft
from outcomes.forms import SessionRecordForm
from outcomes.models import SessionRecord
from outcomes.recording import record_session, sessions_to_record

from .submitting import submit_item
from .two_at_once import conflict_of, is_conflict


@login_required
def rapporteur_home(request):
    """The sessions that a rapporteur records, and what is due in each."""
    sessions = sessions_to_record(request.user).select_related("room").prefetch_related("outcomes")
    return render(request, "outcomes/rapporteur_home.html", {"rows": due_of(sessions)})


@login_required
def session_record(request, pk):
    """How a session went, and what it has recorded under each expected outcome."""
    session = fetch_session(request, pk)
    form, conflict = record_form(request, session, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            record_session(session, version=version, by=request.user, **form.details)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            if is_conflict(refusal):
                conflict = conflict_of(form, SessionRecord.objects.get(session=session))
        else:
            messages.success(request, _("Saved."))
            return redirect("outcomes:session_record", pk)
    recorded = [
        items.select_related("changed_by", "withdrawn_by", "outcome", "proposer")
        for items in (session.recommendations, session.practices)
    ]
    standing = [item for items in recorded for item in items.standing()]
    context = {
        "session": session,
        "due": due_of([session])[0],
        "form": form,
        "conflict": conflict,
        "groups": _by_outcome(session, standing),
        "served": {outcome.pk for outcome in session.outcomes.all()},
        "drafts": sum(map(is_draft, standing)),
        "withdrawn": [item for items in recorded for item in items.withdrawn()],
    }
    return render(request, "outcomes/session_record.html", context)


@login_required
@require_POST
def session_submit(request, pk):
    """A rapporteur hands in all drafts of a session at once; what is refused stays a draft."""
    session = fetch_session(request, pk)
    drafts = [
        item
        for items in (session.recommendations, session.practices)
        for item in items.standing()
        if is_draft(item)
    ]
    done = 0
    for item in drafts:
        try:
            submit_item(item, by=request.user, from_address=address_of(request))
        except ValidationError as refusal:
            messages.error(request, f"{item}: {' '.join(refusal.messages)}")
        else:
            done += 1
    sentence = ngettext("%(number)d draft submitted.", "%(number)d drafts submitted.", done)
    messages.success(request, sentence % {"number": done})
    return redirect("outcomes:session_record", pk)


@never_cache
@require_GET
def rapporteur_token(request):
    """Who is signed in, and the token of their forms, for a page that was opened before."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": _("Your sign-in has ended.")}, status=401)
    return JsonResponse({"person": request.user.pk, "token": get_token(request)})


def fetch_session(request, pk):
    mine = sessions_to_record(request.user).select_related("room", "record__changed_by")
    return get_object_or_404(mine.prefetch_related("outcomes"), pk=pk)


def record_form(request, session, data):
    return SessionRecordForm(
        data,
        instance=getattr(session, "record", None),
        session=session,
        reads_notes=request.user.has_perm("outcomes.read_working_notes", session),
    )


def _by_outcome(session, standing):
    """Each outcome that the session serves or has recorded under, with its items."""
    shown = {outcome.pk for outcome in session.outcomes.all()}
    shown |= {item.outcome_id for item in standing}
    return [
        (outcome, [item for item in standing if item.outcome_id == outcome.pk])
        for outcome in ExpectedOutcome.objects.filter(pk__in=shown)
    ]
