"""Whom the meeting pays for, for the organisers: nobody else is shown their names."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budget.sponsored import list_releasable, list_sponsored, list_unestimated, roll_up, total_of


@require_safe
@login_required
def sponsored_list(request):
    """Each sponsored participant with each cost, the lines, and what withdrawals release."""
    if not request.user.has_perm("budget.read_sponsorships"):
        raise PermissionDenied
    people = list_sponsored()
    lines = roll_up(people)
    context = {
        "currency": request.meeting.currency,
        "people": people,
        "total": total_of([part for person in people for part in person.parts]),
        "lines": lines,
        "lines_total": total_of(lines),
        "foreseen": sum(line.foreseen for line in lines),
        "releasable": list_releasable(people),
        "unestimated": list_unestimated(),
    }
    return render(request, "budget/sponsored_list.html", context)
