"""The approved budget and its revisions: approved and read, never changed."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budget.figures import revision_in_force
from budget.models import BudgetRevision
from budget.revisions import changes_of, changes_pending, freeze_plan

from .entering import LedgerForm


class FreezeForm(forms.Form):
    decided_on = forms.DateField(label=gettext_lazy("Decided on"), widget=AdminDateWidget)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A revision of the approved budget says why."),
    )


@admin.register(BudgetRevision)
class BudgetRevisionAdmin(admin.ModelAdmin):
    """Adding one freezes the working plan as it is."""

    list_display = ["__str__", "decided_on", "reason", "entered_at", "entered_by"]
    list_select_related = ["entered_by"]
    change_form_template = "admin/budget/revision.html"

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        revision = self.get_object(request, object_id)
        rows = changes_of(revision) if revision else []
        return super().change_view(request, object_id, form_url, {"rows": rows})

    def add_view(self, request, form_url="", extra_context=None):
        """What would change, line by line; and the day and the reason of it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        first = {"decided_on": timezone.localdate()}
        form = FreezeForm(request.POST or None, initial=first)
        if request.method == "POST" and form.is_valid():
            try:
                revision = freeze_plan(by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                LedgerForm.show(form, refusal)
            else:
                messages.success(request, _("%(revision)s stands.") % {"revision": revision})
                return redirect("admin:budget_budgetrevision_change", revision.pk)
        last = revision_in_force()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Revise the budget") if last else _("Approve the budget"),
            "last": last,
            "rows": changes_pending(),
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/budget/freeze.html", context)
