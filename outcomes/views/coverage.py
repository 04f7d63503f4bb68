"""Which expected outcome is still empty, and what stands behind each figure."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome
from outcomes.coverage import adopted_by_session, find_orphans, measure_coverage
from outcomes.models import Practice, Recommendation
from outcomes.numbers import number_of


@require_safe
@login_required
def coverage(request):
    """Expected outcomes and sessions: planned, recorded, adopted, and what nobody took up."""
    if not request.user.has_perm("outcomes.see_coverage"):
        raise PermissionDenied
    context = {"coverage": measure_coverage(), "orphans": find_orphans()}
    return render(request, "outcomes/coverage.html", context)


@require_safe
@login_required
def coverage_items(request):
    """What one figure counts, as far as the visitor may read it."""
    if not request.user.has_perm("outcomes.see_coverage"):
        raise PermissionDenied
    session = _chosen(Session.objects.all(), request.GET.get("session"), "pk")
    outcome = _chosen(ExpectedOutcome.objects.all(), request.GET.get("outcome"), "number")
    of = {
        name: item
        for name, item in (("session", session), ("outcome", outcome))
        if item is not None
    }
    adopted = "adopted" in request.GET
    if adopted:
        counted = {
            item
            for (of_session, of_outcome), items in adopted_by_session().items()
            for item in items
            if (session is None or of_session == session.pk)
            and (outcome is None or of_outcome == outcome.pk)
        }
        items = Recommendation.objects.filter(pk__in=counted)
        practices = Practice.objects.none()
    else:
        items = Recommendation.objects.recorded().filter(**of)
        practices = Practice.objects.standing().filter(**of)
    read, exemplified = (
        listed.visible_to(request.user).select_related("session", "outcome")
        for listed in (items, practices)
    )
    texts = [{"item": item, "number": number_of(item)} for item in read.prefetch_related("numbers")]
    context = {
        "session": session,
        "outcome": outcome,
        "adopted": adopted,
        "texts": texts,
        "practices": exemplified,
        "hidden": items.count() + practices.count() - len(texts) - len(exemplified),
    }
    return render(request, "outcomes/coverage_items.html", context)


def _chosen(rows, value, key):
    if not value or not value.isdecimal() or len(value) > 9:
        return None
    return rows.filter(**{key: int(value)}).first()
