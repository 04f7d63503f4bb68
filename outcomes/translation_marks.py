"""Which translations are reviewed, and from which text each was made."""

from .models import LANGUAGE_CODES


def wordings_of(item) -> dict:
    """What it says in each language, and which translations are reviewed; nothing when new."""
    if item.pk is None:
        return {"source": "", "reviewed": {}, "texts": {}}
    return {
        "source": item.made_from,
        "reviewed": {code: getattr(item, f"reviewed_{code}") for code in LANGUAGE_CODES},
        "texts": {code: _texts(item, code) for code in LANGUAGE_CODES},
    }


def mark_translations(item, before: dict, details: dict) -> None:
    """A translation that is written or found good now is made from the present text.

    One that stays as it was when the text changes is no longer reviewed, and knows by what
    it was made from that it is behind.
    """
    for code in LANGUAGE_CODES:
        was_reviewed = before["reviewed"].get(code, False)
        is_written = _texts(item, code) != before["texts"].get(code)
        ticked = details.get(f"reviewed_{code}", was_reviewed and not is_written)
        if not getattr(item, f"text_{code}") or code == item.language:
            made_from, ticked = "", False
        elif is_written or (ticked and not was_reviewed):
            made_from = item.made_from
        else:
            made_from = getattr(item, f"made_from_{code}")
            ticked = ticked and item.made_from == before["source"]
        setattr(item, f"made_from_{code}", made_from)
        setattr(item, f"reviewed_{code}", bool(ticked))


def _texts(item, code):
    return [getattr(item, f"{field}_{code}") for field in item.TRANSLATED]
