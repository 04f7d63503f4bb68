from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class MeetingConfig(AppConfig):
    name = "gfmd_meeting"
    verbose_name = _("The meeting")
    default = True
    default_auto_field = "django.db.models.BigAutoField"


class MeetingAdminConfig(admin_apps.AdminConfig):
    default_site = "gfmd_meeting.admin_site.MeetingAdminSite"
    default = False
