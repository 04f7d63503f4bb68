"""A statement as a workbook that recalculates: the entries on sheets, every figure a formula."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from gfmd_meeting.spreadsheets.cells import neutralized

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MONEY, _RATE, _SHARE, _DAY = "#,##0.00", "0.00######", "0.0%", "yyyy-mm-dd"


def write_workbook(content: dict) -> bytes:
    """The workbook of what a statement says, in its language."""
    with translation.override(content["language"]):
        book = Workbook()
        names = {
            "lines": _("Statement"),
            "contributors": _("Contributors"),
            "pledges": _("Pledges"),
            "receipts": _("Receipts"),
            "commitments": _("Commitments"),
            "payments": _("Payments"),
            "reconciliation": _("Reconciliation"),
        }
        sheets = {key: book.create_sheet(name) for key, name in names.items()}
        book.remove(book.worksheets[0])
        _write_entries(sheets, content)
        _write_lines(sheets, content)
        _write_contributors(sheets, content)
        _write_pledges(sheets, content)
        _write_reconciliation(sheets, content)
        for sheet in sheets.values():
            _finish(sheet)
        file = BytesIO()
        book.save(file)
    return file.getvalue()


# -- The entries, as they were entered ------------------------------------------------------------


def _write_entries(sheets, content):
    currency = content["currency"]
    money = [_("Currency"), _("Amount"), _("Rate"), currency]
    _rows(
        sheets["receipts"],
        [_("Date"), _("Number"), _("Contributor"), *money],
        [
            [_day(row["day"]), row["number"], row["contributor"], *_money(row)]
            for row in content["receipts"]
        ],
    )
    _rows(
        sheets["payments"],
        [_("Date"), _("Number"), _("Settles"), pgettext("money", "Line"), *money],
        [
            [_day(row["day"]), row["number"], row["settles"], row["line"], *_money(row)]
            for row in content["payments"]
        ],
    )
    _rows(
        sheets["commitments"],
        [
            _("Date"),
            _("Number"),
            pgettext("money", "Line"),
            *money,
            _("Released"),
            pgettext("money", "Open"),
        ],
        [
            [
                _day(row["day"]),
                row["number"],
                row["line"],
                *_money(row),
                Decimal(row["released"]),
                Decimal(row["open"]),
            ]
            for row in content["commitments"]
        ],
    )


def _money(row):
    return [row["currency"], Decimal(row["amount"]), Decimal(row["rate"]), Decimal(row["value"])]


# -- The figures, each a formula over them --------------------------------------------------------


def _write_lines(sheets, content):
    sheet, lines = sheets["lines"], content["lines"]
    commitments, payments = _name(sheets["commitments"]), _name(sheets["payments"])
    of_committed = max(len(content["commitments"]), 1) + 1
    of_paid = max(len(content["payments"]), 1) + 1
    sheet.append(
        [
            pgettext("money", "Line"),
            pgettext("money", "Title"),
            _("Budget"),
            _("Revised"),
            pgettext("money", "Received"),
            _("Committed"),
            pgettext("money", "Open"),
            _("Paid"),
            pgettext("money", "Balance"),
            _("Used"),
        ]
    )
    for number, row in enumerate(lines, start=2):

        def of_line(sheet, column, last, code, number=number):
            """By comparison, not SUMIFS: that takes some codes for patterns, and A for a."""
            codes, values = f"{sheet}!{code}2:{code}{last}", f"{sheet}!{column}2:{column}{last}"
            return f"SUMPRODUCT(EXACT({codes},A{number})*{values})"

        committed = of_line(commitments, "G", of_committed, "C")
        released = of_line(commitments, "H", of_committed, "C")
        sheet.append(
            [
                neutralized(row["code"]),
                neutralized(row["title"]),
                Decimal(row["approved"]) if row["approved"] else None,
                Decimal(row["revised"]),
                Decimal(row["received"]),
                f"={committed}-{released}",
                f"={of_line(commitments, 'I', of_committed, 'C')}",
                f"={of_line(payments, 'H', of_paid, 'D')}",
                f"=D{number}-G{number}-H{number}",
                f'=IF(D{number}=0,"",(G{number}+H{number})/D{number})',
            ]
        )
    end, foot = len(lines) + 1, len(lines) + 2
    totals = [f"=SUM({column}2:{column}{max(end, 2)})" for column in "CDEFGHI"]
    if not lines:
        totals = [0] * 7
    share = f'=IF(D{foot}=0,"",(G{foot}+H{foot})/D{foot})'
    sheet.append([_("All lines"), "", *totals, share])
    _shape(sheet, dict.fromkeys("CDEFGHI", _MONEY) | {"J": _SHARE})
    _embolden(sheet, foot)


def _write_contributors(sheets, content):
    sheet, receipts = sheets["contributors"], _name(sheets["receipts"])
    last = max(len(content["receipts"]), 1) + 1
    sheet.append(
        [
            _("Contributor"),
            pgettext("money", "Received"),
            _("Paid from it"),
            pgettext("money", "Balance"),
        ]
    )
    rows = content["contributors"]
    for number, row in enumerate(rows, start=2):
        of_them = f"EXACT({receipts}!C2:C{last},A{number})*{receipts}!G2:G{last}"
        received = f"=SUMPRODUCT({of_them})"
        name = neutralized(row["name"])
        sheet.append([name, received, Decimal(row["paid"]), f"=B{number}-C{number}"])
    if Decimal(content["uncovered"]):
        number = sheet.max_row + 1
        uncovered = [Decimal(0), Decimal(content["uncovered"]), f"=B{number}-C{number}"]
        sheet.append([_("Not covered by any receipt yet"), *uncovered])
    foot = sheet.max_row + 1
    totals = [f"=SUM({column}2:{column}{foot - 1})" if foot > 2 else 0 for column in "BCD"]
    sheet.append([_("All contributors"), *totals])
    _embolden(sheet, foot)
    _shape(sheet, dict.fromkeys("BCD", _MONEY))
    if content["in_kind"]:
        sheet.append([])
        sheet.append([_("In kind, not in any figure above"), _("Pledged"), _("Delivered")])
        _embolden(sheet, sheet.max_row)
        for row in content["in_kind"]:
            name = neutralized(f"{row['contributor']}, {row['form']}")
            sheet.append([name, Decimal(row["pledged"]), Decimal(row["received"])])
            for cell in sheet[sheet.max_row][1:]:
                cell.number_format = _MONEY


def _write_pledges(sheets, content):
    """Outstanding is in the currency of the pledge; the last two columns are in the meeting's."""
    sheet, currency, pledges = sheets["pledges"], content["currency"], content["pledges"]
    sheet.append(
        [
            _("Pledged on"),
            _("Contributor"),
            _("Currency"),
            _("Pledged"),
            pgettext("money", "Received"),
            _("Outstanding"),
            _("Pledged, %(currency)s") % {"currency": currency},
            _("Received, %(currency)s") % {"currency": currency},
        ]
    )
    for number, row in enumerate(pledges, start=2):
        own = [Decimal(row["pledged"]), Decimal(row["received"]), f"=MAX(D{number}-E{number},0)"]
        worth = [Decimal(row["pledged_value"]), Decimal(row["received_value"])]
        name = neutralized(row["contributor"])
        sheet.append([_day(row["day"]), name, row["currency"], *own, *worth])
    foot = len(pledges) + 2
    totals = [f"=SUM({column}2:{column}{foot - 1})" if pledges else 0 for column in "GH"]
    sheet.append([_("All pledges"), *[None] * 5, *totals])
    _shape(sheet, {"A": _DAY} | dict.fromkeys("DEFGH", _MONEY))
    _embolden(sheet, foot)


def _write_reconciliation(sheets, content):
    sheet, lines = sheets["reconciliation"], _name(sheets["lines"])
    receipts, payments = _name(sheets["receipts"]), _name(sheets["payments"])
    came, paid = max(len(content["receipts"]), 1) + 1, max(len(content["payments"]), 1) + 1
    foot = len(content["lines"]) + 2
    again = content["reconciliation"]
    for row in (
        [_("Reconciliation"), content["currency"]],
        [_("Received in cash"), f"=SUM({receipts}!G2:G{came})"],
        [_("Paid"), f"=SUM({payments}!H2:H{paid})"],
        [pgettext("money", "Balance"), "=B2-B3"],
        [_("Open commitments"), f"={lines}!G{foot}"],
        [_("Available"), "=B4-B5"],
        [_("Balance, counted again from amounts and rates"), Decimal(again["recounted"])],
        [_("Difference"), "=B4-B7"],
        [_("Paid, by line and by entry: difference"), f"=B3-{lines}!H{foot}"],
        [_("Ceiling of the meeting"), Decimal(content["ceiling"])],
        [_("Left beneath the ceiling"), "=B10-B3-B5"],
    ):
        sheet.append(row)
    _shape(sheet, {"B": _MONEY})
    _embolden(sheet, 8)


# -- How it looks ---------------------------------------------------------------------------------


def _rows(sheet, head, rows):
    sheet.append(head)
    for row in rows:
        sheet.append([neutralized(cell) if isinstance(cell, str) else cell for cell in row])
    for row in sheet.iter_rows(min_row=2):
        for place, cell in enumerate(row):
            if isinstance(cell.value, Decimal):
                cell.number_format = _RATE if head[place] == _("Rate") else _MONEY
            elif isinstance(cell.value, date):
                cell.number_format = _DAY


def _shape(sheet, formats):
    for column, number_format in formats.items():
        for cell in sheet[column][1:]:
            cell.number_format = number_format


def _embolden(sheet, row):
    for cell in sheet[row]:
        cell.font = Font(bold=True)


def _finish(sheet):
    """Headings stand and stay, columns are as wide as what is in them."""
    _embolden(sheet, 1)
    for cell in sheet[1]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(sheet.iter_cols(), start=1):
        texts = (str(c.value) for c in column if c.value is not None and str(c.value)[:1] != "=")
        widest = max(map(len, texts), default=8)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(widest + 2, 13), 50)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _name(sheet) -> str:
    return "'" + sheet.title.replace("'", "''") + "'"


def _day(text):
    return date.fromisoformat(text)
