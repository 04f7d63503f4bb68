"""What rapporteurs type, as they type it (see static/js/autosave.js).

Answers are JSON: 200 with the version that it became, 400 with what is wrong field by field,
401 when its writer is signed out or someone else is signed in, 403 when it may not be changed
any more, 409 with both wordings when someone else has written meanwhile.
"""

from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outcomes.models import SessionRecord
from outcomes.recording import change_item, record_session, sessions_to_record

from .items import RECORD, advice_on, fetch_item, item_form, url_of
from .rapporteur import fetch_session, record_form
from .two_at_once import conflict_of, is_conflict

MOST_UNANSWERED = 100


@never_cache
@require_POST
def item_save(request, model, pk, uid):
    """A recommendation or practice of session ``pk``, new or known, by the ``uid`` it has."""
    if _is_someone_else(request):
        return _signed_out()
    known = model.objects.filter(session=pk, uid=uid).select_related("session").first()
    if known is None:
        session = get_object_or_404(sessions_to_record(request.user), pk=pk)
    else:
        session = known.session
        if not request.user.has_perm("outcomes.edit_item", known):
            get_object_or_404(model.objects.visible_to(request.user), pk=known.pk)
            return _refused(_("This is under consideration now, and no longer yours to change."))
    form = item_form(request, model, session, uid=uid, is_shown=False)
    if not form.is_valid():
        return _faulty(form)
    how = {"by": request.user} | _names_of(request, uid)
    try:
        if known:
            item = change_item(known, version=form.cleaned_data["version"], **how, **form.details)
        else:
            item = RECORD[model](session=session, uid=uid, **how, **form.details)
    except ValidationError as refusal:
        if is_conflict(refusal):
            theirs = model.objects.get(uid=uid)
            return _conflicting(request, form, fetch_item(request, model, theirs.pk))
        form.add_error(None, refusal.messages)
        return _faulty(form)
    return _saved(
        item,
        url=url_of(item),
        history=url_of(item, "history"),
        stale=item.stale_languages,
        advice=advice_on(request, form),
    )


@never_cache
@require_POST
def session_record_save(request, pk):
    """How a session went."""
    if _is_someone_else(request):
        return _signed_out()
    session = fetch_session(request, pk)
    form = record_form(request, session, request.POST)
    if not form.is_valid():
        return _faulty(form)
    how = {"by": request.user} | _names_of(request, session.uid)
    try:
        record = record_session(
            session, version=form.cleaned_data["version"], **how, **form.details
        )
    except ValidationError as refusal:
        if is_conflict(refusal):
            theirs = SessionRecord.objects.select_related("changed_by", "session")
            return _conflicting(request, form, theirs.get(session=session))
        form.add_error(None, refusal.messages)
        return _faulty(form)
    history = reverse("outcomes:session_record_history", args=[pk])
    return _saved(record, history=history)


def _is_someone_else(request):
    """Whether its writer, whom the page names, is not the one who is signed in."""
    return not request.user.is_authenticated or request.POST.get("owner") != str(request.user.pk)


def _names_of(request, uid):
    """By which tokens the device names this save and those whose answers it has not seen.

    They are made its writer's and the item's own, so that no other save has the same.
    """

    def own(name):
        return uuid5(uid, f"{request.user.pk}.{name}")

    token = request.POST.get("token", "")
    unanswered = request.POST.get("own", "").split()[-MOST_UNANSWERED:]
    return {
        "token": own(token) if _is_uuid(token) else None,
        "own": [own(name) for name in unanswered],
    }


def _is_uuid(text):
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _saved(item, **more):
    at = date_format(localtime(item.changed_at), "TIME_FORMAT")
    return JsonResponse({"version": item.version, "at": at} | more)


def _signed_out():
    return JsonResponse({"reason": _("Your sign-in has ended.")}, status=401)


def _refused(sentence):
    return JsonResponse({"reason": sentence}, status=403)


def _faulty(form):
    found = form.errors.get_json_data()
    errors = [
        {
            "field": name,
            "label": str(form.fields[name].label) if name in form.fields else "",
            "message": " ".join(entry["message"] for entry in entries),
            "is_missing": all(entry["code"] == "required" for entry in entries),
        }
        for name, entries in found.items()
    ]
    return JsonResponse({"errors": errors}, status=400)


def _conflicting(request, form, theirs):
    context = {"conflict": conflict_of(form, theirs)}
    html = render_to_string("outcomes/_conflict.html", context, request)
    return JsonResponse({"version": theirs.version, "html": html}, status=409)
