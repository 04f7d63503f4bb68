"""The desk at which the conclusions of all sessions are brought together."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gfmd_meeting.models import ExpectedOutcome
from outcomes.consolidation import gathered, merge, move, reorder, split, undo
from outcomes.desk import list_acts, side_by_side
from outcomes.forms.consolidation import MergeForm, MoveForm, PartForm
from outcomes.models import Consolidation, Recommendation
from outcomes.numbers import number_of

MOST_PARTS = 6
MOST_MERGED = 20


@login_required
def consolidation_desk(request):
    """All that stands, by expected outcome; what says nearly the same; what was done."""
    _refuse_others(request.user)
    items = list(_with_all(Recommendation.objects.standing()))
    of_outcome = {pk: list(group) for pk, group in groupby(items, lambda item: item.outcome_id)}
    groups = [
        (outcome, [(item, number_of(item)) for item in of_outcome.get(outcome.pk, [])])
        for outcome in ExpectedOutcome.objects.all()
    ]
    context = {"groups": groups, "pairs": side_by_side(items), "acts": list_acts()}
    return render(request, "outcomes/consolidation_desk.html", context)


@login_required
def merge_items(request):
    """One text is written in the place of those chosen, which stand beside it."""
    _refuse_others(request.user)
    chosen = _numbers(request.POST.getlist("item") or request.GET.getlist("item"))[:MOST_MERGED]
    items = list(_with_all(Recommendation.objects.standing().filter(pk__in=chosen)))
    items.sort(key=lambda item: chosen.index(item.pk))
    if len(items) < 2 or len(items) < len(set(chosen)):
        messages.error(request, _("Choose two items or more that stand, then merge them."))
        return redirect("outcomes:consolidation_desk")
    form = MergeForm(request.POST or None, initial=gathered(items))
    if request.method == "POST" and form.is_valid():
        try:
            made = merge(items, by=request.user, read=_versions(request), **form.details)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Merged. What it was made of keeps its number."))
            return redirect(_at(made))
    context = {"form": form, "items": _numbered(items)}
    return render(request, "outcomes/merge_items.html", context)


@login_required
def split_item(request, pk):
    """Several texts are written in the place of one, which stands beside them."""
    item = _fetch(request, pk)
    wished = _numbers([request.POST.get("parts") or request.GET.get("parts", "")]) or [2]
    number = min(max(wished[0], 2), MOST_PARTS)
    start = gathered([item])
    forms = [
        PartForm(
            request.POST or None,
            prefix=f"part{n}",
            initial=start
            if n == 1
            else {"kind": start["kind"], "outcome": start["outcome"]}
            | {"addressed_to": start["addressed_to"]},
            instance=Recommendation(language=item.language),
        )
        for n in range(1, number + 1)
    ]
    refused = []
    # Each is asked, so that each says what is wrong with it.
    valid = [form.is_valid() for form in forms]
    if request.method == "POST" and all(valid):
        parts = [form.details for form in forms]
        try:
            made = split(item, by=request.user, parts=parts, read=_versions(request))
        except ValidationError as refusal:
            refused = refusal.messages
        else:
            messages.success(request, _("Split. What it was keeps its number."))
            return redirect(_at(made[0]))
    context = {
        "item": item,
        "items": _numbered([item]),
        "forms": forms,
        "parts": number,
        "more": number + 1 if number < MOST_PARTS else None,
        "refused": refused,
    }
    return render(request, "outcomes/split_item.html", context)


@login_required
def move_item(request, pk):
    """An item is put under another expected outcome."""
    item = _fetch(request, pk)
    form = MoveForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            moved = move(item, by=request.user, read=_versions(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Moved."))
            return redirect(_at(moved))
    context = {"item": item, "items": _numbered([item]), "form": form}
    return render(request, "outcomes/move_item.html", context)


@login_required
@require_POST
def place_item(request, pk):
    """An item is put one place up or down under its outcome."""
    item = _fetch(request, pk)
    items = list(Recommendation.objects.standing().filter(outcome=item.outcome_id))
    here = [other.pk for other in items].index(item.pk)
    there = here - 1 if request.POST.get("direction") == "up" else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
        try:
            reorder(item.outcome, items, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return redirect(_at(item))


@login_required
@require_POST
def consolidation_undo(request, pk):
    """An act is taken back, while nothing rests on it."""
    _refuse_others(request.user)
    act = get_object_or_404(Consolidation, pk=pk)
    try:
        undo(act, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Undone."))
    return redirect(f"{reverse('outcomes:consolidation_desk')}#acts")


def _refuse_others(user):
    if not user.has_perm("outcomes.consolidate"):
        raise PermissionDenied


def _fetch(request, pk):
    _refuse_others(request.user)
    return get_object_or_404(_with_all(Recommendation.objects.standing()), pk=pk)


def _with_all(items):
    related = items.select_related("session", "outcome", "objective")
    return related.prefetch_related("numbers", "emphases", "builds_on")


def _numbered(items):
    return [(item, number_of(item)) for item in items]


def _numbers(values):
    return [int(value) for value in values if value.isdecimal() and len(value) < 10]


def _versions(request):
    """The version of each item that was on the page, as item:version."""
    pairs = [value.split(":") for value in request.POST.getlist("read")]
    return {
        int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and len(_numbers(pair)) == 2
    }


def _at(item):
    return f"{reverse('outcomes:consolidation_desk')}#item-{item.pk}"
