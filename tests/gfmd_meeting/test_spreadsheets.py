"""Sheets come in within bounds and go out without live formulas."""

import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import tablib
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gfmd_meeting.spreadsheets import cells
from gfmd_meeting.spreadsheets.dates import read_day, read_moment
from gfmd_meeting.spreadsheets.files import Form, open_rows, tell_form
from gfmd_meeting.spreadsheets.formats import SafeCSV, SafeXLSX
from gfmd_meeting.spreadsheets.headings import find_headings
from gfmd_meeting.spreadsheets.workbook import MOST_ROWS

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


def read(content, form=Form.XLSX):
    """The rows of a file as they come out of the reader."""
    name = default_storage.save("sheet", ContentFile(content))
    file = type("Stored", (), {"path": default_storage.path(name)})
    with open_rows(file, form) as rows:
        return list(rows)


def packed(*parts):
    """An archive of parts, each a name and what is in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def with_part(content, part, replace):
    """A workbook with one of its parts made anew."""
    swollen = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, replace(data) if name == part else data)
    return swollen.getvalue()


# -- What comes in ------------------------------------------------------------------------------


def test_a_workbook_is_read_row_by_row_with_the_numbers_that_its_reader_sees():
    content = workbook_of(["Title"], [], ["Name", "Arrival"], [], ["Ana", ARRIVAL], ["Eva", None])

    assert read(content) == [
        (1, ["Title"]),
        (3, ["Name", "Arrival"]),
        (5, ["Ana", {"moment": "2011-10-03T13:00:00"}]),
        (6, ["Eva"]),
    ]


def test_a_formula_gives_its_value_and_one_without_a_value_is_told():
    book = openpyxl.Workbook()
    book.active.append(["=1+1", "=1/0", "plain"])
    file = io.BytesIO()
    book.save(file)

    def calculate(data):
        return re.sub(rb"<f>1\+1</f><v ?(/>|></v>)", b"<f>1+1</f><v>2</v>", data)

    calculated = with_part(file.getvalue(), "xl/worksheets/sheet1.xml", calculate)

    assert read(file.getvalue()) == [(1, [{"formula": "=1+1"}, {"formula": "=1/0"}, "plain"])]
    assert read(calculated) == [(1, [2, {"formula": "=1/0"}, "plain"])]


def test_a_value_that_is_a_fault_of_its_formula_is_told():
    def fail(data):
        return data.replace(b'<c r="A1" t="n"><v>1</v></c>', b'<c r="A1" t="e"><v>#REF!</v></c>')

    content = with_part(workbook_of([1, "x"]), "xl/worksheets/sheet1.xml", fail)

    assert read(content) == [(1, [{"fault": "#REF!"}, "x"])]
    assert "fails with #REF!" in cells.fault_of({"fault": "#REF!"})


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD1"])
def test_a_cell_far_away_is_refused_in_words_and_asks_for_no_memory(place):
    book = openpyxl.Workbook()
    book.active["A1"] = "Name"
    book.active[place] = "far"
    file = io.BytesIO()
    book.save(file)

    with pytest.raises(ValidationError, match="asks for more"):
        read(file.getvalue())


def test_more_rows_than_a_sheet_may_have_are_refused_in_words():
    content = "Name\n" + "x\n" * MOST_ROWS

    with pytest.raises(ValidationError, match="10020 rows"):
        read(content.encode(), Form.CSV)


def test_parts_that_swell_are_refused_before_they_are_unpacked():
    def swell(data):
        xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" />'
        return data.replace(b"</cellXfs>", xf * 3_000_000 + b"</cellXfs>")

    bomb = with_part(workbook_of(["Name"], ["Ana"]), "xl/styles.xml", swell)

    assert len(bomb) < 500_000
    with pytest.raises(ValidationError, match="asks for more"):
        read(bomb)


def test_parts_that_swell_only_in_memory_are_stopped_by_its_bound():
    def swell(data):
        xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" />'
        return data.replace(b"</cellXfs>", xf * 1_500_000 + b"</cellXfs>")

    bomb = with_part(workbook_of(["Name"], ["Ana"]), "xl/styles.xml", swell)

    with pytest.raises(ValidationError, match="asks for more"):
        read(bomb)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rubbish", "broken or cut off"),
        (workbook_of(["Name"])[:1500], "broken or cut off"),
        (packed(("word/document.xml", "<x/>")), "a text document"),
        (packed(("mimetype", "x"), ("content.xml", "<x/>")), r"OpenDocument file \(.ods\)"),
        (packed(("xl/workbook.bin", "x")), r"another kind \(.xlsb\)"),
        (packed(("holiday.jpg", "x")), "an archive of files"),
        (packed(("xl/workbook.xml", "<x/>")), "broken or cut off"),
    ],
)
def test_a_packed_file_that_is_no_workbook_is_refused_in_words(content, sentence):
    assert tell_form(ContentFile(content)) == Form.XLSX
    with pytest.raises(ValidationError, match=sentence):
        read(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b" \r\n ", "The file is empty"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n...", "This is a picture"),
        (b"\xff\xd8\xff\xe0...", "This is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1...", r"an old kind \(.xls\)"),
        (b"<html><table>", "This is a web page"),
        (b"a,b\x00c", "neither a workbook nor text"),
    ],
)
def test_what_cannot_be_a_sheet_is_refused_in_words_whatever_its_name(content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        tell_form(ContentFile(content, name="people.xlsx"))


def test_a_file_that_is_too_large_is_refused_in_words():
    file = ContentFile(b"a")
    file.size = 11 * 1024**2

    with pytest.raises(ValidationError, match="larger than 10 MB"):
        tell_form(file)


def test_a_csv_that_is_not_utf8_is_refused_in_words():
    with pytest.raises(ValidationError, match="UTF-8"):
        read("name\nNúñez".encode("latin-1"), Form.CSV)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_may_be_parted_by_commas_semicolons_or_tabs_below_a_title(delimiter):
    text = f'My list\n\ncode{delimiter}title\nA{delimiter}"Two\nlines"\nB{delimiter}x\n'

    assert read(b"\xef\xbb\xbf" + text.encode(), Form.CSV) == [
        (1, ["My list"]),
        (3, ["code", "title"]),
        (4, ["A", "Two\nlines"]),
        (5, ["B", "x"]),
    ]


# -- Headings -----------------------------------------------------------------------------------

NAMES = {"e mail": "E-mail", "correo electronico": "E-mail", "nombre": "Name", "name": "Name"}


def headings_of(*rows):
    numbered = [(number, row) for number, row in enumerate(rows, 1) if row]
    return find_headings(numbered, NAMES, ["E-mail", "Name"])


def test_headings_are_found_below_titles_in_any_order_language_case_and_accents():
    found = headings_of(
        ["Lista"], [], ["Name of the list"], ["CORREO  ELECTRONICO", "x", "Nombre "]
    )

    assert (found.number, found.columns, found.ignored) == (4, {0: "E-mail", 2: "Name"}, ["x"])
    assert found.row_of(["a@b.c", "?", "  Ana "]) == {"E-mail": "a@b.c", "Name": "Ana"}
    assert found.row_of(["a@b.c"]) == {"E-mail": "a@b.c", "Name": ""}


def test_headings_below_the_tenth_row_are_not_found():
    with pytest.raises(ValidationError, match="None of the first rows holds the headings"):
        headings_of(*[["title"]] * 10, ["Name", "E-mail"])


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["Name", "x"], "The file has no column “E-mail”."),
        (["Name", "E-mail", "Nombre"], "Two columns are “Name”."),
    ],
)
def test_what_is_wrong_with_the_headings_is_named(row, sentence):
    with pytest.raises(ValidationError, match=sentence):
        headings_of(row)


def test_the_column_of_reasons_is_no_column_of_ours_and_marks_what_was_handed_back():
    found = headings_of(["Name", "E-mail", "Por qué se rechazó esta fila"])

    assert (found.ignored, found.was_handed_back) == ([], True)
    assert cells.fault_of("'=1+1", was_handed_back=True)
    assert cells.fault_of("'=1+1") is None


# -- Days and times -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2011-10-03 14:30",
        "2011-10-03T14:30",
        "2011-10-03 14:30:00",
        "3.10.2011 14:30",
        "03/10/2011 14:30",
        "03-10-2011, 14.30",
        "3/10/2011  14h30",
        "3 October 2011 14:30",
        "October 3, 2011, 14:30",
        "3 de octubre de  2011 14:30",
        "3 octobre 2011 14h30",
        "3 Oct. 2011 14:30",
        datetime(2011, 10, 3, 14, 30),  # noqa: DTZ001
    ],
)
def test_a_moment_is_read_as_organisers_write_it_with_the_day_first(text):
    assert read_moment(text) == datetime(2011, 10, 3, 14, 30)  # noqa: DTZ001


def test_a_day_alone_is_read_too():
    assert read_day("03/10/2011") == read_day("2011-10-03 00:00:00") == date(2011, 10, 3)
    assert read_moment("3.10.2011") == datetime(2011, 10, 3)  # noqa: DTZ001
    assert read_day("1er août 2011") == read_day("1 de AGOSTO del 2011") == date(2011, 8, 1)


@pytest.mark.parametrize(
    "text", ["31/02/2011", "2011-02-31 09:00", "10/25/2011", "1.1.0000", "31 June 2011"]
)
def test_a_day_that_is_not_in_the_calendar_is_refused_in_words(text):
    with pytest.raises(ValueError, match="is no day of the calendar"):
        read_moment(text)


def test_a_time_that_no_clock_shows_is_refused_in_words():
    with pytest.raises(ValueError, match="“25:00” is no time of the day"):
        read_moment("2011-10-03 25:00")


@pytest.mark.parametrize(
    "text", ["soon", "3 October", "03/10-2011", "2011", "3.10.2011 noon", "3 Smarch 2011", ""]
)
def test_what_tells_no_day_is_told_apart_from_a_day_that_cannot_be(text):
    assert read_moment(text) is None


# -- Cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["=1+1", "  =HYPERLINK(1)", {"formula": "=A1"}])
def test_a_formula_is_refused_in_words(cell):
    assert "holds a formula" in cells.fault_of(cell)


@pytest.mark.parametrize(
    "cell", ["+40 371 5852", "-", "@ana", "Ana \N{PARTY POPPER}", "1=1", 3, None]
)
def test_what_is_no_formula_is_taken(cell):
    assert cells.fault_of(cell) is None


@pytest.mark.parametrize("cell", ["a\x00b", "a\ud800b"])
def test_a_character_that_no_database_stores_is_refused_in_words(cell):
    assert "cannot be stored" in cells.fault_of(cell)
