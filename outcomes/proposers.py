"""Who proposed what was recorded, kept apart from it."""

from django.core.exceptions import ValidationError

from .models import Item, Proposer, Recommendation


def keep_proposer(item: Item, names: str) -> None:
    """Say who proposed it, in a row apart; nobody, where no name is given."""
    of = {"recommendation" if isinstance(item, Recommendation) else "practice": item}
    proposer = item.proposer if hasattr(item, "proposer") else Proposer(**of)
    if not names:
        if proposer.pk:
            proposer.delete()
        item._state.fields_cache.pop("proposer", None)
        return
    proposer.names = names
    try:
        proposer.full_clean()
    except ValidationError as refusal:
        raise ValidationError({"proposed_by": refusal.messages}) from None
    proposer.save()
