"""The keys: what a co-chairing State consents to, gives, takes back, and loses by a change."""

import hashlib
import json
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import Party, User
from outcomes.models import AdoptionAct, Consent, Recommendation, Status, VoidedBecause
from outcomes.numbers import give_number

from .steps import leave_step, lock_recommendation, move_on, refuse_unless


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


def parties_with_valid_consent(recommendation: Recommendation) -> set[int]:
    """The parties whose consent holds and is to what it says now."""
    return {
        given.party_id
        for given in recommendation.consents.all()
        if given.voided_at is None
        and given.wording_hash == wording_hash(recommendation, given.language)
    }


@transaction.atomic
def consent(
    recommendation: Recommendation,
    *,
    party: Party,
    by: User,
    language: str,
    seen_hash: str,
    from_address: str | None = None,
) -> Recommendation:
    """Give a co-chairing State's consent to the text that its representative has read.

    ``seen_hash`` is the hash of what the page showed. The last of the keys adopts. To
    consent again to the same is no second consent: it adopts where, meanwhile, only a party
    that no longer co-chairs was missing.
    """
    current = lock_recommendation(recommendation)
    _refuse_unless_co_chairing(party, by)
    text, language = current.text_in(language)
    present = wording_hash(current, language)
    given = current.consents.valid().filter(party=party).first()
    if given and current.status == Status.ADOPTED:
        return current
    refuse_unless(current, Status.CONSIDERED)
    if seen_hash != present:
        raise ValidationError(
            _("The text was changed since you opened it. Read it as it is now, then consent."),
            code="changed_meanwhile",
        )
    if given and given.wording_hash != present:
        raise ValidationError(
            _(
                "Your State has consented to this text as it reads in another language. "
                "Withdraw that consent to give it in this one."
            ),
            code="consented_already",
        )
    if not given:
        Consent.objects.create(
            recommendation=current,
            party=party,
            language=language,
            wording=text,
            wording_hash=present,
            given_by=by,
            from_address=from_address,
        )
        leave_step(
            current,
            current.status,
            AdoptionAct.CONSENT,
            by=by,
            from_address=from_address,
            party=party,
        )
    return _adopt_once_all_consent(current, by=by, from_address=from_address)


@transaction.atomic
def withdraw_consent(
    recommendation: Recommendation, *, party: Party, by: User, from_address: str | None = None
) -> Recommendation:
    """Take a State's consent back, and the adoption with it."""
    current = lock_recommendation(recommendation)
    _refuse_unless_co_chairing(party, by)
    given = list(current.consents.valid().filter(party=party))
    if not given:
        raise ValidationError(_("Your State has no consent to withdraw."), code="no_consent")
    void_consents(given, VoidedBecause.WITHDRAWN, by=by)
    after = Status.CONSIDERED if current.status == Status.ADOPTED else current.status
    return move_on(
        current,
        after,
        AdoptionAct.WITHDRAW_CONSENT,
        by=by,
        from_address=from_address,
        party=party,
    )


def void_what_is_changed(recommendation: Recommendation, *, by: User | None) -> None:
    """Void the consents to another wording than the present one, and take back an adoption.

    What moved to another outcome while it was considered is given its number there. To be
    called with the recommendation locked and saved as it is now.
    """
    if recommendation.status in (Status.CONSIDERED, Status.ADOPTED):
        give_number(recommendation)
    void = [
        given
        for given in recommendation.consents.valid()
        if given.wording_hash != wording_hash(recommendation, given.language)
    ]
    if not void:
        return
    void_consents(void, VoidedBecause.CHANGED, by=by)
    after = recommendation.status
    if after == Status.ADOPTED:
        after = Status.CONSIDERED
    move_on(recommendation, after, AdoptionAct.VOID, by=by)


def void_consents(consents: Iterable[Consent], because: VoidedBecause, *, by: User | None) -> None:
    """To be called with their recommendation locked."""
    for given in consents:
        given.voided_at, given.voided_by, given.voided_because = timezone.now(), by, because
        given.save(update_fields=["voided_at", "voided_by", "voided_because"])


def _refuse_unless_co_chairing(party, by):
    if not Party.objects.co_chairing().filter(pk=party.pk).exists():
        raise ValidationError(_("Only a co-chairing State consents."), code="not_co_chairing")
    if by.party_id != party.pk:
        raise ValidationError(_("You speak for another party."), code="speaks_for_another")


def _adopt_once_all_consent(current, *, by, from_address):
    """Where no State co-chairs, there is no key, and nothing is ever adopted."""
    keys = set(Party.objects.co_chairing().values_list("pk", flat=True))
    if not keys or keys - parties_with_valid_consent(current):
        return current
    return move_on(current, Status.ADOPTED, AdoptionAct.ADOPT, by=by, from_address=from_address)
