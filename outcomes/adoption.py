"""Adoption with two keys: each co-chairing State consents to the exact text.

A draft is submitted, taken under consideration, and adopted once every co-chairing party's
consent to what it says now is valid. Any change of that voids the consents, and says so.
Every act locks the recommendation, and leaves a step: who, when and from where.
"""

import hashlib
import json

from django.utils import timezone

from gfmd_meeting.models import User

from .models import AdoptionAct, AdoptionStep, Recommendation, Status, VoidedBecause


def wording_hash(recommendation: Recommendation, language: str) -> str:
    """What a consent is given to, as a SHA-256.

    That is the text as recorded, the text in the language in which it was read, what kind of
    conclusion it is, under which outcome, to whom it is addressed and at which level.
    """
    text, of_language = recommendation.text_in(language)
    said = [
        recommendation.language,
        recommendation.original,
        of_language,
        text,
        recommendation.kind,
        recommendation.outcome.number,
        recommendation.addressed_to,
        recommendation.level,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def void_what_is_changed(recommendation: Recommendation, *, by: User | None) -> None:
    """Void the consents to another wording than the present one, and take back an adoption.

    To be called with the recommendation locked and saved as it is now.
    """
    void = [
        consent
        for consent in recommendation.consents.valid()
        if consent.wording_hash != wording_hash(recommendation, consent.language)
    ]
    if not void:
        return
    before = recommendation.status
    for consent in void:
        consent.voided_at, consent.voided_by = timezone.now(), by
        consent.voided_because = VoidedBecause.CHANGED
        consent.save()
    if before == Status.ADOPTED:
        recommendation.status, recommendation.adopted_at = Status.CONSIDERED, None
        recommendation.save(update_fields=["status", "adopted_at"])
    AdoptionStep.objects.create(
        recommendation=recommendation,
        act=AdoptionAct.VOID,
        status_before=before,
        status_after=recommendation.status,
        done_by=by,
    )
