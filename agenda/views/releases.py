"""All releases of the agenda, and what each of them changed."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from agenda import times
from agenda.models import AgendaRelease
from agenda.pages import programme_of
from agenda.programme import unnamed_people
from agenda.revisions import describe


def release_list(request):
    """Each release with its revision sheet, the newest first."""
    releases = list(AgendaRelease.objects.defer("snapshot"))
    unnamed = _unnamed_in(releases)
    rows = [(release, _sheet(release, request.meeting, unnamed)) for release in releases]
    return render(request, "agenda/release_list.html", {"rows": rows})


def release_detail(request, number):
    """A release as it was given out; who may not be named any more is not."""
    release = get_object_or_404(AgendaRelease, number=number)
    context = {
        "release": release,
        "is_latest": not AgendaRelease.objects.filter(number__gt=number).exists(),
        "days": programme_of(release, request.meeting),
        "sheet": _sheet(release, request.meeting, _unnamed_in([release])),
        "offset": times.offset_name(request.meeting),
    }
    return render(request, "agenda/release_detail.html", context)


def _unnamed_in(releases) -> set[int]:
    """Of those whose part some release changed, who is not to be named now."""
    changes = [change for release in releases for change in release.changes]
    parts = [{"participant": change.get("participant")} for change in changes]
    return unnamed_people({"sessions": [{"roles": parts}]})


def _sheet(release, meeting, unnamed) -> list[str]:
    return [describe(change, meeting, get_language(), unnamed) for change in release.changes]
