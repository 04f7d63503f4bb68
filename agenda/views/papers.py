"""The agenda on paper, for everybody."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda.paper.printing import ask_for_paper
from agenda.releases import latest_release
from gfmd_meeting.uploads import Kind, serve_file


@require_safe
def agenda_pdf(request, language):
    """The latest release as PDF; while it is being made, a page that says so and looks again."""
    release = latest_release()
    if release is None or language not in dict(settings.LANGUAGES):
        raise Http404
    paper = ask_for_paper(release, language)
    if not paper.file:
        return render(request, "agenda/agenda_pdf.html", {"paper": paper})
    name = f"agenda-rev-{release.number}-{language}.pdf"
    return serve_file(paper.file, kind=Kind.PDF, name=name)
