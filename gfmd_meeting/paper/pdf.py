"""Lay out a page of HTML as a tagged PDF. The one file that knows WeasyPrint.

It runs as a process of its own (press.py), with the HTML on its standard input and the
PDF on its standard output, and knows nothing of the system that runs it: no settings,
no database, no secret. Nothing is fetched but the assets named here and the stylesheets
that it is told to use.
"""

import argparse
import base64
import ctypes
import errno
import json
import logging
import os
import resource
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pydyf
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Attachment
from weasyprint.urls import URLFetcher, URLFetcherResponse

from . import faces

_LINKS = ("#", "http://", "https://", "mailto:", "paper:")
_PR_SET_PDEATHSIG = 1
_POINTS = 0.75  # in a pixel of CSS
_PRINTED = 1 << 2  # the flag of an annotation
_WHOLE_PARAGRAPHS = "p, li { orphans: 99 !important; widows: 99 !important }"
_NOTES_IN_LINE = """
.footnote { float: none !important; display: inline !important }
.footnote::before { content: " (" } .footnote::after { content: ")" }
"""
_NOTHING_TOGETHER = """
tbody, tr, p, li, h3, h4, caption, figure, div {
  break-inside: auto !important; break-before: auto !important; break-after: auto !important;
  orphans: 1 !important; widows: 1 !important;
}
"""


# What every paper may use: the faces, and the stylesheet that names them.
ASSETS = {
    "paper:faces.css": (Path(__file__).with_name("faces.css"), "text/css"),
    **{f"paper:{face.name}": (face, "font/otf") for face in faces.files()},
}


class AssetFetcher(URLFetcher):
    """Answers for a paper's own assets, and for nothing else in the world."""

    def __init__(self, *stylesheets: Path):
        super().__init__()
        own = {f"paper:{path.name}": (path, "text/css") for path in stylesheets}
        self.assets = ASSETS | own

    def fetch(self, url, headers=None):
        if url not in self.assets:
            raise ValueError("The paper has no such asset.")
        path, content_type = self.assets[url]
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


def lay_out(
    html: str, *, identifier: str, stylesheets=(), variant="pdf/ua-1", attachments=()
) -> bytes:
    """The pages as PDF/UA-1, or in another variant. The same input gives the same bytes.

    A stylesheet is reached from the HTML under its file name: ``paper:letter.css``. An
    attachment has ``name``, ``description``, ``relation`` and ``content`` (Base64).
    """
    source = HTML(string=html, url_fetcher=AssetFetcher(*stylesheets))
    anchors, notes = {}, 0
    for element in source.etree_element.iter():
        if not element.get("href", "#").startswith(_LINKS):
            del element.attrib["href"]
        if "id" in element.attrib:
            anchors[element.get("id")] = " ".join(" ".join(element.itertext()).split())
        notes += "footnote" in element.get("class", "").split()
    kept = 0

    def finish(document, pdf):
        nonlocal kept
        _name_links(pdf, anchors)
        _scope_headers(pdf)
        _place_figures(pdf, document)
        kept = _mark_footnotes(pdf)
        _unnest(pdf)
        _set_margins_apart(pdf)
        _name_attachments_once(pdf)

    def write(**more):
        options = DEFAULT_OPTIONS | {
            "pdf_variant": variant,
            "pdf_identifier": identifier.encode(),
            # The names of what is attached are a tree, which has to be in order.
            "attachments": [_attached(a) for a in sorted(attachments, key=lambda a: a["name"])],
        }
        document = source.render(**options | more)
        _link_once(document)
        return document.write_pdf(finisher=finish, **options)

    try:
        # WeasyPrint may lose or double a note that it moves on with the rest of a paragraph:
        # then no paragraph is parted, and if that does not help, the notes stand in the line.
        for more in ("", _WHOLE_PARAGRAPHS):
            pages = write(stylesheets=[CSS(string=more)])
            if kept == notes:
                return pages
        return write(stylesheets=[CSS(string=_NOTES_IN_LINE)])
    except AssertionError:
        # WeasyPrint finds no page for what is to stay together and is longer than any.
        return write(stylesheets=[CSS(string=_NOTES_IN_LINE + _NOTHING_TOGETHER)])


def _link_once(document):
    """A link is what leads somewhere, and not also each box inside it.

    WeasyPrint makes an annotation for every one, and those inside hang on no link's element.
    """
    for page in document.pages:
        page.links = [link for link in page.links if link[-1].link]


def _attached(attachment) -> Attachment:
    """A file to attach, dated as the document is: no moment of now is in it."""
    at = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC)
    return Attachment(
        string=base64.b64decode(attachment["content"]),
        name=attachment["name"],
        description=attachment["description"],
        relationship=attachment["relation"],
        created=at,
        modified=at,
    )


def _dictionaries(pdf, key, value):
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pydyf.Dictionary) and thing.get(key) == value
    ]


def _by_reference(pdf):
    return {thing.reference: thing for thing in pdf.objects if thing.number}


def _name_links(pdf, anchors):
    """A link is read out as the heading that it leads to, not as the name of its anchor.

    It is printed, as all is that the pages show.
    """
    for link in _dictionaries(pdf, "Subtype", "/Link"):
        link["F"] = _PRINTED
        if "Dest" in link and (title := anchors.get(link["Dest"].string)):
            link["Contents"] = pydyf.String(title)


def _scope_headers(pdf):
    """A header cell says whether it heads its column or its row.

    WeasyPrint names the headers of each cell instead, by identifiers that come twice
    where a table goes on over the page; PDF/UA asks for one way, and this one holds.
    """
    found = _by_reference(pdf)
    for cell in _dictionaries(pdf, "S", "/TH"):
        in_head = found[found[cell["P"]]["P"]].get("S") == "/THead"
        cell["A"]["Scope"] = "/Column" if in_head else "/Row"
        cell.pop("ID", None)
    for cell in _dictionaries(pdf, "S", "/TD"):
        cell["A"].pop("Headers", None)


def _place_figures(pdf, document):
    """The box of a figure is counted from the foot of the page, in points."""
    height = document.pages[0].height
    for figure in _dictionaries(pdf, "S", "/Figure"):
        left, top, right, bottom = figure["A"]["BBox"]
        figure["A"]["BBox"] = pydyf.Array(
            round(place * _POINTS, 2) for place in (left, height - bottom, right, height - top)
        )


def _mark_footnotes(pdf) -> int:
    """A footnote is marked as a note, with a name of its own as PDF/UA asks; how many there are.

    WeasyPrint hangs the notes of a page together on the document, as nameless spans.
    """
    found = _by_reference(pdf)
    (document,) = _dictionaries(pdf, "S", "/Document")
    notes = []
    for branch in document["K"]:
        kids = [found[kid] for kid in found[branch]["K"]]
        if found[branch]["S"] == "/NonStruct" and {kid["S"] for kid in kids} == {"/Span"}:
            notes += kids
    for note in notes:
        note["S"] = "/Note"
        note["ID"] = pydyf.String(f"note-{note.number}")
        if found[note["K"][0]].get("S") == "/NonStruct":
            found[note["K"][0]]["S"] = "/Lbl"
    return len(notes)


def _unnest(pdf):
    """A heading, paragraph or link is one element.

    Where something floats in it, is placed beside it or is made by a style, WeasyPrint
    makes another of the same kind inside it, around the rest of its text.
    """
    found = _by_reference(pdf)
    inner = [
        element
        for kind in ("/P", "/H1", "/H2", "/H3", "/H4", "/Link")
        for element in _dictionaries(pdf, "S", kind)
        if found[element["P"]].get("S") == kind
    ]
    for element in inner:
        element["S"] = "/NonStruct"


def _name_attachments_once(pdf):
    """WeasyPrint names each attached file twice among those that belong to the document."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _set_margins_apart(pdf):
    """What stands in the margins of each page is no part of the text, and is marked so.

    WeasyPrint gives it elements that hang on no branch of the tree.
    """
    found = _by_reference(pdf)
    (root,) = _dictionaries(pdf, "Type", "/StructTreeRoot")
    read = set()
    branches = list(root["K"])
    while branches:
        reference = branches.pop()
        read.add(reference)
        branches += [kid for kid in found[reference].get("K", []) if isinstance(kid, bytes)]
    marks_of = found[root["ParentTree"]]["Nums"]
    for number, page in enumerate(_dictionaries(pdf, "Type", "/Page")):
        marks = marks_of[2 * number + 1]
        drawn = found[page["Contents"]].stream
        for place, entry in enumerate(drawn):
            mark = entry.get("MCID") if isinstance(entry, pydyf.Dictionary) else None
            if mark is not None and marks[mark] not in read:
                marks[mark] = "null"
                drawn[place - 1] = "/Artifact"
                drawn[place] = pydyf.Dictionary({"Type": "/Pagination"})


class _Teller(logging.Handler):
    """Tells the parent how far the work is. With no parent left to hear it, the work ends."""

    def emit(self, record):
        os.write(2, f"{record.getMessage()}\n".encode())


def main(asked) -> int:
    """Read HTML, write PDF, within bounds on memory and on the time of the processor.

    Answers with the number of the error (errno) that a bound or a full disk makes.
    """
    _end_with_parent()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # At the first bound it is told (SIGXCPU), at the second it is killed.
    resource.setrlimit(resource.RLIMIT_CPU, (asked.seconds, asked.seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (asked.memory, asked.memory))
    progress = logging.getLogger("weasyprint.progress")
    progress.handlers = [_Teller()]
    progress.setLevel(logging.INFO)
    progress.propagate = False
    try:
        attachments = []
        if asked.attachments is not None:
            with open(asked.attachments, "rb") as files:
                attachments = json.load(files)
        pages = lay_out(
            sys.stdin.buffer.read().decode(),
            identifier=asked.identifier,
            stylesheets=asked.stylesheets,
            variant=asked.variant,
            attachments=attachments,
        )
        sys.stdout.buffer.write(pages)
        sys.stdout.buffer.flush()
    except (MemoryError, SystemError):
        # With no memory left for the error itself, Python says that none was set.
        return errno.ENOMEM
    except OSError as error:
        if error.errno not in (errno.ENOMEM, errno.ENOSPC, errno.EDQUOT):
            raise
        # Python would try the rest of the pages again at its end, and answer with that failure.
        sys.stdout = None
        return error.errno
    return 0


def _end_with_parent():
    """Nobody waits for the pages of a worker that was killed; where the system can tell."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _asked():
    """What the parent asks for: the bounds, the stylesheets, the variant, and where to read
    the attachments, by the number of an open file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("identifier")
    parser.add_argument("memory", type=int)
    parser.add_argument("seconds", type=int)
    parser.add_argument("stylesheets", type=Path, nargs="*")
    parser.add_argument("--variant", default="pdf/ua-1")
    parser.add_argument("--attachments", type=int)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(_asked()))
