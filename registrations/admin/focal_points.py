"""Those who answer for delegations: named by address, let in by a personal link."""

from django import forms
from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gfmd_meeting.links import revoke_links
from gfmd_meeting.models import User
from registrations.gaps import gaps_of_delegation
from registrations.models import FocalPoint
from registrations.nominations import remind_delegation, send_link_to_focal_point
from registrations.personal_links import FOCAL_POINT


class FocalPointForm(forms.ModelForm):
    """Somebody who has an account, or the address and name of somebody who has none yet."""

    email = forms.EmailField(
        label=_("or e-mail address"),
        required=False,
        max_length=254,
        help_text=_("Of somebody who has no account yet: one is made."),
    )
    full_name = forms.CharField(label=_("and name"), max_length=150, required=False)

    class Meta:
        model = FocalPoint
        fields = ["delegation", "user", "email", "full_name", "place", "valid_from", "valid_until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].required = False

    def clean(self):
        cleaned = super().clean()
        email = (cleaned.get("email") or "").lower()
        if not cleaned.get("user") and not email and "email" not in self.errors:
            self.add_error("user", _("Choose a person, or write an address."))
        elif cleaned.get("user") and email:
            self.add_error("email", _("Choose a person or write an address, not both."))
        elif email:
            cleaned["user"] = User.objects.filter(email__iexact=email).first() or User(
                email=email, full_name=cleaned.get("full_name", "")
            )
        return cleaned

    def _post_clean(self):
        """A person who is new is stored with the focal point, once all else is right."""
        user = self.cleaned_data.get("user")
        if user is not None and user.pk is None:
            self.new_user = self.cleaned_data.pop("user")
        super()._post_clean()

    def save(self, commit=True):
        if hasattr(self, "new_user"):
            new = self.new_user
            delegation = self.instance.delegation
            self.instance.user = User.objects.create_user(
                new.email, full_name=new.full_name, language=delegation.language
            )
        return super().save(commit)


class FocalPointFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Who has no account yet is known by their address alone: it is written once."""
        super().clean()
        addresses = set()
        for form in self.forms:
            if not hasattr(form, "new_user") or self._should_delete_form(form):
                continue
            if form.new_user.email in addresses:
                form.add_error("email", _("This person is its focal point already."))
            addresses.add(form.new_user.email)


class FocalPointInline(admin.TabularInline):
    model = FocalPoint
    form = FocalPointForm
    formset = FocalPointFormSet
    fields = ["user", "email", "full_name", "place", "valid_from", "valid_until"]
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(FocalPoint)
class FocalPointAdmin(admin.ModelAdmin):
    """Who answers for a delegation, and how they come in."""

    form = FocalPointForm
    actions = ["send_link", "revoke_link"]
    list_display = ["user", "delegation", "place", "valid_from", "valid_until", "current"]
    list_filter = ["place"]
    list_select_related = ["user", "delegation"]
    autocomplete_fields = ["delegation", "user"]
    search_fields = [
        "user__email",
        "user__full_name",
        "delegation__name_en",
        "delegation__name_es",
        "delegation__name_fr",
    ]

    @admin.display(description=_("current"), boolean=True)
    def current(self, focal_point):
        return focal_point.is_current

    @admin.action(description=_("Send the personal link"), permissions=["change"])
    def send_link(self, request, queryset):
        sent = [one for one in queryset.select_related("delegation", "user") if one.is_current]
        for focal_point in sent:
            send_link_to_focal_point(focal_point=focal_point, by=request.user)
        sentence = ngettext(
            "A personal link is sent to %(count)s focal point.",
            "A personal link is sent to %(count)s focal points.",
            len(sent),
        )
        messages.success(request, sentence % {"count": len(sent)})

    @admin.action(description=_("Revoke the personal links"), permissions=["change"])
    def revoke_link(self, request, queryset):
        ended = sum(
            revoke_links(purpose=FOCAL_POINT, subject=focal_point.pk, by=request.user)
            for focal_point in queryset
        )
        sentence = ngettext("%(count)s link is revoked.", "%(count)s links are revoked.", ended)
        messages.success(request, sentence % {"count": ended})


class ReminderForm(forms.Form):
    sentence = forms.CharField(
        label=_("A sentence of your own"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4}),
        help_text=_("It stands before the list of what is missing, in these words."),
    )


@admin.action(description=_("Send a reminder…"), permissions=["change"])
def remind(modeladmin, request, queryset):
    """Show whom a reminder would be written to, and what each still owes; then write."""
    delegations = list(queryset.select_related("group").prefetch_related("participants"))
    form = ReminderForm(request.POST if "remind" in request.POST else None)
    if form.is_valid():
        unreached, count = [], 0
        for delegation in delegations:
            reminded = remind_delegation(
                delegation=delegation, by=request.user, sentence=form.cleaned_data["sentence"]
            )
            count += len(reminded)
            if not reminded:
                unreached.append(delegation.name)
        sentence = ngettext(
            "A reminder is sent to %(count)s focal point.",
            "A reminder is sent to %(count)s focal points.",
            count,
        )
        messages.success(request, sentence % {"count": count})
        if unreached:
            messages.warning(
                request,
                _("No focal point, so nobody was reminded: %(names)s.")
                % {"names": ", ".join(unreached)},
            )
        return None
    focal_points = FocalPoint.objects.current().filter(delegation__in=delegations)
    people = {}
    for focal_point in focal_points.select_related("user"):
        people.setdefault(focal_point.delegation_id, []).append(focal_point.user)
    context = modeladmin.admin_site.each_context(request) | {
        "opts": modeladmin.model._meta,
        "title": _("Send a reminder"),
        "form": form,
        "rows": [
            (one, people.get(one.pk, []), gaps_of_delegation(one, one.participants.all()))
            for one in delegations
        ],
        "back": reverse("admin:registrations_delegation_changelist"),
    }
    return TemplateResponse(request, "admin/registrations/delegation/remind.html", context)
