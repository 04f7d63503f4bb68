"""Who does what in a session, on the session's own form."""

from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from agenda.forms import AssignmentForm, AssignmentFormSet
from agenda.models import Assignment


class ParticipantSelect(AutocompleteSelect):
    """Writes whom a role names already without asking for them once more for each role."""

    named = None

    def optgroups(self, name, value, attrs=None):
        if self.named is None or value != [str(self.named.pk)]:
            return super().optgroups(name, value, attrs)
        nobody = self.create_option(name, "", "", False, 0)
        somebody = self.create_option(name, value[0], str(self.named), True, 1, attrs=attrs)
        return [(None, [nobody, somebody], 0)]


class RoleForm(AssignmentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.participant_id:
            self.fields["participant"].widget.widget.named = self.instance.participant


class AssignmentInline(TranslationStackedInline):
    """What the agenda says of each person is folded away until it is asked for."""

    model = Assignment
    form = RoleForm
    formset = AssignmentFormSet
    fieldsets = [
        (None, {"fields": [("participant", "guest_name"), ("role", "position")]}),
        (_("Line in the agenda"), {"classes": ["collapse"], "fields": ["line"]}),
    ]
    autocomplete_fields = ["participant"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("participant", "session")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "participant":
            kwargs["widget"] = ParticipantSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A seat is given and taken at the desk of the participants, and nowhere else."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "participant":
            field.widget.can_add_related = field.widget.can_delete_related = False
        return field
