"""What people say about themselves: typed bit by bit, sent once, corrected until the deadline.

What is typed is kept on the server as a draft, letter for letter and whether it is right
or not, until the form is sent. A draft has a revision, so that what one device keeps
does not overwrite unseen what another has kept since.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .changes import ask_for_change, must_be_asked_for
from .models import PASSPORT_FIELDS, ChangeRequest, Participant
from .registration import change_participant
from .seats import lock_seats

# What people may correct about themselves. Who they come for, in what capacity, under
# what address and where they stand is for their delegation and the organisers.
OWN_DETAILS = [
    "honorific",
    "given_name",
    "family_name",
    "passport_name",
    "badge_name",
    "gender",
    "function",
    "phone",
    "language",
    "needs_interpretation",
    "dietary_needs",
    "accessibility_needs",
    "arrives_at",
    "departs_at",
    "emergency_contact",
    "emergency_phone",
    "needs_visa_letter",
    *PASSPORT_FIELDS,
    "is_listed",
]
LONGEST_VALUE = 2_000


class DraftHasMovedOn(Exception):
    """Another device has kept something since; ``revision`` is that of the draft as it is."""

    def __init__(self, revision: int):
        super().__init__(revision)
        self.revision = revision


@transaction.atomic
def keep_draft(participant: Participant, typed: dict[str, str], *, revision: int) -> int:
    """Keep what was typed, on the draft of this revision. Returns the new revision.

    Raises DraftHasMovedOn where that is not the last, and ValidationError where a value
    is longer than any that could be sent, or holds what no database stores.
    """
    current = Participant.objects.select_for_update().get(pk=participant.pk)
    values = {name: typed[name] for name in OWN_DETAILS if name in typed}
    if any(len(value) > LONGEST_VALUE for value in values.values()):
        raise ValidationError(_("This is longer than any answer."), code="too_long")
    if any("\x00" in value for value in values.values()):
        raise ValidationError(
            _("This holds a character that cannot be stored. Type it again."), code="unstorable"
        )
    known = revision_of(current)
    if values == current.draft.get("typed"):
        return known
    if revision != known:
        raise DraftHasMovedOn(known)
    current.draft = {
        "revision": known + 1,
        "typed": values,
        "kept_at": timezone.now().isoformat(timespec="seconds"),
    }
    current.save(update_fields=["draft"])
    participant.draft = current.draft
    return known + 1


@transaction.atomic
def discard_draft(participant: Participant) -> None:
    """Forget what was typed and not sent. Revisions go on, so that no device takes it back."""
    current = Participant.objects.select_for_update().get(pk=participant.pk)
    _clear(current)


@transaction.atomic
def submit_details(*, participant: Participant, by, **details) -> ChangeRequest | None:
    """Store what a person sends about themselves.

    Once the list is closed, what they had said before is changed by request alone: the
    request is returned. Completing one's data for the first time is no change.
    """
    meeting = lock_seats()
    if not details.get("needs_visa_letter"):
        details |= dict.fromkeys(PASSPORT_FIELDS[:2], "") | dict.fromkeys(PASSPORT_FIELDS[2:])
    current = Participant.objects.get(pk=participant.pk)
    if not current.is_standing:
        raise ValidationError(_("This registration has ended."), code="registration_ended")
    asked = None
    if current.completed_at and must_be_asked_for(meeting, by):
        asked = ask_for_change(participant=current, by=by, **details)
    else:
        change_participant(participant=current, by=by, **details)
    current.refresh_from_db()
    if current.completed_at is None:
        current.completed_at = timezone.now()
        current.save(update_fields=["completed_at"])
    _clear(current)
    return asked


def revision_of(participant: Participant) -> int:
    return participant.draft.get("revision", 0)


def typed_by(participant: Participant) -> dict[str, str]:
    """What the person has typed and not sent, as it was typed."""
    return participant.draft.get("typed") or {}


def device_key(participant: Participant) -> str:
    """The key under which a device may seal what the network does not take.

    It is given with the page and kept nowhere else: what lies on a hotel's computer
    is read by nobody who cannot open this person's page.
    """
    return salted_hmac(
        "registrations.own_details", str(participant.pk), algorithm="sha256"
    ).hexdigest()


def _clear(current: Participant) -> None:
    if typed_by(current):
        current.draft = {"revision": revision_of(current) + 1}
        current.save(update_fields=["draft"])
