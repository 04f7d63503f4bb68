"""Giving the agenda out: the draft is the organisers', the latest release everybody's."""

from django.db import transaction
from django.utils import timezone

from .clashes import lock_agenda
from .models import AgendaRelease
from .snapshot import take_snapshot


def latest_release() -> AgendaRelease | None:
    """What the public reads now."""
    return AgendaRelease.objects.first()


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
