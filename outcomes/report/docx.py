"""The report as a document that co-chairs edit: real headings, lists and tables, no layout.

It is written from the same page as the PDF, so that it says the same; what is only of the
paper (running heads, charts, whose figures stand in a table beside them) is left out, and the
word processor numbers the paragraphs and brings the contents up to date.
"""

import io
import re
from datetime import datetime
from zipfile import ZipFile

from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import html

from .press import write_html
from .stamp import Stamp
from .zipping import zip_files

_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3}
_OF_THE_PAPER = ("running-", "verify")
_IN_TABLES = "Text in tables"
_TEXT_WIDTH = Cm(16)
# So many letters stand across a table. A column has the room of its longest word, and then
# of its longest cell, as far as this goes.
_LETTERS, _MARGIN, _WIDEST = 92, 4, 40
_NEW_LINE = "\N{LINE SEPARATOR}"
_NUMBERED = "List Number"
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
        if span.get("class") in ("no", "entry-number", "toc-no"):
            span.tail = f" {span.tail or ''}"
        elif span.get("class") == "footnote":
            span.text = f" ({span.text})"
        elif span.get("class") == "label":
            span.tail = f"{_NEW_LINE}{(span.tail or '').lstrip()}"
        elif span.get("class") == "source":
            span.text = f"{_NEW_LINE}{span.text}"


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
    numbered = document.styles[_NUMBERED].element.pPr
    numbered.remove(numbered.find(qn("w:contextualSpacing")))
    caption = document.styles["Caption"]
    caption.font.color.rgb = RGBColor(0x16, 0x22, 0x2E)
    caption.paragraph_format.keep_with_next = True
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
    with translation.override(content["language"]):
        said = _("Outcome report, revision %(number)s") % {"number": stamp.number}
    foot.add_run(f"{said} · SHA-256 {stamp.short_hash} · ")
    foot.runs[0].font.size = Pt(9)
    _mark_field(foot, "begin")
    _instruct(foot, "PAGE")
    _mark_field(foot, "end")


def _mark_field(paragraph, place):
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), place)
    paragraph.add_run()._r.append(mark)


def _instruct(paragraph, instruction):
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = instruction
    paragraph.add_run()._r.append(words)


def _write_contents(document, element):
    """The contents as a field, which the word processor fills in with its pages."""
    document.add_heading(_plain(element.find("h2")), 1)
    entries = [_plain(entry) for entry in element.iterfind(".//a")]
    paragraphs = [document.add_paragraph() for _entry in entries]
    if not paragraphs:
        return
    _mark_field(paragraphs[0], "begin")
    _instruct(paragraphs[0], r'TOC \o "1-2" \h \z \u')
    _mark_field(paragraphs[0], "separate")
    for paragraph, entry in zip(paragraphs, entries, strict=True):
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(entry)
    _mark_field(paragraphs[-1], "end")


def _write_children(document, element, language):
    for child in element:
        if not isinstance(child.tag, str) or _is_of_the_paper(child):
            continue
        _write(document, child, child.get("lang", language))


def _classes(element):
    return element.get("class", "").split()


def _is_of_the_paper(element):
    return element.tag == "svg" or any(
        name.startswith(mark) for name in _classes(element) for mark in _OF_THE_PAPER
    )


def _write(document, element, language):
    if element.tag in _HEADINGS:
        document.add_heading(_plain(element), _HEADINGS[element.tag])
    elif element.tag == "table":
        _write_table(document, element, language)
    elif "contents" in _classes(element):
        _write_contents(document, element)
    elif element.tag in ("p", "figcaption"):
        _write_paragraph(document, element, language)
    elif element.tag == "li":
        _fill(document.add_paragraph(style="List Bullet"), element, language)
    elif element.tag == "dt":
        _fill(document.add_paragraph(), element, language, bold=True)
    else:
        _write_children(document, element, language)


def _write_paragraph(document, element, language):
    is_title = "practice-title" in _classes(element)
    style = _NUMBERED if "para" in _classes(element) else None
    paragraph = document.add_paragraph(style=style)
    paragraph.paragraph_format.keep_with_next = is_title or None
    _fill(paragraph, element, language, bold=is_title)


def _write_table(document, element, language):
    caption = element.find("caption")
    if caption is not None:
        document.add_paragraph(_plain(caption), style="Caption")
    rows = element.findall(".//tr")
    width = max((_span(row) for row in rows), default=0)
    if not width:
        return
    table = document.add_table(rows=0, cols=width, style="Table Grid")
    below, words, longest = {}, [1] * width, [1] * width
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        column = 0
        for cell in row:
            while below.get((number, column)):
                column += 1
            for line in range(number + 1, number + int(cell.get("rowspan", 1))):
                below[line, column] = True
            _fill_cell(cells[column], cell, language)
            for line in (p.text for p in cells[column].paragraphs):
                word = max(map(len, line.split(" ")))
                words[column] = max(words[column], word + _MARGIN)
                longest[column] = max(longest[column], min(len(line) + _MARGIN, _WIDEST))
            column += int(cell.get("colspan", 1))
        _mark_row(table.rows[-1], "w:cantSplit")
        if row.getparent().tag == "thead":
            _mark_row(table.rows[-1], "w:tblHeader")
    table.autofit = False
    for column, share in zip(table.columns, _shares(words, longest), strict=True):
        column.width = round(_TEXT_WIDTH * share)
        for cell in column.cells:
            cell.width = column.width
    document.add_paragraph()


def _mark_row(row, name):
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _shares(words, longest):
    """How much of the width each column takes: the room of its words, and of what is left."""
    wanted = [max(long - word, 0) for word, long in zip(words, longest, strict=True)]
    left = max(_LETTERS - sum(words), 0)
    more = min(left / (sum(wanted) or 1), 1)
    widths = [word + want * more for word, want in zip(words, wanted, strict=True)]
    return [width / sum(widths) for width in widths]


def _span(row):
    return sum(int(cell.get("colspan", 1)) for cell in row if isinstance(cell.tag, str))


def _fill_cell(place, cell, language):
    paragraphs = [child for child in cell if child.tag == "p"]
    first = place.paragraphs[0]
    for number, paragraph in enumerate(paragraphs or [cell]):
        into = first if number == 0 else place.add_paragraph()
        into.style = _IN_TABLES
        if "number" in _classes(cell):
            into.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _fill(into, paragraph, cell.get("lang", language), bold=_is_bold(cell))


def _is_bold(cell):
    return (cell.tag == "th" and cell.get("scope") == "col") or "total" in _classes(
        cell.getparent()
    )


def _fill(paragraph, element, language, *, bold=False):
    """Put the text of an element into a paragraph, bold where it is, in the language it is in."""
    for text, is_bold, of_language in _runs(element, bold, language):
        run = paragraph.add_run(text.replace(_NEW_LINE, "\n"))
        run.bold = is_bold or None
        if of_language != language or element.get("lang"):
            mark = OxmlElement("w:lang")
            mark.set(qn("w:val"), _LOCALES.get(of_language, of_language))
            run._r.get_or_add_rPr().append(mark)


def _runs(element, bold, language):
    """The text in pieces, white space folded as a browser does; that before the first is none."""
    before = " "
    for text, is_bold, of_language in _pieces(element, bold, element.get("lang", language)):
        folded = re.sub("[ \n\t]+", " ", text)
        if before.endswith((" ", _NEW_LINE)):
            folded = folded.removeprefix(" ")
        if folded:
            before = folded
            yield folded, is_bold, of_language


def _pieces(element, bold, language):
    if element.text:
        yield element.text, bold, language
    for child in element:
        if isinstance(child.tag, str) and not _is_of_the_paper(child):
            if child.tag == "br":
                yield _NEW_LINE, bold, language
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
