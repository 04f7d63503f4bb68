"""The agenda as everybody reads it: the latest release, never the draft."""

import hashlib
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition

from agenda import times
from agenda.models import ChosenSession, Document, Session
from agenda.own import own_sessions
from agenda.pages import programme_of, render_programme
from agenda.programme import by_outcome, describe_session, find_now_and_next, unnamed_people
from agenda.releases import latest_release
from gfmd_meeting.models import ExpectedOutcome, SpecificObjective

from .documents import with_versions

# Everybody reads a release within five seconds of it (gfmd_meeting/front.py keeps answers).
SECONDS_KEPT = 4


def session_list(request):
    """The whole agenda, day by day, with what is on now and what is next."""
    release = latest_release()
    programme = render_programme(release, request.meeting, timezone.localtime()) if release else ""
    context = {"release": release, "programme": programme}
    return public(request, render(request, "agenda/session_list.html", context), release)


def agenda_by_outcome(request):
    """Which sessions serve each expected outcome."""
    release = latest_release()
    days = programme_of(release, request.meeting) if release else []
    context = {
        "release": release,
        "rows": by_outcome(days, ExpectedOutcome.objects.all()),
    }
    return public(request, render(request, "agenda/agenda_by_outcome.html", context), release)


def agenda_screen(request):
    """What is on in each room and what comes next, to be read across the hall."""
    release = latest_release()
    at = timezone.localtime()
    days = programme_of(release, request.meeting) if release else []
    now, following = find_now_and_next(days, at)
    context = {
        "release": release,
        "now": now,
        "following": following,
        "following_day": times.name_of_another_day(following, days, at.date()),
        "at": at,
        "offset": times.offset_name(request.meeting),
    }
    return public(request, render(request, "agenda/agenda_screen.html", context), release)


def session_detail(request, pk):
    """One session of the latest release in full, between its neighbours."""
    release = latest_release()
    entries = release.snapshot["sessions"] if release else []
    place = next((place for place, entry in enumerate(entries) if entry["pk"] == pk), None)
    if place is None:
        raise Http404
    unnamed = unnamed_people({"sessions": entries[place : place + 1]})
    order = [describe_session(entry, request.meeting, unnamed) for entry in entries]
    session = order[place]

    draft = Session.objects.filter(pk=pk).first()
    may_record = (
        draft is not None
        and draft.is_working
        and request.user.has_perm("outcomes.record_session", draft)
    )
    context = {
        "session": session,
        "outcomes": ExpectedOutcome.objects.filter(number__in=session["outcomes"]),
        "objectives": SpecificObjective.objects.filter(number__in=session["objectives"]),
        "day": times.weekday_name(_moment(session, "starts_at").date()),
        "offset": times.offset_name(request.meeting),
        "documents": with_versions(
            Document.objects.visible_to(request.user)
            .filter(session_id=pk)
            .select_related("delegation")
            .prefetch_related("versions")
        ),
        "may_record": may_record,
        "may_change": draft is not None and request.user.has_perm("agenda.change_session", draft),
        "may_choose": request.user.is_authenticated and draft is not None,
        "is_chosen": request.user.is_authenticated
        and ChosenSession.objects.filter(user=request.user, session_id=pk).exists(),
        "previous": order[place - 1] if place else None,
        "following": order[place + 1] if place + 1 < len(order) else None,
        "parallel": [
            other
            for other in order
            if other != session
            and _moment(other, "starts_at") < _moment(session, "ends_at")
            and _moment(other, "ends_at") > _moment(session, "starts_at")
        ],
    }
    return render(request, "agenda/session_detail.html", context)


@login_required
def my_agenda(request):
    """One's own roles, and the sessions that one has chosen."""
    release = latest_release()
    days = programme_of(release, request.meeting) if release else []
    context = {
        "release": release,
        "days": own_sessions(days, request.user),
        "offset": times.offset_name(request.meeting),
    }
    return render(request, "agenda/my_agenda.html", context)


def public(request, response, release):
    """Let anybody be given this answer for a moment, unless it was made for a person."""
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
        return response
    patch_cache_control(response, public=True, max_age=0, s_maxage=SECONDS_KEPT)
    digest = hashlib.sha256(response.content).hexdigest()[:16]
    number = release.number if release else "none"
    etag = f'"{number}-{get_language()}-{digest}"'
    return condition(etag_func=lambda request: etag)(lambda request: response)(request)


def _moment(session, edge):
    return datetime.fromisoformat(session[edge])
