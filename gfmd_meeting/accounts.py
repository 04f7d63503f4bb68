"""How people sign in: django-allauth, closed to sign-ups from outside."""

import logging

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.urls import path, re_path
from django.utils.translation import gettext as _

from .models import Meeting

log = logging.getLogger(__name__)

# Of allauth's pages, those that this site has a use for. Sign-up answers that it is closed.
urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]


class MeetingAccountAdapter(DefaultAccountAdapter):
    """Signs people in for a meeting. Mail with a code is never kept: it would open an account."""

    def is_open_for_signup(self, request):
        """Accounts come from registration and from the organisers alone."""
        return False

    def format_email_subject(self, subject):
        meeting = Meeting.objects.first()
        return f"{subject} · {meeting.short_title}" if meeting else subject

    def send_mail(self, template_prefix, email, context):
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            log.exception("A message for signing in did not leave")
            messages.error(
                self.request, _("The message could not be sent. Try again in a few minutes.")
            )
