"""What the organisers have to mend in the draft."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from agenda.clashes import review_agenda


@login_required
def agenda_clashes(request):
    """Every clash and gap of the draft, by what is wrong."""
    if not request.user.has_perm("agenda.review_agenda"):
        raise PermissionDenied
    findings = review_agenda()
    groups = [(kind, list(of_kind)) for kind, of_kind in groupby(findings, lambda one: one.kind)]
    return render(request, "agenda/agenda_clashes.html", {"findings": findings, "groups": groups})
