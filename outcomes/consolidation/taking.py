"""What is taken into hand: locked, read as it is now, and refused where it may not change."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from outcomes.models import Recommendation, Status


def take(
    items: Iterable[Recommendation], read: Mapping[int, int] | None = None
) -> list[Recommendation]:
    """The items as they are now, each once and in the order given, and nobody else's for now."""
    wished = list(dict.fromkeys(item.pk for item in items))
    sessions = {item.session_id for item in items}
    lock = Session.objects.select_for_update(no_key=True).order_by("pk")
    list(lock.filter(pk__in=sessions).values_list("pk"))
    rows = Recommendation.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    found = {
        item.pk: item
        for item in rows.filter(pk__in=wished).select_related("outcome", "session", "proposer")
    }
    for item in found.values():
        if read and read.get(item.pk, item.version) != item.version:
            raise ValidationError(
                _("“%(item)s” was changed after you opened it. Read it again."),
                code="changed_meanwhile",
                params={"item": item},
            )
    return [found[pk] for pk in wished if pk in found]


def refuse_what_may_not_change(items: Iterable[Recommendation]) -> None:
    for item in items:
        if item.withdrawn_at:
            sentence, code = _("“%(item)s” was withdrawn."), "withdrawn"
        elif item.replaced_in_id:
            sentence = _("“%(item)s” was merged or split meanwhile. Take what it became.")
            code = "replaced"
        elif item.status == Status.ADOPTED:
            sentence = _("“%(item)s” is adopted. A co-chair withdraws the consent first.")
            code = "adopted"
        elif item.status == Status.NOT_RETAINED:
            sentence = _("“%(item)s” was not retained. A co-chair takes it up again first.")
            code = "not_retained"
        else:
            continue
        raise ValidationError(sentence, code=code, params={"item": item})
