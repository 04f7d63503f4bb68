"""What is still to be translated, reviewed or brought up to date, language by language."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.models import Session
from gfmd_meeting.models import User
from gfmd_meeting.roles import is_co_chair, is_organiser, is_rapporteur_general

from .models import LANGUAGE_CODES, Item, Practice, Recommendation, Status


class Lack(TextChoices):
    """What a text lacks in a language, the most pressing first."""

    MISSING = "missing", _("Missing")
    STALE = "stale", _("Behind the text")
    DRAFT = "draft", _("Not reviewed")


@dataclass(frozen=True)
class Entry:
    """An item that lacks something in a language, and whether its reader may mend it."""

    item: Item
    lack: Lack
    may_edit: bool

    @property
    def page(self) -> str:
        """Where it is mended, or read; a practice is read here."""
        if self.may_edit:
            return reverse(f"outcomes:{self.item._meta.model_name}_change", args=[self.item.pk])
        if isinstance(self.item, Practice):
            return ""
        return reverse("outcomes:recommendation_detail", args=[self.item.pk])


def lack_of(item: Item, language: str) -> Lack | None:
    """What an item lacks in a language; nothing in the one that it was recorded in."""
    if language == item.language:
        return None
    fields = item.TRANSLATED
    to_translate = [name for name in fields if getattr(item, f"{name}_{item.language}")]
    if not all(getattr(item, f"{name}_{language}") for name in to_translate):
        return Lack.MISSING
    if language in item.stale_languages:
        return Lack.STALE
    return None if getattr(item, f"reviewed_{language}") else Lack.DRAFT


def items_to_translate(user: User) -> list[Item]:
    """All that the user sees and that may yet be published, in the order of the outcomes."""
    found = [
        *Recommendation.objects.visible_to(user)
        .standing()
        .exclude(status=Status.NOT_RETAINED)
        .select_related("outcome", "session"),
        *Practice.objects.visible_to(user).standing().select_related("outcome", "session"),
    ]
    return sorted(found, key=lambda item: item.outcome.number)


def lacking(items: Iterable[Item], language: str, user: User) -> list[Entry]:
    """Those that lack something in a language, what is missing first."""
    sessions = set(Session.objects.recorded_by(user).values_list("pk", flat=True))
    entries = [
        Entry(item, lack, _may_edit(user, item, sessions))
        for item in items
        if (lack := lack_of(item, language))
    ]
    order = list(Lack)
    return sorted(entries, key=lambda entry: order.index(entry.lack))


def count_lacks(items: Collection[Item]) -> dict[str, Counter]:
    """For each language how many items lack what."""
    return {
        code: Counter(filter(None, (lack_of(i, code) for i in items))) for code in LANGUAGE_CODES
    }


def _may_edit(user, item, sessions):
    """As "edit_item" of permissions.py says, without asking the database of each item."""
    if is_organiser(user) or is_rapporteur_general(user):
        return True
    if getattr(item, "status", Status.DRAFT) in (Status.DRAFT, Status.SUBMITTED):
        return item.session_id in sessions
    return is_co_chair(user)
