"""The site's own pages, and a bare template behind the same middleware."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from agenda.models import Session
from gfmd_meeting.models import Meeting

ROWS = "<!doctype html><title>x</title>{% for row in rows %}<p>{{ row.name }}</p>{% endfor %}"
TEMPLATE = "<!doctype html><title>{{ word }}</title><p>{{ word }}</p>"


def bare_template(request):
    page = engines["django"].from_string(TEMPLATE)
    return HttpResponse(page.render({"word": "Meeting"}, request))


def bare_rows(request):
    """As many rows as the agenda has, three questions, and nothing else."""
    sessions = list(Session.objects.select_related("room"))
    Meeting.objects.get()
    user = request.user
    page = engines["django"].from_string(ROWS)
    rows = [{"name": session.title_en} for session in sessions]
    return HttpResponse(page.render({"rows": rows, "user": user.is_authenticated}, request))


urlpatterns = [
    path("bench/rows/", bare_rows),
    path("bench/template/", bare_template),
    path("", include("gfmd_meeting.urls")),
]
