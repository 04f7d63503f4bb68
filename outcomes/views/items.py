"""The pages on which rapporteurs write recommendations and practices, one after another."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gfmd_meeting.addresses import address_of
from outcomes.advice import advise
from outcomes.due import is_draft
from outcomes.forms import PracticeForm, RecommendationForm
from outcomes.models import LANGUAGE_CODES, Practice, Recommendation
from outcomes.recording import (
    change_item,
    record_practice,
    record_recommendation,
    restore_item,
    withdraw_item,
)

from .rapporteur import fetch_session
from .submitting import submit_item
from .two_at_once import conflict_of, is_conflict

FORMS = {Recommendation: RecommendationForm, Practice: PracticeForm}
RECORD = {Recommendation: record_recommendation, Practice: record_practice}


@login_required
def item_add(request, model, pk):
    """A rapporteur records what the session concluded, or a practice that it heard of."""
    session = fetch_session(request, pk)
    uid = _uid_of(request.POST.get("uid") or request.GET.get("uid"))
    known = model.objects.filter(uid=uid, session=session).first() if uid else None
    if known and request.method == "GET":
        return redirect(url_of(known))
    form = item_form(request, model, session, uid=uid)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            item = RECORD[model](session=session, by=request.user, uid=form.uid, **form.details)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            if known and is_conflict(refusal):
                conflict = conflict_of(form, fetch_item(request, model, known.pk))
        else:
            messages.success(request, _("Recorded."))
            return redirect(f"{_page_of(session)}#{noun_of(item)}-{item.pk}")
    context = {
        "session": session,
        "form": form,
        "conflict": conflict,
        "noun": noun_of(model),
        "advice": advice_on(request, form),
        "may_record": True,
        "back": _page_of(session),
    }
    if conflict:
        context["action"] = url_of(known)
    return render(request, "outcomes/item_change.html", context)


@login_required
def item_change(request, model, pk):
    """A rapporteur changes what was recorded; whoever changed it meanwhile is not overwritten.

    Once it is under consideration, its rapporteur reads it here and no longer changes it.
    """
    item = fetch_item(request, model, pk)
    if not request.user.has_perm("outcomes.edit_item", item):
        return _show_only(request, item)
    form = item_form(request, model, item.session, item=item)
    conflict = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_item(item, version=version, by=request.user, **form.details)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            if is_conflict(refusal):
                conflict = conflict_of(form, fetch_item(request, model, pk))
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{way_back(request, item)['back']}#{noun_of(item)}-{item.pk}")
    context = {
        "item": item,
        "session": item.session,
        "form": form,
        "conflict": conflict,
        "noun": noun_of(model),
        "is_draft": is_draft(item),
        "advice": advice_on(request, form),
    } | way_back(request, item)
    return render(request, "outcomes/item_change.html", context)


@login_required
def item_delete(request, model, pk):
    """A rapporteur withdraws what was recorded, once sure of it."""
    item = _fetch_to_edit(request, model, pk)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            withdraw_item(
                item,
                version=int(version) if version.isascii() and version.isdecimal() else 0,
                by=request.user,
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(f"outcomes:{noun_of(model)}_delete", pk)
        messages.success(request, _("Withdrawn. You can put it back below."))
        return redirect(way_back(request, item)["back"])
    context = {"item": item, "session": item.session} | way_back(request, item)
    return render(request, "outcomes/item_delete.html", context)


@login_required
@require_POST
def item_restore(request, model, pk):
    """A rapporteur puts back what was withdrawn."""
    item = _fetch_to_edit(request, model, pk)
    try:
        restore_item(item, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Put back."))
    return redirect(way_back(request, item)["back"])


@login_required
@require_POST
def item_submit(request, model, pk):
    """A rapporteur hands a draft in."""
    item = _fetch_to_edit(request, model, pk)
    try:
        submit_item(item, by=request.user, from_address=address_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Submitted."))
    return redirect(way_back(request, item)["back"])


def noun_of(model) -> str:
    return model._meta.model_name


def url_of(item, act="change") -> str:
    return reverse(f"outcomes:{noun_of(item)}_{act}", args=[item.pk])


def fetch_item(request, model, pk):
    mine = model.objects.visible_to(request.user).prefetch_related("session__outcomes")
    return get_object_or_404(
        mine.select_related("session", "outcome", "changed_by", "withdrawn_by", "proposer"), pk=pk
    )


def item_form(request, model, session, *, item=None, uid=None, is_shown=True):
    return FORMS[model](
        request.POST or None,
        instance=item,
        initial={"outcome": request.GET.get("outcome")} if "outcome" in request.GET else None,
        session=session,
        sees_proposer=request.user.has_perm("outcomes.see_proposer", session),
        uid=uid,
        is_shown=is_shown,
    )


def advice_on(request, form) -> list[str]:
    """What might be worded better in a recommendation, in the reader's words."""
    text, language = form["text"].value() or "", form["language"].value()
    if form.instance.kind == Practice.kind or not text or language not in LANGUAGE_CODES:
        return []
    allows = not request.meeting.chatham_house_rule
    return [str(said.sentence) for said in advise(text, language, allows_attribution=allows)]


def _fetch_to_edit(request, model, pk):
    item = fetch_item(request, model, pk)
    if not request.user.has_perm("outcomes.edit_item", item):
        raise PermissionDenied
    return item


def _show_only(request, item):
    """To its rapporteur; a practice, which has no other page, to all who may see it."""
    may_record = request.user.has_perm("outcomes.record_session", item.session)
    if request.method != "GET" or not (may_record or isinstance(item, Practice)):
        raise PermissionDenied
    context = {
        "item": item,
        "session": item.session,
        "noun": noun_of(item),
        "may_record": may_record,
    }
    return render(request, "outcomes/item_read.html", context)


def _page_of(session):
    return reverse("outcomes:session_record", args=[session.pk])


def way_back(request, item):
    """To the page of its session, for who records it; for who edits it otherwise, to its own.

    A practice has no such page until it is published: it stands among the texts.
    """
    may_record = request.user.has_perm("outcomes.record_session", item.session)
    if may_record:
        back = _page_of(item.session)
    elif isinstance(item, Practice):
        back = reverse("outcomes:co_chair_home")
    else:
        back = reverse("outcomes:recommendation_detail", args=[item.pk])
    return {"may_record": may_record, "back": back}


def _uid_of(text):
    try:
        return UUID(text or "")
    except ValueError:
        return None
