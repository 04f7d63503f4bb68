"""When a change of what was recorded is refused. To be asked with its session locked."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Item, Recommendation


def refuse_unless_read(current, version: int, own: Collection[UUID] = ()) -> None:
    """Refuse to overwrite another's words unseen; what a save in ``own`` made is not another's."""
    if current.version == version:
        return
    if (
        current.pk
        and own
        and current.versions.filter(number=current.version, token__in=own).exists()
    ):
        return
    if getattr(current, "withdrawn_at", None):
        sentence = _("%(person)s withdrew this after you opened it.")
        person = current.withdrawn_by
    else:
        sentence = _("%(person)s changed this after you opened it.")
        person = current.changed_by
    raise ValidationError(
        sentence, code="changed_meanwhile", params={"person": person or _("Someone")}
    )


def refuse_if_replaced(current) -> None:
    """Refuse to change what a merger or a split took the place of, or was taken back with."""
    if getattr(current, "replaced_in_id", None):
        raise ValidationError(
            _("This was merged or split meanwhile. Change what it became."), code="replaced"
        )
    if getattr(current, "made_in_id", None) and current.made_in.undone_at:
        raise ValidationError(
            _("The merger or split that made this was undone. Change what it was made of."),
            code="undone",
        )


def refuse_twin(item: Item) -> None:
    """Refuse what its session has recorded in these words under this outcome already."""
    column = f"text_{item.language}"
    same = {"session": item.session_id, "outcome": item.outcome_id, column: item.original}
    if isinstance(item, Recommendation):
        same["kind"] = item.kind
    twins = type(item).objects.standing().filter(**same)
    if twins.exclude(pk=item.pk).exists():
        raise ValidationError(
            _("The session has recorded this text under this outcome already."),
            code="recorded_already",
        )
