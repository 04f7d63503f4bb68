"""Sheets come in within bounds and go out without live formulas."""

import io
import zipfile
from datetime import datetime
from types import SimpleNamespace

import openpyxl
import pytest
import tablib
from django.core.exceptions import ValidationError

from gfmd_meeting.spreadsheets import cells
from gfmd_meeting.spreadsheets.formats import SafeCSV, SafeXLSX
from gfmd_meeting.spreadsheets.sheet import StyledDiff

# A workbook knows no zones.
ARRIVAL = datetime(2011, 10, 3, 13, 0)  # noqa: DTZ001


def workbook_of(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("text", ["=1+1", "==1+1", "+40 371 5852", "-cmd|calc", "@SUM(A1)", "'=1"])
def test_a_formula_leaves_dead_and_comes_back_as_it_was(text):
    assert cells.neutralized(text).startswith("'")
    assert cells.read(cells.neutralized(text)) == text.strip()


@pytest.mark.parametrize("value", ["-12.50", "+3", "O'Connor", "'quoted' text", 12, None])
def test_numbers_and_plain_text_stay_as_they_are(value):
    assert cells.neutralized(value) == value


def test_both_formats_export_dead_formulas_and_a_control_character_blocks_neither():
    dataset = tablib.Dataset(["=HYPERLINK(1)", "a\x01b"], headers=["one", "two"])

    text = SafeCSV().export_data(dataset)
    sheet = openpyxl.load_workbook(io.BytesIO(SafeXLSX().export_data(dataset))).active

    assert "'=HYPERLINK(1),a\N{REPLACEMENT CHARACTER}b" in text
    assert [cell.data_type for cell in sheet[2]] == ["s", "s"]
    assert sheet["A2"].value == "'=HYPERLINK(1)"


def test_a_text_that_excel_would_cut_is_refused_in_words():
    dataset = tablib.Dataset(["x" * 40_000], headers=["text"])

    with pytest.raises(ValueError, match="too long for a workbook"):
        SafeXLSX().export_data(dataset)


def test_a_workbook_is_read_with_its_times():
    content = workbook_of(["Name", "Arrival"], ["Ana", ARRIVAL], ["Eva", None])

    dataset = SafeXLSX().create_dataset(content)

    assert dataset.headers == ["Name", "Arrival"]
    assert list(dataset) == [("Ana", ARRIVAL), ("Eva", None)]


def test_a_cell_far_away_does_not_ask_for_its_rows():
    book = openpyxl.Workbook()
    book.active["A1"] = "Name"
    book.active["XFD1048576"] = "far"
    file = io.BytesIO()
    book.save(file)

    dataset = SafeXLSX().create_dataset(file.getvalue())

    assert (dataset.headers, len(dataset)) == (["Name"], 0)


def test_more_rows_than_a_sheet_may_have_are_refused_in_words():
    content = workbook_of(["Name"], *([str(number)] for number in range(5_001)))

    with pytest.raises(ValidationError, match="5000 rows"):
        SafeXLSX().create_dataset(content)


def test_a_table_of_styles_that_swells_is_stopped():
    content = io.BytesIO(workbook_of(["Name"], ["Ana"]))
    swollen = io.BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(swollen, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/styles.xml":
                xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" />'
                data = data.replace(b"<cellXfs", b"<cellXfs", 1).replace(
                    b"</cellXfs>", xf * 3_000_000 + b"</cellXfs>"
                )
            target.writestr(name, data, zipfile.ZIP_DEFLATED)

    with pytest.raises(ValidationError, match="asks for more"):
        SafeXLSX().create_dataset(swollen.getvalue())


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04rubbish"])
def test_what_is_no_workbook_is_refused_in_words(content):
    with pytest.raises(ValidationError, match="not a workbook"):
        SafeXLSX().create_dataset(content)


def test_a_csv_that_is_not_utf8_is_refused_in_words():
    with pytest.raises(ValidationError, match="UTF-8"):
        SafeCSV(encoding="utf-8-sig").create_dataset("name\nNúñez".encode("latin-1"))


def test_a_csv_from_excel_may_be_parted_by_semicolons():
    dataset = SafeCSV().create_dataset("code;title\nA;Travel, all\n")

    assert dataset.dict == [{"code": "A", "title": "Travel, all"}]


def test_a_preview_marks_what_changes_without_inline_style():
    class Row:
        def __init__(self, title):
            self.title = title

    class Titles:
        def get_import_fields(self):
            return [SimpleNamespace(export=lambda row: row.title)]

    diff = StyledDiff(Titles(), Row("Travel <b>"), new=False)
    diff.compare_with(Titles(), Row("Meals <b>"))
    [html] = diff.as_html()

    assert "<ins>" in html
    assert "style=" not in html
    assert "&lt;b&gt;" in html
