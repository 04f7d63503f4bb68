"""The meeting and its visitor, for every page."""

from django.apps import apps
from django.db.models import Exists, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .models import Meeting
from .roles import roles_of

# What answers before a meeting file is loaded; the front page then says how to load one.
WITHOUT_A_MEETING = ("home", "health", "set_language")


class MeetingMiddleware:
    """Times are read and written in the meeting's own zone, and without it there is one page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.meeting = Meeting.objects.annotate(
            has_results=_has_results(), has_final_report=_has_final_report()
        ).first()
        if request.meeting is None:
            if request.path_info in map(reverse, WITHOUT_A_MEETING):
                return self.get_response(request)
            return redirect("home")
        with timezone.override(request.meeting.zone):
            return self.get_response(request)


def meeting_and_roles(request):
    """``meeting``, and ``roles``: the names of what the visitor is (see roles.py)."""
    return {
        "meeting": getattr(request, "meeting", None),
        "roles": SimpleLazyObject(lambda: roles_of(request.user)),
    }


def _has_results():
    """Whether the public has anything to read of the outcomes; asked with the meeting itself."""
    adopted = apps.get_model("outcomes.Recommendation").objects.adopted()
    practices = apps.get_model("outcomes.Practice").objects.published()
    return Q(Exists(adopted)) | Q(Exists(practices))


def _has_final_report():
    """Whether there is a report to lead those to who may read it; asked with the meeting too."""
    return Exists(apps.get_model("outcomes.Report").objects.final())
