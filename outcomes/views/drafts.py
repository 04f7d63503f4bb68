"""The texts under consideration, for delegations to comment on while the window is open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_meeting.roles import is_delegate
from outcomes.comments import comments_visible_to, delegations_of, write_comment
from outcomes.forms.comment import CommentForm
from outcomes.models import Recommendation, Status
from outcomes.numbers import number_of, place_of


@login_required
def draft_list(request):
    """What is under consideration, with a form for each; shut outside the window.

    A delegate without a seat is told why there is nothing to read.
    """
    delegations = list(delegations_of(request.user))
    consolidates = request.user.has_perm("outcomes.consolidate")
    if not delegations and not consolidates:
        if not is_delegate(request.user):
            raise PermissionDenied
        return render(request, "outcomes/draft_list.html", {"awaits_seat": True})
    is_open = request.user.has_perm("outcomes.comment", request.meeting)
    items = _fetch_considered() if is_open else []
    speaks_for = [] if consolidates else delegations
    typed, unsent = None, []
    if request.method == "POST":
        item = next((i for i in items if str(i.pk) == request.POST.get("item")), None)
        if item is None:
            messages.error(request, _("This text is no longer open for comments."))
            unsent = _words_of(request.POST)
        else:
            typed = _form(item, speaks_for, request.POST)
        if typed and typed.is_valid() and _keep(request, item, typed):
            messages.success(
                request,
                _("Your comment on %(number)s is kept. Thank you.") % {"number": number_of(item)},
            )
            return redirect(f"{reverse('outcomes:draft_list')}#text-{item.pk}")
    said = {}
    for comment in (
        comments_visible_to(request.user)
        .filter(recommendation__in=items)
        .select_related("delegation", "party", "written_by")
    ):
        said.setdefault(comment.recommendation_id, []).append(comment)
    rows = [
        {
            "item": item,
            "number": number_of(item),
            "comments": said.get(item.pk, []),
            "form": typed if typed and typed.prefix == _prefix(item) else _form(item, speaks_for),
        }
        for item in items
    ]
    context = {"rows": rows, "is_open": is_open, "delegations": delegations}
    context |= {"typed": typed, "unsent": unsent}
    return render(request, "outcomes/draft_list.html", context)


def _fetch_considered():
    items = (
        Recommendation.objects.standing()
        .filter(status=Status.CONSIDERED)
        .select_related("outcome")
        .prefetch_related("numbers")
    )
    return sorted(items, key=lambda item: (item.outcome.number, place_of(item), item.pk))


def _prefix(item):
    return f"text-{item.pk}"


def _words_of(typed):
    """What was written on a text that is gone meanwhile, so that it is not lost."""
    names = ("-body", "-proposed_wording")
    return [value for name, value in typed.items() if name.endswith(names) and value]


def _form(item, delegations, data=None):
    return CommentForm(data, delegations=delegations, prefix=_prefix(item))


def _keep(request, item, form):
    try:
        write_comment(item, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True
