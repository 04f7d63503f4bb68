"""What a session concluded: recorded, changed and withdrawn, and by whom.

Every act locks the session first, so what is recorded in one session takes turns: no
text is recorded twice, and no change overwrites another that its author has not seen.
Every change leaves a version (versions.py). A device names each of its saves by a token:
one that arrives twice is done once, and one that follows another of the same device, whose
answer was lost, is no conflict.
"""

from collections.abc import Collection
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Kind as SessionKind
from agenda.models import Session
from gfmd_meeting.models import User
from gfmd_meeting.roles import is_organiser

from .adoption import void_what_is_changed
from .models import (
    Item,
    Practice,
    Recommendation,
    SessionRecord,
    Status,
)
from .numbers import next_position
from .proposers import keep_proposer
from .refusals import refuse_if_replaced, refuse_twin, refuse_unless_read
from .translation_marks import mark_translations, wordings_of
from .versions import DETAILS, HELD, LISTS, details_of, keep_version, proposed_by, version_of

WITHOUT_CONCLUSIONS = (SessionKind.ACCREDITATION, SessionKind.BREAK, SessionKind.SOCIAL)


def sessions_to_record(user):
    """A rapporteur's are those assigned to them; an organiser's all that can conclude anything."""
    if user.is_authenticated and is_organiser(user):
        return Session.objects.exclude(kind__in=WITHOUT_CONCLUSIONS)
    return Session.objects.recorded_by(user)


@transaction.atomic
def record_recommendation(
    *,
    session: Session,
    by: User | None,
    uid: UUID | None = None,
    token: UUID | None = None,
    own: Collection[UUID] = (),
    **details,
) -> Recommendation:
    """Record what a session concluded; the same text under the same outcome only once.

    Sent by a device under a ``uid`` that is known by now, it is a change of what it made.
    """
    return _record(Recommendation, session, uid, details, by=by, token=token, own=own)


@transaction.atomic
def record_practice(
    *,
    session: Session,
    by: User | None,
    uid: UUID | None = None,
    token: UUID | None = None,
    own: Collection[UUID] = (),
    **details,
) -> Practice:
    """Record an example that a session heard of; the same text under an outcome only once."""
    return _record(Practice, session, uid, details, by=by, token=token, own=own)


@transaction.atomic
def change_item(
    item: Item,
    *,
    version: int,
    by: User | None,
    token: UUID | None = None,
    own: Collection[UUID] = (),
    **details,
) -> Item:
    """Change what was recorded, starting from a version that was read.

    Refused when someone has changed it since, so that both wordings can be read before
    one is kept; a version that one of the device's ``own`` saves made is no other's.
    Sending the same again is no change and is not refused; a save that arrives twice is
    answered with the version that it made. To change what was withdrawn is to put it back.
    """
    current = _locked(item)
    if made := version_of(token):
        current.version = made.number
        return current
    if _says(current, details) and current.withdrawn_at is None:
        return current
    refuse_unless_read(current, version, own)
    refuse_if_replaced(current)
    current.withdrawn_at = current.withdrawn_by = None
    current.version += 1
    return _store(current, details, by=by, token=token)


@transaction.atomic
def withdraw_item(item: Item, *, version: int, by: User | None) -> Item:
    """Take back what was recorded. It is no longer shown or reported, and can be put back."""
    current = _locked(item)
    if current.withdrawn_at:
        return current
    refuse_unless_read(current, version)
    refuse_if_replaced(current)
    if isinstance(current, Recommendation) and current.status == Status.ADOPTED:
        raise ValidationError(
            _("This is adopted. A co-chair withdraws the consent first."), code="adopted"
        )
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by
    current.version += 1
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "version"])
    keep_version(current, by=by)
    return current


@transaction.atomic
def restore_item(item: Item, *, by: User | None) -> Item:
    """Put back what was withdrawn."""
    current = _locked(item)
    if current.withdrawn_at is None:
        return current
    refuse_if_replaced(current)
    current.withdrawn_at = current.withdrawn_by = None
    current.version += 1
    return _store(current, {}, by=by, token=None)


@transaction.atomic
def submit_practice(practice: Practice, *, by: User | None) -> Practice:
    """Hand a practice in: it is published as soon as its owner consents."""
    current = _locked(practice)
    if current.withdrawn_at:
        raise ValidationError(
            _("This was withdrawn. Put it back before you submit it."), code="withdrawn"
        )
    if current.submitted_at:
        return current
    current.submitted_at, current.submitted_by = timezone.now(), by
    current.version += 1
    current.save(update_fields=["submitted_at", "submitted_by", "version"])
    keep_version(current, by=by)
    return current


@transaction.atomic
def record_session(
    session: Session,
    *,
    version: int,
    by: User | None,
    token: UUID | None = None,
    own: Collection[UUID] = (),
    **details,
) -> SessionRecord:
    """Note how a session went, starting from a version that was read; 0 before the first.

    ``held_from`` and ``held_until`` among the details are kept with the session itself.
    Refused like a change of an item when someone has written meanwhile.
    """
    current = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    record = SessionRecord.objects.select_related("changed_by").filter(session=session).first()
    if record and (made := version_of(token)):
        record.version = made.number
        return record
    record = record or SessionRecord(session=session, version=0)
    record.session = current
    if record.pk and _says(record, details):
        return record
    refuse_unless_read(record, version, own)
    held = {name: details.pop(name) for name in HELD if name in details}
    if any(getattr(current, name) != value for name, value in held.items()):
        for name, value in held.items():
            setattr(current, name, value)
        current.full_clean()
        current.save(update_fields=list(held))
    for name, value in details.items():
        setattr(record, name, value)
    record.version += 1
    record.changed_by = by
    record.full_clean()
    record.save()
    keep_version(record, by=by, token=token)
    return record


def _record(model, session, uid, details, *, by, token, own):
    _lock(session.pk)
    known = model.objects.filter(uid=uid).first() if uid else None
    if known is None:
        item = model(uid=uid or uuid4(), session=session, recorded_by=by)
        return _store(item, details, by=by, token=token)
    if known.session_id != session.pk:
        raise ValidationError(_("This belongs to another session."), code="of_another_session")
    return change_item(known, version=0, by=by, token=token, own=own, **details)


def _lock(session_id):
    Session.objects.select_for_update(no_key=True).only("pk").get(pk=session_id)


def _locked(item):
    _lock(item.session_id)
    return (
        type(item)
        .objects.select_related("changed_by", "withdrawn_by", "outcome", "proposer")
        .prefetch_related(*(name for name in LISTS if name in DETAILS[type(item)]))
        .get(pk=item.pk)
    )


def _says(item, details):
    said = details_of(item)
    return all(said[name] == value for name, value in details.items())


def _store(item, details, *, by, token):
    details = dict(details)
    names = details.pop("proposed_by", None)
    lists = {name: details.pop(name) for name in LISTS if name in details}
    before, outcome_before = wordings_of(item), item.outcome_id
    if "owner_consent" in details and details["owner_consent"] != item.owner_consent:
        item.consent_at, item.consent_by = timezone.now(), by
    for name, value in details.items():
        setattr(item, name, value)
    mark_translations(item, before, details)
    if isinstance(item, Recommendation) and item.outcome_id != outcome_before:
        item.position = next_position(item.outcome_id)
    item.changed_by = by
    item.full_clean(exclude=_in_hand(item))
    refuse_twin(item)
    item.save()
    for name, entries in lists.items():
        if list(getattr(item, name).all()) != list(entries):
            getattr(item, name).set(entries)
    if names is not None and names != proposed_by(item):
        keep_proposer(item, names)
    keep_version(item, by=by, token=token)
    if isinstance(item, Recommendation):
        void_what_is_changed(item, by=by)
    return item


def _in_hand(item):
    """Rows that are there and states that no detail changes: nothing to ask about at each save."""
    fields = {"session", "recorded_by", "changed_by", "made_in", "replaced_in"}
    fields |= {"withdrawn_at", "withdrawn_by", "status", "adopted_at"}
    return fields | ({"uid"} if item.pk else set()) | ({"outcome"} if item.outcome_id else set())
