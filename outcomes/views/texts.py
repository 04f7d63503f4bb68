"""A text on its way to adoption: its own page, and what is said of it there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gfmd_meeting.models import Party
from outcomes.adoption import (
    parties_with_valid_consent,
    wording_hash,
)
from outcomes.comments import adopt_wording, comments_visible_to, settle_comment, write_comment
from outcomes.consents import (
    changed_since,
    consent_of,
    lost_consent_of,
    tell_consents,
    waiting_for_consent_of,
)
from outcomes.forms.comment import CommentForm
from outcomes.models import LANGUAGE_CODES, Consent, Recommendation, Status
from outcomes.models.wording import readers_language
from outcomes.numbers import number_of
from outcomes.rewording import compare_words


@login_required
def recommendation_detail(request, pk):
    """Everything about one text: its wording, its state, what is said of it, and the keys."""
    item = fetch_text(request, pk)
    return _show(request, item, CommentForm())


@login_required
@require_POST
def comment_add(request, pk):
    """One who consolidates comments on a text; what was typed stays if it is refused."""
    item = fetch_text(request, pk)
    if not request.user.has_perm("outcomes.consolidate"):
        raise PermissionDenied
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            write_comment(item, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Your comment is kept."))
            return redirect("outcomes:recommendation_detail", pk)
    return _show(request, item, form)


@login_required
@require_POST
def comment_settle(request, pk):
    """Who may edit a text says that a comment on it was dealt with."""
    comment = _fetch_comment(request, pk)
    settle_comment(comment, by=request.user)
    messages.success(request, _("The comment is settled."))
    return redirect("outcomes:recommendation_detail", comment.recommendation_id)


@login_required
def comment_adopt(request, pk):
    """Who may edit a text lets it say what a comment proposes, once sure of what that voids."""
    comment = _fetch_comment(request, pk)
    item = comment.recommendation
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            adopt_wording(
                comment, by=request.user, version=int(version) if version.isdecimal() else 0
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("outcomes:comment_adopt", pk)
        messages.success(request, _("The text now says what the comment proposed."))
        return redirect("outcomes:recommendation_detail", item.pk)
    context = {
        "item": item,
        "number": number_of(item),
        "comment": comment,
        "pieces": _proposed_change(comment, item),
        "consents": item.consents.valid().select_related("party"),
    }
    return render(request, "outcomes/comment_adopt.html", context)


def fetch_text(request, pk):
    """The text if the visitor may see it, with all that its page shows."""
    texts = Recommendation.objects.visible_to(request.user)
    return get_object_or_404(
        texts.select_related(
            *("session", "outcome", "objective", "changed_by"),
            *("made_in__done_by", "replaced_in__done_by"),
        ).prefetch_related(
            "numbers",
            Prefetch("consents", Consent.objects.select_related("party", "given_by")),
        ),
        pk=pk,
    )


def _fetch_comment(request, pk):
    comments = comments_visible_to(request.user).select_related("recommendation__outcome")
    comment = get_object_or_404(comments, pk=pk)
    item = comment.recommendation
    if not Recommendation.objects.visible_to(request.user).filter(pk=item.pk).exists():
        raise PermissionDenied
    if not request.user.has_perm("outcomes.edit_item", item):
        raise PermissionDenied
    return comment


def _show(request, item, form):
    user = request.user
    parties = list(Party.objects.co_chairing())
    party = next((party for party in parties if party.pk == user.party_id), None)
    asked = request.GET.get("language", "")
    text, language = item.text_in(asked if asked in LANGUAGE_CODES else readers_language())
    comments = (
        comments_visible_to(user)
        .filter(recommendation=item)
        .select_related("party", "delegation", "written_by", "settled_by")
    )
    given, lost = consent_of(item, party), lost_consent_of(item, party)
    key_language = given.language if given else language
    is_considered = item.status == Status.CONSIDERED
    next_waiting = None
    if party and is_considered:
        next_waiting = waiting_for_consent_of(party).exclude(pk=item.pk).first()
    context = {
        "item": item,
        "number": number_of(item),
        "text": text,
        "text_language": language,
        "others": [entry for entry in item.texts if entry[0] != language],
        "stale": item.stale_languages,
        "sentence": tell_consents(item, parties),
        "lost_by": [
            other.short_name for other in parties if is_considered and lost_consent_of(item, other)
        ],
        "all_consented": {p.pk for p in parties} <= parties_with_valid_consent(item),
        "key_language": key_language,
        "hash": wording_hash(item, key_language),
        "party": party,
        "consent": given,
        "lost": lost if is_considered else None,
        "changed_since": changed_since(lost, item) if lost else None,
        "next_waiting": next_waiting,
        "steps": item.steps.select_related("done_by", "party"),
        "comments": [(comment, _proposed_change(comment, item)) for comment in comments],
        "form": form,
        "stands": not (item.withdrawn_at or item.replaced_in_id),
        "may_edit": user.has_perm("outcomes.edit_item", item),
        "may_consolidate": user.has_perm("outcomes.consolidate"),
        "may_see_proposer": user.has_perm("outcomes.see_proposer", item.session),
    }
    return render(request, "outcomes/recommendation_detail.html", context)


def _proposed_change(comment, item):
    if not comment.proposed_wording:
        return None
    return compare_words(getattr(item, f"text_{comment.language}"), comment.proposed_wording)
