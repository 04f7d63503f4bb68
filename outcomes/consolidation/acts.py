"""Merging, splitting, moving, putting in order."""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome, User
from outcomes.models import (
    LANGUAGE_CODES,
    AdoptionAct,
    AdoptionStep,
    Consolidation,
    ConsolidationAct,
    Recommendation,
    Status,
    VoidedBecause,
)
from outcomes.numbers import give_number
from outcomes.recording import change_item, record_recommendation
from outcomes.versions import proposed_by

from .gathering import gathered, joined_proposers
from .taking import refuse_what_may_not_change, take

TEXTS = {f"text_{code}": "" for code in LANGUAGE_CODES}


@transaction.atomic
def merge(
    items: Iterable[Recommendation],
    *,
    by: User | None,
    read: Mapping[int, int] | None = None,
    **details,
) -> Recommendation:
    """Put one item in the place of several, in the words of whoever merges them.

    ``read`` are the versions that were on the page: refused if one was changed since. What
    ``details`` do not say is gathered from the items; who proposed them is joined unseen.
    """
    items = take(items, read)
    if len(items) < 2:
        raise ValidationError(_("Choose two items or more to merge."), code="too_few")
    refuse_what_may_not_change(items)
    act = Consolidation.objects.create(act=ConsolidationAct.MERGE, done_by=by)
    said = gathered(items)
    if details.keys() & TEXTS.keys():
        # Translations of another text than the one that is given are none of it.
        said |= TEXTS
    said |= details
    names = joined_proposers(items)
    _replace(items, act, by=by)
    return _make(items, act, by=by, details=said | {"proposed_by": names})


@transaction.atomic
def split(
    item: Recommendation,
    *,
    by: User | None,
    parts: Sequence[Mapping],
    read: Mapping[int, int] | None = None,
) -> list[Recommendation]:
    """Put several items in the place of one; what a part does not say, it takes over from it."""
    (item,) = items = take([item], read)
    if len(parts) < 2:
        raise ValidationError(_("Write two parts or more."), code="too_few")
    refuse_what_may_not_change(items)
    act = Consolidation.objects.create(act=ConsolidationAct.SPLIT, done_by=by)
    said = gathered(items) | TEXTS
    names = proposed_by(item)
    _replace(items, act, by=by)
    return [
        _make(items, act, by=by, details=said | dict(part) | {"proposed_by": names})
        for part in parts
    ]


@transaction.atomic
def move(
    item: Recommendation,
    *,
    outcome: ExpectedOutcome,
    by: User | None,
    read: Mapping[int, int] | None = None,
) -> Recommendation:
    """Put an item under another expected outcome, where it has a number if it had one.

    The number that it had stays its own, and is its number again when it is moved back.
    """
    (item,) = items = take([item], read)
    refuse_what_may_not_change(items)
    if item.outcome_id == outcome.pk:
        raise ValidationError(_("It stands under this outcome already."), code="there_already")
    details = {"item": item.pk, "from": item.outcome.number, "position": item.position}
    moved = carry_over(item, outcome, by=by)
    Consolidation.objects.create(
        act=ConsolidationAct.MOVE,
        details=details | {"to": outcome.number, "version": moved.version},
        done_by=by,
    )
    return moved


@transaction.atomic
def reorder(
    outcome: ExpectedOutcome, items: Iterable[Recommendation], *, by: User | None
) -> Consolidation:
    """Put all that stands under an outcome in this order; numbers stay as they are.

    Steps that a person takes one after another are one act, undone as one.
    """
    wished = [item.pk for item in items]
    found = {item.pk: item for item in take(items)}
    standing = Recommendation.objects.standing().filter(outcome=outcome)
    before = [[item.pk, item.position] for item in standing]
    if sorted(wished) != sorted(pk for pk, _position in before):
        raise ValidationError(
            _("What stands under this outcome was changed meanwhile. Look again."),
            code="changed_meanwhile",
        )
    after = [[pk, place] for place, pk in enumerate(wished, start=1)]
    for pk, place in after:
        found[pk].position = place
        found[pk].save(update_fields=["position"])
    last = Consolidation.objects.select_for_update(no_key=True).first()
    goes_on = (
        last
        and last.act == ConsolidationAct.REORDER
        and last.undone_at is None
        and last.done_by == by
        and last.details["outcome"] == outcome.number
        and last.details["after"] == before
    )
    if goes_on:
        last.details["after"] = after
        last.save(update_fields=["details"])
        return last
    return Consolidation.objects.create(
        act=ConsolidationAct.REORDER,
        details={"outcome": outcome.number, "before": before, "after": after},
        done_by=by,
    )


def _replace(items, act, *, by):
    for item in items:
        _void_consents(item, by=by)
        item.replaced_in = act
        item.save(update_fields=["replaced_in"])


def _make(sources, act, *, by, details) -> Recommendation:
    first = sources[0]
    made = record_recommendation(session=first.session, by=by, **details)
    considered = any(item.status == Status.CONSIDERED for item in sources)
    made.status = Status.CONSIDERED if considered else Status.SUBMITTED
    made.position, made.made_in = first.position, act
    made.save(update_fields=["status", "position", "made_in"])
    if considered:
        give_number(made)
    return made


def carry_over(
    item: Recommendation, outcome: ExpectedOutcome, *, by: User | None
) -> Recommendation:
    """The item under the outcome, with a number there if it has any; consents to it are void."""
    had_a_number = item.numbers.exists()
    _void_consents(item, by=by)
    moved = change_item(item, version=item.version, by=by, outcome=outcome)
    if had_a_number:
        give_number(moved)
    return moved


def _void_consents(item, *, by):
    voided = item.consents.valid().update(
        voided_at=timezone.now(), voided_by=by, voided_because=VoidedBecause.REPLACED
    )
    if voided:
        AdoptionStep.objects.create(
            recommendation=item,
            act=AdoptionAct.VOID,
            status_before=item.status,
            status_after=item.status,
            done_by=by,
        )
