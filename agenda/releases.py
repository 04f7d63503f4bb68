"""Giving the agenda out: the draft is the organisers', the latest release everybody's."""

from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from .clashes import lock_agenda
from .models import AgendaRelease
from .snapshot import take_snapshot


def latest_release() -> AgendaRelease | None:
    """What the public reads now. A release is read once in a process: it never changes."""
    known_by = AgendaRelease.objects.values_list("pk", "released_at").first()
    return _read_release(*known_by) if known_by else None


@lru_cache(maxsize=4)
def _read_release(pk: int, released_at) -> AgendaRelease:
    return AgendaRelease.objects.get(pk=pk, released_at=released_at)


@transaction.atomic
def release_agenda(*, by=None) -> AgendaRelease:
    """Give the draft out as it stands, under the next number."""
    lock_agenda()
    before = latest_release()
    return AgendaRelease.objects.create(
        number=before.number + 1 if before else 0,
        released_at=timezone.now(),
        released_by=by,
        snapshot=take_snapshot(),
    )
