from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetConfig(AppConfig):
    name = "budget"
    verbose_name = _("What it costs")
    default_auto_field = "django.db.models.BigAutoField"
