"""What a merger starts from."""

from collections.abc import Sequence

from outcomes.models import Proposer, Recommendation
from outcomes.versions import proposed_by

# What a merged item or a part takes over from what it is made of, unless the person says else.
_ALIKE = ("kind", "outcome", "language", "level", "objective")


def gathered(items: Sequence[Recommendation]) -> dict:
    """What a merger of these starts from: the first one's words, and all that is said of any.

    A level or an objective on which they differ is left to the person.
    """
    first = items[0]
    details = {name: getattr(first, name) for name in _ALIKE}
    for name, none in (("level", ""), ("objective", None)):
        if len({getattr(item, name) for item in items}) > 1:
            details[name] = none
    addressees = [name for item in items for name in item.addressed_to.split(", ") if name]
    return details | {
        "text_en": first.text_en,
        "text_es": first.text_es,
        "text_fr": first.text_fr,
        "addressed_to": ", ".join(dict.fromkeys(addressees)),
        "emphases": list(dict.fromkeys(e for item in items for e in item.emphases.all())),
        "builds_on": list(dict.fromkeys(p for item in items for p in item.builds_on.all())),
    }


def joined_proposers(items) -> str:
    """All who proposed any of them, as far as a line holds; the items replaced keep theirs."""
    names = dict.fromkeys(proposed_by(item) for item in items if proposed_by(item))
    joined, longest = "; ".join(names), Proposer._meta.get_field("names").max_length
    return joined if len(joined) <= longest else f"{joined[: longest - 1]}…"
