"""The meeting's public pages, and the pages that say what went wrong."""

from django.db import connection
from django.db.models import Value
from django.http import HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

from .models import (
    ConceptNoteSection,
    Emphasis,
    ExpectedOutcome,
    Party,
    PriorRecommendation,
    SpecificObjective,
    StakeholderGroup,
)


def home(request):
    """The meeting in short: what, when, where, who, and how to take part."""
    context = {
        "parties": list(Party.objects.all()),
        "objectives": SpecificObjective.objects.all(),
        "outcomes": ExpectedOutcome.objects.all(),
        "groups": StakeholderGroup.objects.all(),
    }
    return render(request, "gfmd_meeting/home.html", context)


def concept_note(request):
    """The concept note in full."""
    # Both are numbered wordings: one question brings them, and the page asks no more than eight.
    objectives = SpecificObjective.objects.order_by().annotate(kind=Value("objective"))
    emphases = Emphasis.objects.order_by().annotate(kind=Value("emphasis"))
    wordings = list(objectives.union(emphases, all=True).order_by("number"))
    context = {
        "parties": list(Party.objects.all()),
        "objectives": [wording for wording in wordings if wording.kind == "objective"],
        "emphases": [wording for wording in wordings if wording.kind == "emphasis"],
        "outcomes": ExpectedOutcome.objects.all(),
        "groups": StakeholderGroup.objects.all(),
        "prior_recommendations": PriorRecommendation.objects.all(),
        "sections": ConceptNoteSection.objects.prefetch_related("figures"),
    }
    return render(request, "gfmd_meeting/concept_note.html", context)


@never_cache
def health(request):
    """Answers 200 while the database does."""
    connection.ensure_connection()
    return JsonResponse({"status": "ok"})


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


def too_many_requests(request, exception=None):
    return render(request, "429.html", status=429)


def server_error(request):
    """Asks nothing of what may just have failed: no session, no user, no database."""
    return HttpResponseServerError(render_to_string("500.html"))
