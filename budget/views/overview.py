"""What the meeting costs, for those who answer for its money."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from budget.chart import draw_lines
from budget.overview import summarize_budget


@login_required
def budget_overview(request):
    """Planned, committed, paid and left, by line; and what the meeting was given."""
    if not request.user.has_perm("budget.read_budget"):
        raise PermissionDenied
    budget = summarize_budget()
    context = {"budget": budget, "chart": draw_lines(budget["lines"])}
    return render(request, "budget/budget_overview.html", context)
