"""The report as a document that co-chairs edit: real headings, lists and tables, no layout.

It is written from the same page as the PDF, so that it says the same; what is only of the
paper (running heads, page numbers of the contents, charts, whose figures stand in a table
beside them) is left to the word processor.
"""

import io
from datetime import datetime
from zipfile import ZipFile

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import html

from .press import write_html
from .stamp import Stamp
from .zipping import zip_files

_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3}
_OF_THE_PAPER = ("running-", "contents", "verify")
_IN_TABLES = "Text in tables"
_TEXT_WIDTH = Cm(16)
# A column is as wide as its longest cell is long, within these numbers of letters.
_NARROWEST, _WIDEST = 11, 32
_LOCALES = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR"}


def write_docx(content: dict, *, stamp: Stamp) -> bytes:
    """The document of a content in its language. The same content and stamp give the same bytes."""
    document = Document()
    _prepare(document, content, stamp)
    body = html.fromstring(write_html(content, stamp=stamp, on_screen=True)).find("body")
    for number, place in enumerate(body.iterfind(".//span[@class='table-number']"), start=1):
        place.text = str(number)
    _set_apart(body)
    _write_children(document, body, content["language"])
    kept = io.BytesIO()
    document.save(kept)
    with ZipFile(kept) as archive:
        return zip_files((name, archive.read(name)) for name in sorted(archive.namelist()))


def _set_apart(body):
    """Write out what the stylesheet sets apart on pages: numbers by a space, notes by brackets."""
    for span in body.iterfind(".//span"):
        if span.get("class") in ("no", "entry-number"):
            span.tail = f" {span.tail or ''}"
        elif span.get("class") == "footnote":
            span.text = f" ({span.text})"


def _prepare(document, content, stamp):
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    in_tables = document.styles.add_style(_IN_TABLES, WD_STYLE_TYPE.PARAGRAPH)
    in_tables.base_style = normal
    in_tables.font.size = Pt(9)
    in_tables.paragraph_format.space_after = Pt(1)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LOCALES.get(content["language"], content["language"]))
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        document.styles[name].font.color.rgb = RGBColor(0x0D, 0x3B, 0x66)
    said = document.core_properties
    said.title = content["meeting"]["title"][:255]
    said.author = ", ".join(party["name"] for party in content["parties"]["co_chairs"])[:255]
    said.language = content["language"]
    said.comments = f"SHA-256 {stamp.sha256}"
    said.revision = stamp.number
    said.created = said.modified = datetime.fromisoformat(content["collected_at"]).replace(
        tzinfo=None
    )
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{content['meeting']['short_title']} · {stamp.number} · {stamp.short_hash} · ")
    _add_field(foot, "PAGE")


def _add_field(paragraph, instruction):
    for kind, text in (("begin", None), (None, instruction), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _write_children(document, element, language):
    for child in element:
        if not isinstance(child.tag, str) or _is_of_the_paper(child):
            continue
        _write(document, child, child.get("lang", language))


def _is_of_the_paper(element):
    classes = element.get("class", "").split()
    return element.tag == "svg" or any(
        name.startswith(mark) for name in classes for mark in _OF_THE_PAPER
    )


def _write(document, element, language):
    if element.tag in _HEADINGS:
        document.add_heading(_plain(element), _HEADINGS[element.tag])
    elif element.tag == "table":
        _write_table(document, element, language)
    elif element.tag in ("p", "figcaption"):
        _fill(document.add_paragraph(), element, language)
    elif element.tag == "li":
        _fill(document.add_paragraph(style="List Bullet"), element, language)
    elif element.tag == "dt":
        _fill(document.add_paragraph(), element, language, bold=True)
    else:
        _write_children(document, element, language)


def _write_table(document, element, language):
    caption = element.find("caption")
    if caption is not None:
        document.add_paragraph(_plain(caption), style="Caption")
    rows = element.findall(".//tr")
    width = max((_span(row) for row in rows), default=0)
    if not width:
        return
    table = document.add_table(rows=0, cols=width, style="Table Grid")
    below, longest = {}, [_NARROWEST] * width
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        column = 0
        for cell in row:
            while below.get((number, column)):
                column += 1
            for line in range(number + 1, number + int(cell.get("rowspan", 1))):
                below[line, column] = True
            _fill_cell(cells[column], cell, language)
            letters = max(len(p.text) for p in cells[column].paragraphs)
            longest[column] = max(longest[column], min(letters + 2, _WIDEST))
            column += int(cell.get("colspan", 1))
        if row.getparent().tag == "thead":
            mark = OxmlElement("w:tblHeader")
            mark.set(qn("w:val"), "true")
            table.rows[-1]._tr.get_or_add_trPr().append(mark)
    for column, letters in zip(table.columns, longest, strict=True):
        column.width = round(_TEXT_WIDTH * letters / sum(longest))
    document.add_paragraph()


def _span(row):
    return sum(int(cell.get("colspan", 1)) for cell in row if isinstance(cell.tag, str))


def _fill_cell(place, cell, language):
    paragraphs = [child for child in cell if child.tag == "p"]
    first = place.paragraphs[0]
    for number, paragraph in enumerate(paragraphs or [cell]):
        into = first if number == 0 else place.add_paragraph()
        into.style = _IN_TABLES
        _fill(into, paragraph, cell.get("lang", language), bold=cell.tag == "th")


def _fill(paragraph, element, language, *, bold=False):
    """Put the text of an element into a paragraph, bold where it is, in the language it is in."""
    for text, is_bold, of_language in _runs(element, bold, language):
        run = paragraph.add_run(text)
        run.bold = is_bold or None
        if of_language != language or element.get("lang"):
            mark = OxmlElement("w:lang")
            mark.set(qn("w:val"), _LOCALES.get(of_language, of_language))
            run._r.get_or_add_rPr().append(mark)


def _runs(element, bold, language):
    for text, is_bold, of_language in _pieces(element, bold, element.get("lang", language)):
        words = " ".join(text.split(" "))
        folded = "".join(" " if sign in "\n\t" else sign for sign in words)
        if folded:
            yield folded, is_bold, of_language


def _pieces(element, bold, language):
    if element.text:
        yield element.text, bold, language
    for child in element:
        if isinstance(child.tag, str) and not _is_of_the_paper(child):
            if child.tag == "br":
                yield " ", bold, language
            else:
                yield from _pieces(
                    child,
                    bold or child.tag in ("strong", "b"),
                    child.get("lang", language),
                )
        if child.tail:
            yield child.tail, bold, language


def _plain(element):
    return " ".join("".join(text for text, _bold, _language in _runs(element, False, "")).split())
