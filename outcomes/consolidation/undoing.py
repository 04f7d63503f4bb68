"""Taking back what was consolidated."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import ExpectedOutcome, User
from outcomes.models import Consolidation, ConsolidationAct, Recommendation, Status
from outcomes.recording import withdraw_item
from outcomes.refusals import refuse_twin

from .acts import carry_over
from .taking import refuse_what_may_not_change, take


@transaction.atomic
def undo(act: Consolidation, *, by: User | None) -> Consolidation:
    """Take an act back while nothing rests on it; say what does, otherwise."""
    concerned = list(Recommendation.objects.filter(pk__in=_concerned(act)))
    items = {item.pk: item for item in take(concerned)}
    act = Consolidation.objects.select_for_update(no_key=True).get(pk=act.pk)
    if act.undone_at:
        raise ValidationError(_("This is undone already."), code="undone_already")
    if act.act == ConsolidationAct.MOVE:
        _undo_move(act, items.get(act.details["item"]), by=by)
    elif act.act == ConsolidationAct.REORDER:
        _undo_reorder(act, items)
    else:
        _undo_replacement(act, items, by=by)
    act.undone_at, act.undone_by = timezone.now(), by
    act.save(update_fields=["undone_at", "undone_by"])
    return act


def _concerned(act) -> set[int]:
    """Keys of all items that an act touched."""
    if act.act == ConsolidationAct.MOVE:
        return {act.details["item"]}
    if act.act == ConsolidationAct.REORDER:
        return {pk for pk, _position in act.details["after"]}
    touched = [*act.made.values_list("pk"), *act.replaced.values_list("pk")]
    return {pk for (pk,) in touched}


def _undo_replacement(act, items, *, by):
    made = [item for item in items.values() if item.made_in_id == act.pk]
    considered = any(
        item.status == Status.CONSIDERED for item in items.values() if item.replaced_in_id == act.pk
    )
    for item in made:
        refuse_what_may_not_change([item])
        newest, first = item.versions.first(), item.versions.last()
        if (newest.details, newest.proposed_by) != (first.details, first.proposed_by):
            raise _rests_on_it(item, _("“%(item)s” was changed since."))
        if item.status != (Status.CONSIDERED if considered else Status.SUBMITTED):
            raise _rests_on_it(item, _("“%(item)s” went further on its way to adoption since."))
        if item.consents.valid().exists():
            raise _rests_on_it(item, _("A co-chair consented to “%(item)s” since."))
        if item.comments.exists():
            raise _rests_on_it(item, _("“%(item)s” was commented on since."))
    for item in made:
        withdraw_item(item, version=item.version, by=by)
    for item in items.values():
        if item.replaced_in_id == act.pk:
            item.replaced_in = None
            refuse_twin(item)
            item.save(update_fields=["replaced_in"])


def _undo_move(act, item, *, by):
    if item is None:
        raise ValidationError(_("What was moved is gone."), code="gone")
    refuse_what_may_not_change([item])
    if item.version != act.details["version"]:
        raise _rests_on_it(item, _("“%(item)s” was changed since."))
    if item.consents.valid().exists():
        raise _rests_on_it(item, _("A co-chair consented to “%(item)s” since."))
    moved = carry_over(item, ExpectedOutcome.objects.get(number=act.details["from"]), by=by)
    moved.position = act.details["position"]
    moved.save(update_fields=["position"])


def _undo_reorder(act, items):
    standing = Recommendation.objects.standing().filter(outcome__number=act.details["outcome"])
    now = dict(standing.values_list("pk", "position"))
    if any(now.get(pk) != place for pk, place in act.details["after"]):
        raise ValidationError(
            _("It cannot be undone: what stands under this outcome was changed since."),
            code="rests_on_it",
        )
    for pk, position in act.details["before"]:
        items[pk].position = position
        items[pk].save(update_fields=["position"])


def _rests_on_it(item, reason):
    sentence = _("It cannot be undone: %(reason)s") % {"reason": reason % {"item": item}}
    return ValidationError(sentence, code="rests_on_it")
