"""Calendars: one for everybody, and a secret one for each person."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_POST, require_safe

from agenda import calendars
from agenda.models import CalendarFeed, ChosenSession, Session, new_secret

from .reading import SECONDS_KEPT


@require_safe
def agenda_calendar(request):
    """The agenda for any calendar, in the language that its address or its reader asks for."""
    asked = request.GET.get("lang")
    language = asked if asked in dict(settings.LANGUAGES) else get_language()[:2]
    body = calendars.public_calendar(request.meeting, language)
    response = _answer(request, body, "agenda.ics")
    if response.status_code == 200:
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        patch_cache_control(response, public=True, max_age=0, s_maxage=SECONDS_KEPT)
    return response


@never_cache
@require_safe
def personal_calendar(request, secret):
    """A person's own agenda, at an address that only their calendar knows."""
    feeds = CalendarFeed.objects.select_related("user__participant")
    feed = get_object_or_404(feeds, secret=secret, user__is_active=True)
    body = calendars.personal_calendar(request.meeting, feed.user, feed.user.language)
    return _answer(request, body, "my-agenda.ics")


@login_required
def calendar_feed(request):
    """Where a person finds the address of their own calendar, and renews it."""
    feed, _is_new = CalendarFeed.objects.get_or_create(user=request.user)
    if request.method == "POST":
        feed.secret = new_secret()
        feed.save(update_fields=["secret", "renewed_at"])
        messages.success(request, _("The address is new. The one before does not answer any more."))
        return redirect("agenda:calendar_feed")
    address = settings.SITE_URL + reverse("agenda:personal_calendar", args=[feed.secret])
    public = settings.SITE_URL + reverse("agenda:agenda_calendar")
    context = {
        "address": address,
        "subscribe": "webcal:" + address.partition(":")[2],
        "public": f"{public}?lang={get_language()[:2]}",
    }
    return render(request, "agenda/calendar_feed.html", context)


@login_required
@require_POST
def session_choose(request, pk):
    """Put a session into one's own agenda, or take it out again."""
    session = Session.objects.filter(pk=pk).first()
    if session is None:
        raise Http404
    chosen = ChosenSession.objects.filter(user=request.user, session=session)
    if "take_out" in request.POST:
        chosen.delete()
    else:
        ChosenSession.objects.get_or_create(user=request.user, session=session)
    return redirect("agenda:session_detail", pk=pk)


def _answer(request, body: bytes, name: str):
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'

    def answer(request):
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response

    return condition(etag_func=lambda request: etag)(answer)(request)
