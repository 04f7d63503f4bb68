"""The site's own pages, and a bare template behind the same middleware."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

TEMPLATE = "<!doctype html><title>{{ word }}</title><p>{{ word }}</p>"


def bare_template(request):
    page = engines["django"].from_string(TEMPLATE)
    return HttpResponse(page.render({"word": "Meeting"}, request))


urlpatterns = [
    path("bench/template/", bare_template),
    path("", include("gfmd_meeting.urls")),
]
