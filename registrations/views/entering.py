"""The way in for a focal point: a personal link, good for one delegation and one address."""

from allauth.decorators import rate_limit
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gfmd_meeting.links import LinkRefused
from registrations.personal_links import focal_point_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@rate_limit(action="personal_link")
def focal_point_enter(request, token):
    """Say whom the link is for; sign that person in once they go on. Looking changes nothing."""
    try:
        focal_point = focal_point_of(token)
    except LinkRefused as refusal:
        return render(request, "link_refused.html", {"reason": refusal.reason}, status=404)
    user, delegation = focal_point.user, focal_point.delegation
    is_here_already = request.user == user
    if request.user.is_authenticated and not is_here_already:
        reason = _("This link is for another address than the one you are signed in with.")
        context = {"reason": reason, "is_somebody_else": True}
        return render(request, "link_refused.html", context, status=404)
    # Who may do more than a focal point proves who they are with a code.
    needs_code = bool(user.is_staff or user.is_superuser or user.party_id) and not is_here_already
    if request.method == "POST" and not needs_code:
        if not is_here_already:
            login(request, user, backend=BACKEND)
        return redirect("registrations:delegation_detail", code=delegation.code)
    context = {"focal_point": focal_point, "delegation": delegation, "needs_code": needs_code}
    return render(request, "registrations/focal_point_enter.html", context)
