"""The co-chairs' page."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from gfmd_meeting.models import ExpectedOutcome
from outcomes.coverage import group_by_outcome, measure_coverage
from outcomes.models import Practice, Recommendation, Report


@login_required
def co_chair_home(request):
    """What the meeting has recorded under each expected outcome, and the reports of it."""
    if not request.user.has_perm("outcomes.review_outcomes"):
        raise PermissionDenied
    recorded = [
        *Recommendation.objects.standing().select_related("session"),
        *Practice.objects.standing().select_related("session"),
    ]
    reports = (
        Report.objects.visible_to(request.user).select_related("requested_by").defer("snapshot")
    )
    context = {
        "coverage": measure_coverage(),
        "groups": group_by_outcome(ExpectedOutcome.objects.all(), recorded),
        "reports": reports[:10],
        "languages": settings.LANGUAGES,
    }
    return render(request, "outcomes/co_chair_home.html", context)
