"""The site's own pages, and a bare template behind the same middleware."""

from functools import cache

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from agenda.models import Session

ROWS = "<!doctype html><title>x</title>{% for row in rows %}<p>{{ row.name }}</p>{% endfor %}"
TEMPLATE = "<!doctype html><title>{{ word }}</title><p>{{ word }}</p>"


def bare_template(request):
    return HttpResponse(bare_template_of(TEMPLATE).render({"word": "Meeting"}, request))


def bare_rows(request):
    """As many rows as the agenda has, three queries, and nothing else.

    They are for the rows, and for who is signed in: a session and a user. The middleware
    asks for the meeting besides, as on every page.
    """
    rows = [{"name": title} for title in Session.objects.values_list("title_en", flat=True)]
    context = {"rows": rows, "is_signed_in": request.user.is_authenticated}
    return HttpResponse(bare_template_of(ROWS).render(context, request))


@cache
def bare_template_of(text):
    return engines["django"].from_string(text)


urlpatterns = [
    path("bench/rows/", bare_rows),
    path("bench/template/", bare_template),
    path("", include("gfmd_meeting.urls")),
]
