"""The large screen of the closing session, and the keys that move it."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from gfmd_meeting.models import Party
from outcomes.consents import tell_consents
from outcomes.models import ClosingScreen
from outcomes.numbers import number_of
from outcomes.screen import Move, find_present_stop, move_screen, stops_of_screen

# How long a text may be, in letters, before it is set smaller so that the screen holds it.
LONG, VERY_LONG = 280, 600
PLAIN_EVERY = 3


@login_required
def closing_screen(request):
    """What the hall reads; ``?plain`` renews itself without scripts."""
    if not request.user.has_perm("outcomes.see_screen"):
        raise PermissionDenied
    context = _what_is_shown(request)
    context |= {
        "may_move": request.user.has_perm("outcomes.move_screen"),
        "moves": Move,
        "plain": "plain" in request.GET,
        "plain_every": PLAIN_EVERY,
    }
    response = render(request, "outcomes/closing_screen.html", context)
    if "plain" in request.GET:
        response["Refresh"] = str(PLAIN_EVERY)
    return response


@login_required
def closing_screen_now(request):
    """What is on the screen now; 304 to whoever shows it already."""
    if not request.user.has_perm("outcomes.see_screen"):
        raise PermissionDenied
    shown = render_to_string("outcomes/_screen.html", _what_is_shown(request), request)
    etag = f'"{get_language()}-{hashlib.sha256(shown.encode()).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(shown)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_POST
def closing_screen_move(request):
    """A co-chair moves the screen."""
    if not request.user.has_perm("outcomes.move_screen"):
        raise PermissionDenied
    try:
        move_screen(to=request.POST.get("to", ""), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    plain = "?plain" if "plain" in request.POST else ""
    return redirect(f"{reverse('outcomes:closing_screen')}{plain}")


def _what_is_shown(request):
    stops = stops_of_screen()
    place = find_present_stop(ClosingScreen.objects.first(), stops)
    parties = list(Party.objects.co_chairing())
    present = stops[place] if stops else None
    under = [stop.item for stop in stops if stop.item and stop.outcome == present.outcome]
    item = present.item if present else None
    length = len(item.text) if item else 0
    return {
        "meeting": request.meeting,
        "outcome": present.outcome if present else None,
        "item": item,
        "number": number_of(item) if item else "",
        "sentence": tell_consents(item, parties) if item else "",
        "size": "very-long" if length > VERY_LONG else "long" if length > LONG else "",
        "under": [(other, number_of(other)) for other in under],
    }
