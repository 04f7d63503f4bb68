"""Making a statement: frozen when it is asked for, refused as final while it is not."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from budget.currencies import write_amount
from budget.entries import lock_ledger, refusal
from budget.models import Commitment, Disbursement, Receipt, Statement, StatementKind
from gfmd_meeting.bell import ring
from gfmd_meeting.paper.making import make_paper
from gfmd_meeting.paper.press import print_paper
from gfmd_meeting.paper.wording import typeset, writable

from .content import take_statement
from .texts import number_of

STYLESHEET = Path(__file__).with_name("statement.css")


@transaction.atomic
def make_statement(*, on: date, kind: str, language: str, by) -> Statement:
    """Freeze the account at the end of a day, and have its PDF made."""
    statement = freeze_statement(on=on, kind=kind, language=language, by=by)
    ring("budget.tasks.build_statement", statement.pk)
    return statement


@transaction.atomic
def freeze_statement(*, on: date, kind: str, language: str, by) -> Statement:
    """Keep the account at the end of a day; the next sweep makes its PDF.

    A final one is refused, in words, while the budget is not approved, a commitment is
    open, or the reconciliation does not come out at zero.
    """
    meeting = lock_ledger()
    if on > timezone.localdate(timezone=meeting.zone):
        raise refusal("as_of", "not_yet", _("This day has not ended yet."))
    content = writable(take_statement(on=on, kind=kind, language=language))
    if kind == StatementKind.FINAL:
        _refuse_unfinished(content, on)
    statement = Statement(
        kind=kind,
        as_of=on,
        language=language,
        content=content,
        sha256=hash_of(content),
        entered_by=by,
    )
    statement.full_clean()
    statement.save(force_insert=True)
    return statement


def hash_of(content: dict) -> str:
    """SHA-256 of what a statement says."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def print_statement(statement: Statement) -> bytes:
    """Its PDF. The same content gives the same bytes."""
    content = typeset(statement.content, statement.language)
    with translation.override(statement.language):
        html = render_to_string("pdf/statement.html", {"statement": statement, "said": content})
    return print_paper(
        html,
        identifier=statement.sha256[:32],
        at=statement.entered_at,
        stylesheet=STYLESHEET,
    )


def make_statement_paper(statement_id: int) -> None:
    """Make its PDF, once, however often this is asked."""
    make_paper(
        Statement.objects.all(),
        statement_id,
        name=f"statements/{statement_id}",
        print_it=print_statement,
    )


def retry_statement(statement: Statement) -> None:
    """Make the PDF again of one that failed. It says what it said before."""
    again = Statement.objects.filter(pk=statement.pk).exclude(failure="")
    if not again.update(failure="", attempts=0, claimed_until=None):
        raise ValidationError(
            _("This statement is ready or being made; there is no need to make it again."),
            code="statement_not_failed",
        )
    ring("budget.tasks.build_statement", statement.pk)


def _refuse_unfinished(content: dict, on: date) -> None:
    """All that is missing at once. Organisers read it, so entries have their references."""
    found = []
    if content["revision"] is None:
        found.append(_("The budget has not been approved."))
    if Decimal(content["total"]["open"]):
        numbers = {row["number"] for row in content["commitments"] if Decimal(row["open"])}
        found.append(
            _(
                "%(currency)s %(open)s is committed and not paid (%(references)s):"
                " pay it or cancel what is left."
            )
            % {
                "currency": content["currency"],
                "open": write_amount(Decimal(content["total"]["open"])),
                "references": _references(numbers),
            }
        )
    reconciliation = content["reconciliation"]
    off = {entry["number"] for entry in reconciliation["entries_off"]}
    if off or any(Decimal(reconciliation[name]) for name in ("difference", "by_line")):
        found.append(
            _("The reconciliation does not come out at zero: %(references)s.")
            % {"references": _references(off)}
        )
    later = [
        *Receipt.objects.filter(received_on__gt=on),
        *Disbursement.objects.filter(paid_on__gt=on),
        *Commitment.objects.filter(committed_on__gt=on),
    ]
    if later:
        found.append(
            _("There are entries of a later day: %(references)s.")
            % {"references": ", ".join(entry.reference for entry in later)}
        )
    if found:
        raise ValidationError({"kind": [ValidationError(text, code="not_final") for text in found]})


def _references(numbers: set[str]) -> str:
    entries = (*Receipt.objects.all(), *Disbursement.objects.all(), *Commitment.objects.all())
    return ", ".join(sorted(e.reference for e in entries if number_of(e) in numbers))
