"""Who may do what, asked in one place and answered by the app it is asked about."""

from django.contrib.auth.backends import BaseBackend
from django.utils.module_loading import import_string

from .roles import is_organiser

OUR_APPS = ("gfmd_meeting", "registrations", "agenda", "budget", "outcomes")


class RoleBackend(BaseBackend):
    """Answer has_perm() from the permissions.py of the app it is asked about.

    An act that the table does not name belongs to the organisers.
    """

    def has_perm(self, user, perm, obj=None):
        app_label, _, act = perm.partition(".")
        if app_label not in OUR_APPS or not user.is_active:
            return False
        rules = import_string(f"{app_label}.permissions.RULES")
        return rules.get(act, is_organiser)(user, obj)

    def has_module_perms(self, user, app_label):
        return app_label in OUR_APPS and user.is_active and user.is_staff
