"""The organisers' desk: Django's admin, named after the meeting and behind the one sign-in."""

import logging

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from .views import bad_request

log = logging.getLogger(__name__)


class MeetingAdminSite(AdminSite):
    """Django's admin, with an answer to addresses that were made up."""

    site_title = _("Organisers")
    index_title = _("Organisers' desk")
    empty_value_display = "—"
    # The stock sign-in counts no tries.
    login = method_decorator(secure_admin_login)(AdminSite.login)

    def each_context(self, request):
        return super().each_context(request) | {"site_header": request.meeting.short_title}

    def index(self, request, extra_context=None):
        """The front page, with how many answers are overdue."""
        overdue = apps.get_model("registrations.Correspondence").objects.overdue().count()
        return super().index(request, {"overdue": overdue} | (extra_context or {}))

    def admin_view(self, view, cacheable=False):
        """Answer in words where the stock admin would fail.

        A query string that asks for the year "abc", or a list from which the row "abc"
        is chosen, is a bad request, and so is a row whose number no database can hold.
        What an act refuses although its form let it through (someone else came first) is
        said on the page.
        """
        guarded = super().admin_view(view, cacheable)

        def answer(request, *args, **kwargs):
            try:
                response = guarded(request, *args, **kwargs)
                # Lists read their filters as they are rendered, forms the rows that were chosen.
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            except ValidationError as refusal:
                if request.method != "POST":
                    return bad_request(request)
                for sentence in refusal.messages:
                    messages.error(request, sentence)
                return HttpResponseRedirect(request.get_full_path())
            except (ValueError, TypeError, OverflowError, DataError) as error:
                made_up = request.GET or ACTION_CHECKBOX_NAME in request.POST
                if not (made_up or isinstance(error, OverflowError | DataError)):
                    raise
                log.warning("The admin was asked for %s", request.get_full_path(), exc_info=error)
                return bad_request(request)
            return response

        return answer
