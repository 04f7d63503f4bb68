"""The full ledger as a workbook: a sheet for each table, with numbers and days as such."""

from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from gfmd_meeting.spreadsheets.cells import neutralized

from .journal import HEADINGS, keep_journal
from .models import (
    BudgetLine,
    Commitment,
    Contribution,
    Disbursement,
    ExchangeRate,
    Receipt,
    RevisedLine,
    SponsoredCost,
)

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONEY = ("currency", "amount", "rate", "rate_source", "value")
HISTORY = ("entered_at", "entered_by__email")


def write_ledger_book() -> bytes:
    """Everything that was planned and entered. As many queries as sheets."""
    book = Workbook()
    book.remove(book.active)
    for title, queryset, columns in _sheets():
        sheet = book.create_sheet(title)
        _write(
            sheet, [column.replace("__", "_") for column in columns], queryset.values_list(*columns)
        )
    journal = book.create_sheet(_("Journal"))
    _write(journal, HEADINGS, (vars(row).values() for row in keep_journal()))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _sheets():
    yield (
        _("Plan"),
        BudgetLine.objects.order_by("code"),
        (
            "code",
            "title_en",
            "title_es",
            "title_fr",
            "quantity",
            "unit_cost",
            "days",
            "planned",
            "outcome__number",
        ),
    )
    yield (
        _("Revisions"),
        RevisedLine.objects.order_by("revision__number", "line__code"),
        (
            "revision__number",
            "revision__decided_on",
            "revision__reason",
            "line__code",
            "title_en",
            "planned",
        ),
    )
    yield (
        _("Contributions"),
        Contribution.objects.all(),
        ("contributor__name", "form", "pledged_on", "line__code", *MONEY, "note", *HISTORY),
    )
    yield (
        _("Receipts"),
        Receipt.objects.all(),
        (
            "reference",
            "received_on",
            "contribution__contributor__name",
            "contribution__form",
            "contribution__currency",
            *MONEY[1:],
            "reverses__reference",
            "note",
            *HISTORY,
        ),
    )
    yield (
        _("Commitments"),
        Commitment.objects.all(),
        (
            "reference",
            "committed_on",
            "line__code",
            "payee",
            "description",
            *MONEY,
            "override_reason",
            "cancelled_on",
            "cancel_reason",
            *HISTORY,
        ),
    )
    yield (
        _("Payments"),
        Disbursement.objects.all(),
        (
            "reference",
            "paid_on",
            "line__code",
            "commitment__reference",
            "payee",
            "description",
            *MONEY,
            "override_reason",
            "reverses__reference",
            *HISTORY,
        ),
    )
    yield (
        _("Sponsored participants"),
        SponsoredCost.objects.order_by("sponsorship__participant__family_name", "pk"),
        (
            "sponsorship__participant__family_name",
            "sponsorship__participant__given_name",
            "sponsorship__participant__status",
            "kind",
            "line__code",
            "quantity",
            "currency",
            "unit_amount",
            "rate",
            "rate_source",
            "value",
            "commitment__reference",
            "disbursement__reference",
        ),
    )
    yield (
        _("Exchange rates"),
        ExchangeRate.objects.order_by("currency", "month"),
        ("currency", "month", "rate", "source"),
    )


def _write(sheet, headings, rows):
    sheet.append(headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(value) for value in row])


def _cell(value):
    if isinstance(value, str):
        return neutralized(value)
    if isinstance(value, Decimal):
        # Without the zeros that only the database keeps.
        return value.normalize() if value else value
    # A workbook knows no zones: moments are in UTC.
    return value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value
