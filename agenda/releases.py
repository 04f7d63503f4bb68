"""Giving the agenda out: the draft is the organisers', the latest release everybody's."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .clashes import lock_agenda
from .models import AgendaRelease
from .revisions import compare
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
    """Give the draft out as it stands, under the next number.

    Raises ValidationError where nothing has changed since the last.
    """
    lock_agenda()
    before = latest_release()
    snapshot = take_snapshot()
    changes = compare(before.snapshot if before else None, snapshot)
    if before is not None and not changes:
        raise ValidationError(
            _("Nothing has changed since %(release)s."),
            code="nothing_to_release",
            params={"release": before.name},
        )
    return AgendaRelease.objects.create(
        number=before.number + 1 if before else 0,
        released_at=timezone.now(),
        released_by=by,
        snapshot=snapshot,
        changes=changes,
    )
