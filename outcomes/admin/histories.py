"""What happened on the way to adoption: read here, and written by the acts alone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from outcomes.models import (
    AdoptionStep,
    Comment,
    Consent,
    Consolidation,
    GivenNumber,
    Version,
)


class HistoryAdmin(admin.ModelAdmin):
    """Rows that are read, neither added nor changed nor deleted."""

    def get_readonly_fields(self, request, obj=None):
        shown = [f.name for f in self.opts.fields if f.name not in (self.exclude or ())]
        return [*shown, *self.readonly_fields]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


# Whatever an item is searched by is searched in what happened to it.
SEARCHED = [f"recommendation__text_{code}" for code in ("en", "es", "fr")]


@admin.register(Consent)
class ConsentAdmin(HistoryAdmin):
    """Which State consented to which wording, and whether that holds."""

    list_display = ["recommendation", "party", "language", "given_at", "given_by", "voided_at"]
    list_filter = ["party", "language", ("voided_at", admin.EmptyFieldListFilter), "voided_because"]
    list_select_related = ["recommendation", "party", "given_by"]
    date_hierarchy = "given_at"
    search_fields = [*SEARCHED, "wording", "wording_hash", "given_by__email"]


@admin.register(AdoptionStep)
class AdoptionStepAdmin(HistoryAdmin):
    """Who did what, when and from where."""

    list_display = ["recommendation", "act", "status_before", "status_after", "party"]
    list_display += ["done_at", "done_by", "from_address"]
    list_filter = ["act", "status_after", "party"]
    list_select_related = ["recommendation", "party", "done_by"]
    date_hierarchy = "done_at"
    search_fields = [*SEARCHED, "note", "done_by__email", "done_by__full_name"]


@admin.register(Comment)
class CommentAdmin(HistoryAdmin):
    """What co-chairs and delegations said of drafts."""

    list_display = ["__str__", "recommendation", "party", "delegation", "written_at", "settled_at"]
    list_filter = ["language", "party", ("settled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["recommendation", "party", "delegation"]
    date_hierarchy = "written_at"
    search_fields = [*SEARCHED, "body", "proposed_wording", "written_by__email"]


@admin.register(Consolidation)
class ConsolidationAdmin(HistoryAdmin):
    """Mergers, splits, moves and new orders; the consolidation desk undoes them."""

    list_display = ["act", "done_at", "done_by", "undone_at", "undone_by"]
    list_filter = ["act", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["done_by", "undone_by"]
    date_hierarchy = "done_at"
    search_fields = [
        *(f"{items}__text_{code}" for items in ("made", "replaced") for code in ("en", "es", "fr")),
        "done_by__email",
        "done_by__full_name",
    ]
    readonly_fields = ["was", "became"]

    @admin.display(description=_("what there was"))
    def was(self, consolidation):
        return "\n".join(str(item) for item in consolidation.replaced.all())

    @admin.display(description=_("what it became"))
    def became(self, consolidation):
        return "\n".join(str(item) for item in consolidation.made.all())


@admin.register(GivenNumber)
class GivenNumberAdmin(HistoryAdmin):
    """The numbers by which recommendations are cited, those of former places among them."""

    list_display = ["__str__", "recommendation", "outcome", "given_at"]
    list_filter = ["outcome"]
    list_select_related = ["recommendation", "outcome"]
    date_hierarchy = "given_at"
    search_fields = SEARCHED


class VersionInline(admin.TabularInline):
    """The versions of an item. Those of a session's record hold private notes: not shown."""

    model = Version
    fields = readonly_fields = ["number", "made_at", "made_by", "said"]
    extra = 0
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("made_by")

    @admin.display(description=_("text"))
    def said(self, version):
        return version.details.get(f"text_{version.details.get('language')}", "")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
