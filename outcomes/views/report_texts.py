"""The texts that co-chairs, the rapporteur-general and organisers write for the report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outcomes.forms.report_text import ReportTextForm
from outcomes.report_texts import NATURE, nature_of, places, write_text


@login_required
def report_text_list(request):
    """Each text of the report, and how far it is in each language."""
    if not request.user.has_perm("outcomes.write_report_texts"):
        raise PermissionDenied
    return render(request, "outcomes/report_text_list.html", {"places": places()})


@login_required
def report_text_change(request, key):
    """Write a text in the three languages; whoever changed it meanwhile is not overwritten."""
    if not request.user.has_perm("outcomes.write_report_texts"):
        raise PermissionDenied
    place, theirs = _fetch_place(key), None
    form = ReportTextForm(request.POST or None, text=place.text)
    if request.method == "POST" and form.is_valid():
        try:
            write_text(key, by=request.user, **form.details)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            if getattr(refusal, "code", "") == "changed_meanwhile":
                theirs = _fetch_place(key).text
                form.start_from(theirs)
        else:
            messages.success(request, _("Saved."))
            return redirect("outcomes:report_text_list")
    context = {
        "place": place,
        "form": form,
        "theirs": theirs,
        "otherwise": nature_of(request.meeting) if key == NATURE else "",
    }
    return render(request, "outcomes/report_text_change.html", context)


def _fetch_place(key):
    for place in places():
        if place.key == key:
            return place
    raise Http404
