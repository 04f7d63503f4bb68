"""Every version of what was recorded, and going back to one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from outcomes.history import read_history
from outcomes.models import Practice, Recommendation, Version
from outcomes.recording import change_item, record_session
from outcomes.versions import details_from

from .items import fetch_item, noun_of, url_of, way_back
from .rapporteur import fetch_session


@login_required
@require_GET
def item_history(request, model, pk):
    """The versions of a recommendation or practice."""
    item = fetch_item(request, model, pk)
    may_restore, back = request.user.has_perm("outcomes.edit_item", item), way_back(request, item)
    context = {
        "item": item,
        "back": url_of(item) if may_restore or back["may_record"] else back["back"],
        "noun": noun_of(model),
        "may_restore": may_restore,
    }
    return _show(request, item, item.session, context)


@login_required
@require_GET
def session_record_history(request, pk):
    """The versions of what was noted of a session."""
    session = fetch_session(request, pk)
    if not hasattr(session, "record"):
        raise Http404
    context = {
        "item": session.record,
        "back": reverse("outcomes:session_record", args=[pk]),
        "may_restore": True,
    }
    return _show(request, session.record, session, context)


@login_required
@require_POST
def version_restore(request, pk):
    """Say again what an earlier version said, as a version of its own."""
    version = get_object_or_404(Version, pk=pk)
    seen = request.POST.get("version", "")
    read = int(seen) if seen.isascii() and seen.isdecimal() else 0
    if version.record_id:
        session = fetch_session(request, version.record.session_id)
        item, act = session, record_session
        page = reverse("outcomes:session_record_history", args=[session.pk])
    else:
        model = Recommendation if version.recommendation_id else Practice
        item = fetch_item(request, model, version.recommendation_id or version.practice_id)
        session, act = item.session, change_item
        page = url_of(item, "history")
        if not request.user.has_perm("outcomes.edit_item", item):
            raise PermissionDenied
    hidden = _hidden_from(request.user, session)
    said = {name: value for name, value in details_from(version).items() if name not in hidden}
    try:
        act(item, version=read, by=request.user, **said)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        sentence = _("It says again what version %(number)d said.")
        messages.success(request, sentence % {"number": version.number})
    return redirect(page)


def _show(request, item, session, context):
    stretches, page = read_history(
        item,
        page=request.GET.get("page"),
        each="each" in request.GET,
        without=_hidden_from(request.user, session),
    )
    context |= {
        "session": session,
        "may_record": request.user.has_perm("outcomes.record_session", session),
        "stretches": stretches,
        "page": page,
        "each": "each" in request.GET,
    }
    return render(request, "outcomes/item_history.html", context)


def _hidden_from(user, session):
    """What this reader may not know of a version."""
    hidden = []
    if not user.has_perm("outcomes.see_proposer", session):
        hidden.append("proposed_by")
    if not user.has_perm("outcomes.read_working_notes", session):
        hidden.append("notes")
    return tuple(hidden)
