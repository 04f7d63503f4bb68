"""The organisers' desk: Django's admin, named after the meeting and behind the one sign-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class MeetingAdminSite(AdminSite):
    site_title = _("Organisers")
    index_title = _("Organisers' desk")
    # The stock sign-in counts no tries.
    login = secure_admin_login(AdminSite.login)

    def each_context(self, request):
        return super().each_context(request) | {
            "site_header": request.meeting.short_title if request.meeting else self.index_title
        }
