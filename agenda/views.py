"""The agenda as everybody reads it."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language

from . import times
from .models import Session
from .programme import collect_programme, describe_roles, find_now_and_next, seated_roles


def session_list(request):
    """The whole agenda, day by day, with what is on now and what is next."""
    days = collect_programme(meeting=request.meeting)
    at = timezone.localtime()

    now, following = find_now_and_next(days, at)
    for sessions, state in ((now, "now"), (following, "next")):
        for session in sessions:
            session["state"] = state

    context = {
        "days": days if any(day["slots"] for day in days) else [],
        "now": now,
        "following": following,
        "following_day": _day_of(following, days, at),
        "offset": times.offset_name(request.meeting),
    }
    return render(request, "agenda/session_list.html", context)


def session_detail(request, pk):
    """One session in full, between its neighbours."""
    sessions = Session.objects.visible_to(request.user)
    session = get_object_or_404(
        sessions.select_related("room").prefetch_related("outcomes", seated_roles()), pk=pk
    )

    may_record = session.is_working and request.user.has_perm("outcomes.record_session", session)

    order = list(sessions.only("pk", "title", "starts_at", "ends_at", "room"))
    place = order.index(session)
    context = {
        "session": session,
        "title_language": get_language() if getattr(session, f"title_{get_language()}") else "en",
        "day": times.weekday_name(timezone.localdate(session.starts_at)),
        "offset": times.offset_name(request.meeting),
        "roles": describe_roles(session.assignments.all()),
        "may_record": may_record,
        "may_change": request.user.has_perm("agenda.change_session", session),
        "previous": order[place - 1] if place else None,
        "following": order[place + 1] if place + 1 < len(order) else None,
        "parallel": [
            other
            for other in order
            if other != session
            and other.starts_at < session.ends_at
            and other.ends_at > session.starts_at
        ],
    }
    return render(request, "agenda/session_detail.html", context)


def _day_of(following, days, at):
    """The name of the day of what is next, where it is another day than this one."""
    on = following[0]["starts_at"][:10] if following else at.date().isoformat()
    return next((day["name"] for day in days if day["date"] == on != at.date().isoformat()), "")
