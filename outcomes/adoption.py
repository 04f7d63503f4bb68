"""Adoption with two keys: each co-chairing State consents to the exact text.

A draft is submitted, taken under consideration, and adopted once every co-chairing party's
consent to what it says now is valid. Any change of that voids the consents, and says so.
Every act locks the session, as recording.py does, and then the recommendation, so what is
consented to cannot change beneath a consent; and leaves a step: who, when and from where.
"""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.models import Party, User

from .models import (
    AdoptionAct,
    AdoptionStep,
    Consent,
    Recommendation,
    Status,
    VoidedBecause,
)
from .numbers import give_number


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


def lock_recommendation(recommendation: Recommendation) -> Recommendation:
    """Its row as it is now, which nobody changes until the transaction ends."""
    Session.objects.select_for_update(no_key=True).get(pk=recommendation.session_id)
    rows = Recommendation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("outcome").get(pk=recommendation.pk)


def refuse_unless_standing(current: Recommendation) -> None:
    """To be called with the recommendation locked."""
    if current.withdrawn_at:
        raise ValidationError(_("This was withdrawn."), code="withdrawn")
    if current.replaced_in_id:
        raise ValidationError(_("This was merged or split meanwhile."), code="replaced")


def parties_with_valid_consent(recommendation: Recommendation) -> set[int]:
    """The parties whose consent holds and is to what it says now."""
    return {
        given.party_id
        for given in recommendation.consents.all()
        if given.voided_at is None
        and given.wording_hash == wording_hash(recommendation, given.language)
    }


@transaction.atomic
def submit_recommendation(
    recommendation: Recommendation, *, by: User | None, from_address: str | None = None
) -> Recommendation:
    """Its rapporteur has done with it."""
    current = lock_recommendation(recommendation)
    _refuse_unless(current, Status.DRAFT)
    return _move_on(current, Status.SUBMITTED, AdoptionAct.SUBMIT, by=by, from_address=from_address)


@transaction.atomic
def take_up(
    recommendation: Recommendation, *, by: User | None, from_address: str | None = None
) -> Recommendation:
    """Take it under consideration, under the number by which it is cited from now on."""
    current = lock_recommendation(recommendation)
    _refuse_unless(current, Status.SUBMITTED)
    give_number(current)
    return _move_on(
        current, Status.CONSIDERED, AdoptionAct.TAKE_UP, by=by, from_address=from_address
    )


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
    _refuse_unless(current, Status.CONSIDERED)
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
        _leave_step(
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
    _void(given, VoidedBecause.WITHDRAWN, by=by)
    after = Status.CONSIDERED if current.status == Status.ADOPTED else current.status
    return _move_on(
        current,
        after,
        AdoptionAct.WITHDRAW_CONSENT,
        by=by,
        from_address=from_address,
        party=party,
    )


@transaction.atomic
def not_retain(
    recommendation: Recommendation, *, by: User | None, note: str, from_address: str | None = None
) -> Recommendation:
    """Leave it out of the results, and say why."""
    current = lock_recommendation(recommendation)
    _refuse_unless(current, Status.SUBMITTED, Status.CONSIDERED)
    _void(current.consents.valid(), VoidedBecause.NOT_RETAINED, by=by)
    return _move_on(
        current,
        Status.NOT_RETAINED,
        AdoptionAct.NOT_RETAIN,
        by=by,
        from_address=from_address,
        note=_reason(note),
    )


@transaction.atomic
def reconsider(
    recommendation: Recommendation, *, by: User | None, from_address: str | None = None
) -> Recommendation:
    """Take up again what was not retained."""
    current = lock_recommendation(recommendation)
    _refuse_unless(current, Status.NOT_RETAINED)
    give_number(current)
    return _move_on(
        current, Status.CONSIDERED, AdoptionAct.RECONSIDER, by=by, from_address=from_address
    )


@transaction.atomic
def send_back(
    recommendation: Recommendation, *, by: User | None, note: str, from_address: str | None = None
) -> Recommendation:
    """Give it back to its rapporteur as a draft, and say why."""
    current = lock_recommendation(recommendation)
    _refuse_unless(current, Status.SUBMITTED, Status.CONSIDERED)
    _void(current.consents.valid(), VoidedBecause.REPLACED, by=by)
    return _move_on(
        current,
        Status.DRAFT,
        AdoptionAct.SEND_BACK,
        by=by,
        from_address=from_address,
        note=_reason(note),
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
    _void(void, VoidedBecause.CHANGED, by=by)
    after = recommendation.status
    if after == Status.ADOPTED:
        after = Status.CONSIDERED
    _move_on(recommendation, after, AdoptionAct.VOID, by=by)


def _refuse_unless(current, *statuses):
    refuse_unless_standing(current)
    if current.status not in statuses:
        raise ValidationError(
            _("This cannot be done now. The state of the text: %(state)s."),
            code="wrong_state",
            params={"state": current.get_status_display()},
        )


def _refuse_unless_co_chairing(party, by):
    if not Party.objects.co_chairing().filter(pk=party.pk).exists():
        raise ValidationError(_("Only a co-chairing State consents."), code="not_co_chairing")
    if by.party_id != party.pk:
        raise ValidationError(_("You speak for another party."), code="speaks_for_another")


def _reason(note):
    note = note.strip()
    if not note:
        raise ValidationError({"note": ValidationError(_("Say why."), code="no_reason")})
    return note


def _void(consents, because, *, by):
    for given in consents:
        given.voided_at, given.voided_by, given.voided_because = timezone.now(), by, because
        given.save(update_fields=["voided_at", "voided_by", "voided_because"])


def _adopt_once_all_consent(current, *, by, from_address):
    """Where no State co-chairs, there is no key, and nothing is ever adopted."""
    keys = set(Party.objects.co_chairing().values_list("pk", flat=True))
    if not keys or keys - parties_with_valid_consent(current):
        return current
    return _move_on(current, Status.ADOPTED, AdoptionAct.ADOPT, by=by, from_address=from_address)


def _move_on(current, status, act, *, by, from_address=None, **said):
    before, current.status = current.status, status
    current.adopted_at = timezone.now() if status == Status.ADOPTED else None
    current.save(update_fields=["status", "adopted_at"])
    _leave_step(current, before, act, by=by, from_address=from_address, **said)
    return current


def _leave_step(current, before, act, *, by, **said):
    step = AdoptionStep(
        recommendation=current,
        act=act,
        status_before=before,
        status_after=current.status,
        done_by=by,
        **said,
    )
    step.full_clean(exclude=["party", "done_by", "from_address"])
    step.save()
