"""What organisers were told of lines that run out."""

from django.contrib import admin

from budget.models import LineAlert


@admin.register(LineAlert)
class LineAlertAdmin(admin.ModelAdmin):
    list_display = ["line", "percentage", "raised_at"]
    list_select_related = ["line"]
    list_filter = ["percentage"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
