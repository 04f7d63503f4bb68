"""What the meeting costs, for those who answer for its money."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from budget.chart import draw_course, draw_left, draw_lines
from budget.course import follow_spending
from budget.overview import summarize_budget


@login_required
def budget_overview(request):
    """Planned, committed, paid and left, by line and over time; and what the meeting was given."""
    if not request.user.has_perm("budget.read_budget"):
        raise PermissionDenied
    budget, course = summarize_budget(request.meeting), follow_spending()
    context = {
        "budget": budget,
        "running_out": [line for line in budget["lines"] if line["reached"]],
        "course": course,
        "lines_chart": draw_lines(budget["lines"]),
        "left_chart": draw_left(budget["lines"]),
        "course_chart": draw_course(course),
    }
    return render(request, "budget/budget_overview.html", context)
