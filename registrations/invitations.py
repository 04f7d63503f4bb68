"""Inviting: a letter to each delegation that is chosen, in its own language."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_meeting.bell import ring_for_each
from gfmd_meeting.letter_text import REFERENCE_FIELDS, fill_in, refuse_unknown_fields
from gfmd_meeting.models import LetterTemplate

from .correspondence import record_correspondence
from .letters.writing import write_letter
from .models import Correspondence, Delegation, Direction, InvitationState, Letter, Subject
from .seats import lock_seats

INVITATION = "invitation"


@transaction.atomic
def invite_delegations(
    delegations,
    *,
    template: LetterTemplate,
    dated_on: date,
    answer_due_on: date | None,
    reference: str,
    by,
    again: bool = False,
) -> list[Correspondence]:
    """Write to each of these delegations; their letters are made after the commit.

    ``reference`` is a pattern with the fields of REFERENCE_FIELDS. One that is invited
    already is passed over, unless it is to be written to ``again``. All of them are
    written to, or none.
    """
    refuse_unknown_fields(reference, REFERENCE_FIELDS)
    lock_seats()
    # Read anew: another organiser may have invited some of them meanwhile.
    chosen = Delegation.objects.filter(pk__in=[one.pk for one in delegations])
    if not again:
        chosen = chosen.filter(state=InvitationState.TO_INVITE)
    sent = [
        _write_to(delegation, template, dated_on, answer_due_on, reference, by)
        for delegation in chosen
    ]
    ring_for_each("registrations.tasks.build_letter", [one.letter.pk for one in sent])
    return sent


def _write_to(delegation, template, dated_on, answer_due_on, pattern, by):
    reference = new_reference(pattern, delegation=delegation, dated_on=dated_on)
    try:
        correspondence = record_correspondence(
            delegation=delegation,
            direction=Direction.OUT,
            subject=Subject.INVITATION,
            reference=reference,
            dated_on=dated_on,
            language=delegation.language,
            answer_due_on=answer_due_on,
            by=by,
        )
    except ValidationError as refusal:
        raise ValidationError(
            _("%(name)s: %(refusal)s"),
            code="not_invited",
            params={"name": delegation.name, "refusal": " ".join(refusal.messages)},
        ) from refusal
    content = write_letter(
        template,
        delegation=delegation,
        reference=reference,
        dated_on=dated_on,
        answer_due_on=answer_due_on,
    )
    Letter.objects.create(correspondence=correspondence, content=content)
    return correspondence


def new_reference(pattern: str, *, delegation: Delegation, dated_on: date) -> str:
    """The reference of a new letter: its number is the next that no letter sent has."""
    sent = Correspondence.objects.filter(direction=Direction.OUT)
    number = sent.count()
    while True:
        number += 1
        values = {
            "number": f"{number:03}",
            "code": delegation.code.upper(),
            "year": str(dated_on.year),
        }
        reference = fill_in(pattern, values)
        if "{number}" not in pattern or not sent.filter(reference=reference).exists():
            return reference
