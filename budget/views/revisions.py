"""The plan as it was approved, as it was revised, and as it is worked on."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budget.revisions import changes_pending, history, total_of


@require_safe
@login_required
def revision_list(request):
    """Each revision: who, when, why, and each line before and after; and what is not approved."""
    if not request.user.has_perm("budget.read_budget"):
        raise PermissionDenied
    told = [
        {"revision": revision, "rows": rows, "total": total_of(rows)}
        for revision, rows in history()
    ]
    pending = changes_pending()
    context = {
        "currency": request.meeting.currency,
        "history": told,
        "pending": pending,
        "pending_total": total_of(pending),
        "differs": any(row.before != row.after for row in pending),
    }
    return render(request, "budget/revision_list.html", context)
