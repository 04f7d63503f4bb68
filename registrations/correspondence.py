"""Recording what is written to delegations and what they answer."""

from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_meeting.uploads import check_scan, clean_name, random_name

from .models import (
    Correspondence,
    Delegation,
    Direction,
    InvitationState,
    Medium,
    Subject,
)
from .seats import lock_seats


def record_correspondence(*, by, scan=None, **details) -> Correspondence:
    """Note a message that was sent or received, with its scan if there is one.

    An invitation that goes out makes its delegation one that is invited.
    """
    return store_correspondence(Correspondence(entered_by=by, **details), scan=scan, by=by)


def store_correspondence(correspondence: Correspondence, *, by, scan=None) -> Correspondence:
    """Store a message, new or corrected. A new scan takes the place of the one before.

    ``scan`` is an uploaded file, or False to take away the one that is there.
    """
    before = correspondence.scan.name if correspondence.pk else ""
    if scan is False:
        _describe_scan(correspondence)
    elif scan is not None:
        kind = check_scan(scan)
        # The file is written before the row, and goes again where the row is refused.
        name = default_storage.save(random_name("correspondence", kind), scan)
        shown = clean_name(scan.name) or f"scan{kind.suffix}"
        _describe_scan(correspondence, file=name, name=shown, kind=kind, size=scan.size)
    try:
        _store(correspondence, by=by)
    except BaseException:
        if scan:
            default_storage.delete(correspondence.scan.name)
        raise
    if before and before != correspondence.scan.name:
        transaction.on_commit(lambda: default_storage.delete(before), robust=True)
    return correspondence


def record_note(*, delegation: Delegation, file, by, reference: str = "") -> Correspondence:
    """The note in which a delegation names all the people it sends, as its focal point hands it in.

    It answers the invitation that still waits for an answer.
    """
    invitations = delegation.correspondence.unanswered().filter(subject=Subject.INVITATION)
    return record_correspondence(
        delegation=delegation,
        direction=Direction.IN,
        medium=Medium.NOTE_VERBALE,
        subject=Subject.NOMINATION,
        reference=reference,
        dated_on=timezone.localdate(),
        language=delegation.language,
        answers=invitations.first(),
        scan=file,
        by=by,
    )


@transaction.atomic
def delete_correspondence(correspondence: Correspondence) -> None:
    """Take away one that was entered by mistake, and its files with it."""
    letter = getattr(correspondence, "letter", None)
    files = [correspondence.scan.name, letter.file.name if letter else ""]
    correspondence.delete()
    for name in filter(None, files):
        transaction.on_commit(partial(default_storage.delete, name))


def refuse_wrong_answer(correspondence: Correspondence) -> None:
    """An answer is to a message of the same delegation that went the other way."""
    answered = correspondence.answers
    if answered is None:
        return
    if answered.delegation_id != correspondence.delegation_id:
        raise ValidationError(
            {
                "answers": ValidationError(
                    _("This letter was exchanged with another delegation."),
                    code="answers_another_delegation",
                )
            }
        )
    if answered.direction == correspondence.direction and answered.pk != correspondence.pk:
        raise ValidationError(
            {
                "answers": ValidationError(
                    _("An answer goes the other way: what was sent is answered by what comes in."),
                    code="answers_the_same_way",
                )
            }
        )


@transaction.atomic
def _store(correspondence, *, by):
    lock_seats()
    refuse_wrong_answer(correspondence)
    correspondence.full_clean()
    correspondence.save()
    if (correspondence.direction, correspondence.subject) == (Direction.OUT, Subject.INVITATION):
        Delegation.objects.filter(
            pk=correspondence.delegation_id, state=InvitationState.TO_INVITE
        ).update(state=InvitationState.INVITED, state_at=timezone.now(), state_by=by)


def _describe_scan(correspondence, *, file="", name="", kind="", size=0):
    correspondence.scan = file
    correspondence.scan_name = name
    correspondence.scan_kind = kind
    correspondence.scan_size = size
