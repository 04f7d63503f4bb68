"""The co-chairs' page: what waits for their consent, how every text stands, and the reports."""

from collections import Counter
from itertools import groupby

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from gfmd_meeting.models import ExpectedOutcome, Party
from outcomes.consents import changed_since, consent_of, lost_consent_of, tell_consents
from outcomes.coverage import measure_coverage
from outcomes.models import Practice, Recommendation, Report, Status
from outcomes.numbers import number_of, place_of


@login_required
def co_chair_home(request):
    """Every text under its expected outcome and how it stands; first what waits for one's key."""
    if not request.user.has_perm("outcomes.review_outcomes"):
        raise PermissionDenied
    parties, outcomes = list(Party.objects.co_chairing()), list(ExpectedOutcome.objects.all())
    party = next((party for party in parties if party.pk == request.user.party_id), None)
    texts = _describe_texts(parties, party)
    state = request.GET.get("state", "")
    state = state if state in Status.values else ""
    practices = [] if state else Practice.objects.standing().select_related("session")
    reports = Report.objects.visible_to(request.user).telling_what_follows()
    reports = reports.select_related("requested_by").defer("snapshot")
    context = {
        "coverage": measure_coverage(outcomes),
        "waiting": [text for text in texts if text["waits"]],
        "state": state,
        "states": _count_states(texts),
        "groups": _group(
            outcomes,
            [text for text in texts if state in ("", text["item"].status)],
            practices,
        ),
        "all": len(texts),
        "is_co_chair": party is not None,
        "may_ask": request.user.has_perm("outcomes.request_report"),
        "reports": reports[:10],
        "languages": settings.LANGUAGES,
    }
    return render(request, "outcomes/co_chair_home.html", context)


def _describe_texts(parties, party):
    """How each stands with the parties that co-chair, and with the visitor's among them."""
    items = (
        Recommendation.objects.standing()
        .select_related("session", "outcome")
        .prefetch_related("numbers", "consents")
    )
    texts = []
    for item in sorted(items, key=lambda i: (i.outcome.number, place_of(i), i.position, i.pk)):
        considered = item.status == Status.CONSIDERED
        lost = lost_consent_of(item, party) if considered else None
        texts.append(
            {
                "item": item,
                "number": number_of(item),
                "sentence": tell_consents(item, parties),
                "waits": considered and party is not None and not consent_of(item, party),
                "lost": lost,
                "changed_since": changed_since(lost, item) if lost else None,
            }
        )
    return texts


def _count_states(texts):
    counted = Counter(text["item"].status for text in texts)
    return [(state.value, state.label, counted[state]) for state in Status]


def _group(outcomes, texts, practices):
    of_outcome = {
        outcome: list(group)
        for outcome, group in groupby(texts, key=lambda text: text["item"].outcome_id)
    }
    examples = {}
    for practice in practices:
        examples.setdefault(practice.outcome_id, []).append(practice)
    return [
        (outcome, of_outcome.get(outcome.pk, []), examples.get(outcome.pk, []))
        for outcome in outcomes
    ]
