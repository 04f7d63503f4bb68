"""Whom the meeting invites."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from gfmd_meeting.spreadsheets import SheetAdmin
from registrations.delegations import fill_in, refuse_fewer_seats_than_taken, store_delegation
from registrations.models import Delegation
from registrations.protocol import in_protocol_order
from registrations.resources import DelegationResource

from .focal_points import FocalPointInline, remind
from .invitations import delegation_letter, invite

NAMED_BY_A_COUNTRY = [
    "country",
    "group",
    *(f"{field}_{code}" for field in ("name", "formal_name") for code, _name in settings.LANGUAGES),
]


class DelegationForm(forms.ModelForm):
    code = forms.SlugField(
        label=_("code"),
        max_length=40,
        required=False,
        help_text=_("Stands in the address of its page. Left empty, it is made of the name."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The code of a State says both; whoever knows better writes it.
        for name in ("group", "name_en"):
            if name in self.fields:
                self.fields[name].required = False

    def clean(self):
        """Fill in what the code of a State says, and ask for it where there is none."""
        cleaned = super().clean()
        names = [name for name in NAMED_BY_A_COUNTRY if name in cleaned]
        said = Delegation(**{name: cleaned[name] for name in names})
        fill_in(said)
        cleaned |= {name: getattr(said, name) for name in names if name != "group"}
        if "group" in names and said.group_id:
            cleaned["group"] = said.group
        if "name_en" in names and not cleaned["name_en"]:
            self.add_error("name_en", _("Write the name, or the code of a State."))
        if "group" in names and not cleaned.get("group"):
            self.add_error(
                "group", _("Choose the group: no region of the meeting has this country.")
            )
        return cleaned

    def _post_clean(self):
        """Say beside its field what store_delegation would refuse."""
        super()._post_clean()
        if self.errors:
            return
        try:
            refuse_fewer_seats_than_taken(self.instance)
        except ValidationError as refusal:
            self.add_error(None, refusal)


@admin.register(Delegation)
class DelegationAdmin(SheetAdmin, TranslationAdmin):
    """Whom the meeting invites, with how many seats."""

    form = DelegationForm
    resource_classes = [DelegationResource]
    import_export_change_list_template = "admin/registrations/delegation/change_list.html"
    change_form_template = "admin/registrations/delegation/change_form.html"
    inlines = [FocalPointInline]
    actions = [invite, remind]
    list_display = [
        "name",
        "state",
        "group",
        "country",
        "seats",
        "confirmed",
        "pending",
        "funded_seats",
        "is_origin",
        "is_transit",
        "is_destination",
    ]
    list_filter = [
        "state",
        "takes_requests",
        "group__type",
        "group",
        ("home_region", admin.RelatedOnlyFieldListFilter),
        "is_origin",
        "is_transit",
        "is_destination",
    ]
    list_select_related = ["group__region", "home_region"]
    search_fields = ["name_en", "name_es", "name_fr", "code", "country"]
    readonly_fields = ["confirmed", "pending", "state", "state_at", "state_by"]
    fieldsets = [
        (
            None,
            {
                "fields": ["country", "name", "formal_name", "group", "home_region", "code"],
                "description": _(
                    "The code of a State fills in its names and its group where they are empty."
                ),
            },
        ),
        (
            _("Correspondence"),
            {"fields": ["language", "takes_requests", "state", ("state_at", "state_by")]},
        ),
        (_("Seats"), {"fields": ["seats", "funded_seats", "confirmed", "pending"]}),
        (_("Role in migration"), {"fields": ["is_origin", "is_transit", "is_destination"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_figures()

    @admin.display(description=_("confirmed"), ordering="confirmed")
    def confirmed(self, delegation):
        return getattr(delegation, "confirmed", 0)

    @admin.display(description=_("pending"), ordering="pending")
    def pending(self, delegation):
        return getattr(delegation, "pending", 0)

    def get_urls(self):
        protocol = path(
            "protocol/",
            self.admin_site.admin_view(self.protocol_view),
            name="registrations_delegation_protocol",
        )
        letter = path(
            "<int:pk>/letter/",
            self.admin_site.admin_view(delegation_letter),
            name="registrations_delegation_letter",
        )
        return [protocol, letter, *super().get_urls()]

    def protocol_view(self, request):
        """The delegations in protocol order, in the language that is asked for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("in")
        language = asked if asked in dict(settings.LANGUAGES) else get_language()[:2]
        with override(language):
            delegations = in_protocol_order(self.model.objects.select_related("group"))
            rows = [
                (one.place, one.name, one.official_name, one.group.get_type_display())
                for one in delegations
            ]
        context = self.admin_site.each_context(request) | {
            "title": _("Protocol order"),
            "opts": self.model._meta,
            "rows": rows,
            "language": language,
            "languages": settings.LANGUAGES,
        }
        return TemplateResponse(request, "admin/registrations/delegation/protocol.html", context)

    def save_model(self, request, obj, form, change):
        store_delegation(obj)
