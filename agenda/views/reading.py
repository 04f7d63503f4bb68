"""The agenda as everybody reads it: the latest release, never the draft."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from agenda import times
from agenda.models import Session
from agenda.programme import arrange, describe_session, find_now_and_next, unnamed_people
from agenda.releases import latest_release
from gfmd_meeting.models import ExpectedOutcome


def session_list(request):
    """The whole agenda, day by day, with what is on now and what is next."""
    release = latest_release()
    days = arrange(release.snapshot, meeting=request.meeting) if release else []
    at = timezone.localtime()

    now, following = find_now_and_next(days, at)
    for sessions, state in ((now, "now"), (following, "next")):
        for session in sessions:
            session["state"] = state

    context = {
        "release": release,
        "days": days if any(day["slots"] for day in days) else [],
        "now": now,
        "following": following,
        "following_day": _day_of(following, days, at),
        "offset": times.offset_name(request.meeting),
    }
    return render(request, "agenda/session_list.html", context)


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
        "day": times.weekday_name(_moment(session, "starts_at").date()),
        "offset": times.offset_name(request.meeting),
        "may_record": may_record,
        "may_change": draft is not None and request.user.has_perm("agenda.change_session", draft),
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


def _moment(session, edge):
    return datetime.fromisoformat(session[edge])


def _day_of(following, days, at):
    """The name of the day of what is next, where it is another day than this one."""
    on = following[0]["starts_at"][:10] if following else at.date().isoformat()
    return next((day["name"] for day in days if day["date"] == on != at.date().isoformat()), "")
