"""Giving the agenda out: the draft is the organisers', the latest release everybody's.

A release is previewed before: what it changes, in words, and who is written to. What was
previewed is what is released; if the draft has changed meanwhile, it is previewed again.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_meeting.models import Meeting, User
from gfmd_meeting.outbox import write_mail
from registrations.models import EXPECTED, Participant

from .clashes import lock_agenda
from .models import AgendaRelease, ChosenSession
from .revisions import compare, concerns, describe
from .snapshot import take_snapshot


@dataclass(frozen=True)
class Reader:
    """Somebody whom a release concerns, and what of it, in their own language."""

    name: str
    email: str
    language: str
    sentences: list[str]


@dataclass(frozen=True)
class Preview:
    """A release as it would be now. ``fingerprint`` tells one draft from another."""

    before: AgendaRelease | None
    snapshot: dict
    changes: list[dict]
    fingerprint: str

    @property
    def number(self) -> int:
        return self.before.number + 1 if self.before else 0

    @property
    def is_needed(self) -> bool:
        return self.before is None or bool(self.changes)


def latest_release() -> AgendaRelease | None:
    """What the public reads now. A release is read once in a process: it never changes."""
    known_by = AgendaRelease.objects.values_list("pk", "released_at").first()
    return _read_release(*known_by) if known_by else None


@lru_cache(maxsize=4)
def _read_release(pk: int, released_at) -> AgendaRelease:
    return AgendaRelease.objects.get(pk=pk, released_at=released_at)


def preview_release() -> Preview:
    """What giving the draft out would change."""
    before = latest_release()
    snapshot = take_snapshot()
    plain = json.dumps([before.pk if before else 0, snapshot], sort_keys=True, ensure_ascii=False)
    return Preview(
        before=before,
        snapshot=snapshot,
        changes=compare(before.snapshot if before else None, snapshot),
        fingerprint=hashlib.sha256(plain.encode()).hexdigest(),
    )


@transaction.atomic
def release_agenda(*, by=None, fingerprint: str | None = None, sends_mail=True) -> AgendaRelease:
    """Give the draft out as it stands, under the next number, and write to whom it concerns.

    Raises ValidationError where nothing has changed since the last, and where the draft
    is not that of the ``fingerprint`` any more.
    """
    lock_agenda()
    preview = preview_release()
    if fingerprint is not None and fingerprint != preview.fingerprint:
        raise ValidationError(
            _("The draft has changed since you looked at it. Look again, then release."),
            code="draft_has_changed",
        )
    if not preview.is_needed:
        raise ValidationError(
            _("Nothing has changed since %(release)s."),
            code="nothing_to_release",
            params={"release": preview.before.name},
        )
    release = AgendaRelease.objects.create(
        number=preview.number,
        released_at=timezone.now(),
        released_by=by,
        snapshot=preview.snapshot,
        changes=preview.changes,
    )
    if sends_mail:
        for reader in readers_of(preview.changes):
            write_mail(
                to=reader.email,
                language=reader.language,
                template="agenda_released",
                name=reader.name,
                release=release,
                sentences=reader.sentences,
            )
    return release


def readers_of(changes: list[dict]) -> list[Reader]:
    """Whom changes concern: who has or had a part in a session, and who chose it.

    A change that is about one person's part concerns that person alone.
    """
    if not changes:
        return []
    meeting = Meeting.objects.get()
    chosen = _chosen({change["pk"] for change in changes})
    concerned = {pk for change in changes for pk in change["participants"]}
    people = Participant.objects.filter(status__in=EXPECTED)
    people = people.filter(pk__in=concerned) | people.filter(user__in=chosen)
    readers = []
    for person in people.distinct().order_by("family_name", "given_name", "pk"):
        theirs = [
            change
            for change in changes
            if concerns(change, person.pk) or _is_chosen(change, chosen.get(person.user_id, ()))
        ]
        readers.append(_reader(person, person.full_name, theirs, meeting))
    # Focal points, co-chairs and organisers choose sessions too, and are no participants.
    others = User.objects.filter(pk__in=chosen, is_active=True, participant=None)
    for user in others.order_by("full_name", "email"):
        theirs = [change for change in changes if _is_chosen(change, chosen[user.pk])]
        readers.append(_reader(user, str(user), theirs, meeting))
    return [reader for reader in readers if reader.sentences]


def _chosen(sessions: set[int]) -> dict[int, set[int]]:
    """Which of these sessions each user chose."""
    chosen: dict[int, set[int]] = {}
    rows = ChosenSession.objects.filter(session__in=sessions)
    for user, session in rows.values_list("user", "session"):
        chosen.setdefault(user, set()).add(session)
    return chosen


def _is_chosen(change: dict, sessions) -> bool:
    return "participant" not in change and change["pk"] in sessions


def _reader(person, name: str, changes: list[dict], meeting: Meeting) -> Reader:
    sentences = [describe(change, meeting, person.language) for change in changes]
    return Reader(name, person.email, person.language, sentences)
