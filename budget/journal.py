"""The ledger as a journal in double entry, for a spreadsheet or an accounting program.

The accounts: ``1000`` cash; ``4000`` income in cash and ``6000`` expenditure, the latter
by budget line (``6000-A``); ``4500`` income in kind and ``6500`` what was used up in
kind. A pledge and a commitment move no money and stand in no journal. Amounts are in the
meeting's currency; each entry has two rows, one debit and one credit, of the same value.
A reversal has its sides exchanged, so no amount is negative.
"""

import csv
from dataclasses import astuple, dataclass, fields
from datetime import date
from decimal import Decimal
from io import StringIO

from gfmd_meeting.spreadsheets.cells import neutralized

from .currencies import decimals_of
from .models import NOTHING, Disbursement, Receipt

CASH, INCOME, EXPENDITURE = "1000", "4000", "6000"
INCOME_IN_KIND, USED_IN_KIND = "4500", "6500"


@dataclass(frozen=True)
class Row:
    """One side of an entry. ``amount`` is in ``currency``, with its sign; the sides are not."""

    date: date
    reference: str
    account: str
    counterparty: str
    text: str
    debit: Decimal
    credit: Decimal
    currency: str
    amount: Decimal
    rate: Decimal


HEADINGS = [field.name for field in fields(Row)]


def keep_journal() -> list[Row]:
    """Every entry that moved money, in the order of its day. Two queries."""
    receipts = Receipt.objects.select_related("contribution__contributor")
    payments = Disbursement.objects.select_related("line")
    booked = [(receipt.received_on, 0, receipt.pk, _of_receipt(receipt)) for receipt in receipts]
    booked += [(payment.paid_on, 1, payment.pk, _of_payment(payment)) for payment in payments]
    return [row for *_order, rows in sorted(booked, key=lambda b: b[:3]) for row in rows]


def write_journal(rows: list[Row]) -> str:
    """The journal as CSV in UTF-8: points before decimals, days by ISO 8601."""
    file = StringIO()
    # Excel takes a file for UTF-8 only by this mark.
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow(_cell(value) for value in astuple(row))
    return file.getvalue()


def _of_receipt(receipt) -> tuple[Row, Row]:
    gift = receipt.contribution
    debit, credit = (USED_IN_KIND, INCOME_IN_KIND) if gift.is_in_kind else (CASH, INCOME)
    return _sides(
        receipt,
        debit,
        credit,
        day=receipt.received_on,
        counterparty=gift.contributor.name,
        text=receipt.note,
        currency=gift.currency,
    )


def _of_payment(payment) -> tuple[Row, Row]:
    return _sides(
        payment,
        f"{EXPENDITURE}-{payment.line.code}",
        CASH,
        day=payment.paid_on,
        counterparty=payment.payee,
        text=payment.description,
        currency=payment.currency,
    )


def _sides(entry, debit, credit, *, day, counterparty, text, currency) -> tuple[Row, Row]:
    if entry.value < 0:
        debit, credit = credit, debit
    worth = abs(entry.value)
    amount = entry.amount.quantize(Decimal(1).scaleb(-decimals_of(currency)))

    def side(account, on_debit, on_credit):
        named = (day, entry.reference, account, counterparty, text)
        return Row(*named, on_debit, on_credit, currency, amount, entry.rate)

    return side(debit, worth, NOTHING), side(credit, NOTHING, worth)


def _cell(value):
    if isinstance(value, Decimal):
        return format(value, "f")
    return neutralized(value) if isinstance(value, str) else value.isoformat()
