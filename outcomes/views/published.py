"""What anybody reads: adopted texts, and practices whose owners consent."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from agenda.models import Session
from outcomes.forms.published import PublishedForm
from outcomes.models import GivenNumber, Practice
from outcomes.provenance import Lineage
from outcomes.published import (
    current_entries,
    practice_entry,
    published_entries,
    search_entries,
)
from outcomes.published_files import write_csv, write_json

ON_A_PAGE = 40


@require_safe
def published_list(request):
    """All that is published, or what a reader looks for in it."""
    entries = published_entries()
    form = PublishedForm(request.GET, entries=entries)
    wanted = form.wanted
    found = search_entries(entries, wanted)
    context = {
        "form": form,
        "all": len(entries),
        "found": len(found),
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "query": urlencode(wanted),
    }
    return render(request, "outcomes/published_list.html", context)


@require_safe
def published_detail(request, outcome, place):
    """One adopted text under its number; from a former number on to what it became."""
    given = get_object_or_404(
        GivenNumber.objects.select_related("recommendation"), outcome__number=outcome, place=place
    )
    entries = current_entries(given)
    if not entries:
        raise Http404
    if len(entries) > 1:
        context = {"number": str(given), "entries": entries}
        return render(request, "outcomes/published_successors.html", context)
    (entry,) = entries
    if entry.address and entry.address != request.path:
        return redirect(entry.address)
    recorded = {item.session_id for item in Lineage().recorded(given.recommendation)}
    context = {"entry": entry, "sessions": Session.objects.filter(pk__in=recorded)}
    return render(request, "outcomes/published_detail.html", context)


@require_safe
def practice_detail(request, pk):
    """One practice that its owner lets be read."""
    published = Practice.objects.published().select_related("outcome", "session")
    practice = get_object_or_404(published, pk=pk)
    context = {"entry": practice_entry(practice), "sessions": [practice.session]}
    return render(request, "outcomes/published_detail.html", context)


@require_safe
def published_csv(request):
    """What the same address as a page shows, as CSV."""
    return _to_save(request, write_csv, kind="text/csv; charset=utf-8", name="outcomes.csv")


@require_safe
def published_json(request):
    """What the same address as a page shows, as JSON."""
    return _to_save(request, write_json, kind="application/json", name="outcomes.json")


def _to_save(request, write, *, kind, name):
    entries = published_entries()
    found = search_entries(entries, PublishedForm(request.GET, entries=entries).wanted)
    text = write(found, absolute=request.build_absolute_uri)
    response = HttpResponse(text.encode(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
