"""Inviting delegations from their list, and a look at the letter before."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from gfmd_meeting.letter_text import REFERENCE_FIELDS, refuse_unknown_fields
from gfmd_meeting.models import LetterTemplate
from gfmd_meeting.paper.press import CannotPrint
from gfmd_meeting.uploads import Kind, guard_file
from registrations.invitations import INVITATION, invite_delegations
from registrations.letters.printing import print_letter
from registrations.letters.writing import write_letter
from registrations.models import Delegation, Direction, InvitationState, Subject

# How long a delegation has for its answer, where no closing day says more.
USUAL_TIME = timedelta(days=30)


class InviteForm(forms.Form):
    """What the letters have in common."""

    template = forms.ModelChoiceField(
        label=gettext_lazy("Letter"), queryset=LetterTemplate.objects.all(), empty_label=None
    )
    dated_on = forms.DateField(label=gettext_lazy("Date of the letter"), widget=AdminDateWidget)
    answer_due_on = forms.DateField(
        label=gettext_lazy("Answer due"), widget=AdminDateWidget, required=False
    )
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=60,
        help_text=gettext_lazy(
            "Filled in for each letter: {number} running number, {code} code of the delegation, "
            "{year} year of the letter."
        ),
    )
    again = forms.BooleanField(
        label=gettext_lazy("Write again to those that are invited already"), required=False
    )

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        refuse_unknown_fields(reference, REFERENCE_FIELDS)
        return reference

    def clean(self):
        cleaned = super().clean()
        dated_on, due = cleaned.get("dated_on"), cleaned.get("answer_due_on")
        if dated_on and due and due < dated_on:
            self.add_error("answer_due_on", _("The answer is due before the day of the letter."))
        return cleaned


@admin.action(description=gettext_lazy("Invite…"), permissions=["change"])
def invite(model_admin, request, queryset):
    """Show whom it would write to and in which language; write once that is confirmed."""
    if not LetterTemplate.objects.exists():
        messages.error(request, _no_template())
        return None
    is_sent = "invite" in request.POST
    form = InviteForm(request.POST if is_sent else None, initial=_proposal(request.meeting))
    delegations = list(queryset.select_related("group"))
    if is_sent and form.is_valid():
        try:
            sent = invite_delegations(delegations, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _tell(request, sent, passed_over=len(delegations) - len(sent))
            changelist = reverse("admin:registrations_correspondence_changelist")
            return redirect(f"{changelist}?direction__exact={Direction.OUT}")
    to_invite = sum(one.state == InvitationState.TO_INVITE for one in delegations)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "title": _("Invite delegations"),
        "form": form,
        "delegations": delegations,
        "to_invite": to_invite,
        "invited": len(delegations) - to_invite,
        "chosen": ACTION_CHECKBOX_NAME,
        "media": model_admin.media + form.media,
        "back": reverse("admin:registrations_delegation_changelist"),
    }
    return TemplateResponse(request, "admin/registrations/delegation/invite.html", context)


@require_GET
def delegation_letter(request, pk):
    """The invitation as a delegation would get it, or got it, as a PDF."""
    delegation = get_object_or_404(Delegation, pk=pk)
    if not request.user.has_perm("registrations.view_delegation"):
        raise PermissionDenied
    template = LetterTemplate.objects.order_by("key").filter(key=INVITATION).first()
    template = template or LetterTemplate.objects.first()
    change_page = redirect("admin:registrations_delegation_change", pk)
    if template is None:
        messages.error(request, _no_template())
        return change_page
    invitation = delegation.correspondence.filter(
        direction=Direction.OUT, subject=Subject.INVITATION
    ).first()
    proposed = _proposal(request.meeting)
    content = write_letter(
        template,
        delegation=delegation,
        reference=invitation.reference if invitation else "—",
        dated_on=invitation.dated_on if invitation else proposed["dated_on"],
        answer_due_on=invitation.answer_due_on if invitation else proposed["answer_due_on"],
    )
    try:
        pdf = print_letter(content)
    except CannotPrint as refusal:
        messages.error(request, refusal.fault.label)
        return change_page
    response = HttpResponse(pdf, content_type=Kind.PDF.value)
    return guard_file(response, kind=Kind.PDF, name=f"{INVITATION}-{delegation.code}.pdf")


def _proposal(meeting):
    """What the form holds before anybody writes in it."""
    today = timezone.localdate()
    closes_on = meeting.registration_closes_on
    return {
        "template": LetterTemplate.objects.filter(key=INVITATION).first(),
        "dated_on": today,
        "answer_due_on": closes_on if closes_on and closes_on >= today else today + USUAL_TIME,
        "reference": "INV/{year}/{number}",
    }


def _tell(request, sent, *, passed_over):
    if sent:
        sentence = ngettext(
            "%(count)s invitation is written. Its PDF is being made.",
            "%(count)s invitations are written. Their PDFs are being made.",
            len(sent),
        )
        messages.success(request, sentence % {"count": len(sent)})
    if passed_over:
        sentence = ngettext(
            "%(count)s delegation is invited already and was not written to again.",
            "%(count)s delegations are invited already and were not written to again.",
            passed_over,
        )
        messages.info(request, sentence % {"count": passed_over})


def _no_template():
    return _("There is no letter template. The meeting file gives them, under letters.")
