"""Who may do what, asked in one place and answered by the app it is asked about."""

from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

from .roles import is_organiser

OUR_APPS = ("gfmd_meeting", "registrations", "agenda", "budget", "outcomes")


class RoleBackend:
    """Answer has_perm() from the permissions.py of the app it is asked about.

    An act that the table does not name belongs to the organisers. The answer is the last
    one: no permission is ever stored, so what stands behind this backend need not ask the
    tables for any. It signs nobody in and knows no users.
    """

    def authenticate(self, request):
        return None

    def has_perm(self, user, perm, obj=None):
        app_label, _, act = perm.partition(".")
        if app_label not in OUR_APPS:
            return False
        rules = import_string(f"{app_label}.permissions.RULES")
        if user.is_active and rules.get(act, is_organiser)(user, obj):
            return True
        raise PermissionDenied

    def has_module_perms(self, user, app_label):
        if app_label not in OUR_APPS:
            return False
        if user.is_active and user.is_staff:
            return True
        raise PermissionDenied
