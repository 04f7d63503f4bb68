"""Files that people hand in, and handing stored ones out again.

Scans are PDF, JPEG or PNG, told by what is in them and never by their name. No file
is reached by an address of its own: a view asks who may have it, then serves it here.
"""

import re
import unicodedata
from secrets import token_hex
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from PIL import Image

MOST_BYTES = 10 * 1024**2
# Two pages of A4 at 600 dots to the inch.
MOST_PIXELS = 70_000_000

_BLANK = b"\xef\xbb\xbf\x00\t\n\f\r "
_LONGEST_NAME = 100


class Kind(TextChoices):
    """What a scan is, by its media type."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"

    @property
    def suffix(self):
        return {"PDF": ".pdf", "JPEG": ".jpg", "PNG": ".png"}[self.name]


def check_scan(file) -> Kind:
    """What an uploaded file is; refused in words if it is no scan, or a broken one."""
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("This file has %(size)s MB. A scan may have 10 MB at most."),
            code="scan_too_large",
            params={"size": f"{file.size / 1024**2:.0f}"},
        )
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    file.seek(0)
    if not content:
        raise ValidationError(_("This file is empty."), code="scan_empty")
    if content.lstrip(_BLANK).startswith(b"%PDF-"):
        _refuse_broken_pdf(content)
        return Kind.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        _refuse_broken_image(file, "PNG")
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        _refuse_broken_image(file, "JPEG")
        _refuse_cut_off_jpeg(content)
        return Kind.JPEG
    raise ValidationError(
        _("This is no PDF, JPEG or PNG, whatever its name says. Save the scan as one of them."),
        code="scan_of_no_known_kind",
    )


def clean_name(name: str) -> str:
    """The name of an uploaded file as text: its last part, on one line, and not too long."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(
        sign if unicodedata.category(sign)[0] != "C" else " "
        for sign in unicodedata.normalize("NFC", last)
    )
    words = " ".join(visible.split()).strip(". ")
    stem, dot, suffix = words.rpartition(".")
    if dot and len(suffix) <= 5:
        return f"{stem[: _LONGEST_NAME - 6]}.{suffix}"
    return words[:_LONGEST_NAME]


def random_name(folder: str, kind: Kind) -> str:
    """Where a file is stored: under a name that nobody can guess and nothing can be hidden in."""
    return f"{folder}/{token_hex(16)}{Kind(kind).suffix}"


def serve_file(file, *, kind: str, name: str) -> FileResponse:
    """A stored file, for one who may have it: to be saved, and never run or kept by the browser."""
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404(_("This file is gone.")) from None
    response = FileResponse(content)
    return guard_file(response, kind=kind, name=name)


def guard_file(response, *, kind: str, name: str):
    """The headers under which a personal paper leaves."""
    suffix = Kind(kind).suffix
    name = clean_name(name) or "scan"
    if not name.lower().endswith((suffix, ".jpeg") if kind == Kind.JPEG else suffix):
        name += suffix
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w .()-]", "_", plain).strip()
    plain = f"scan{plain}" if plain.startswith(".") else plain
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["Content-Type"] = Kind(kind).value
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _refuse_broken_pdf(content):
    """Its end must be there, and with it the way to its pages."""
    tail = content[-2048:]
    place = re.search(rb"startxref\s+(\d+)\s+%%EOF", tail)
    if place is None:
        raise _broken()
    begin = content.index(b"%PDF-")
    way = content[int(place[1]) :][:40], content[begin + int(place[1]) :][:40]
    points = any(re.match(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)", found) for found in way)
    if not (points or re.search(rb"/Type\s*/Page\b", content)):
        raise _broken()


def _refuse_cut_off_jpeg(content):
    """Pillow reads the head alone. Past its segments, the mark of the end must come too."""
    place = 2
    while content[place : place + 1] == b"\xff" and content[place + 1 : place + 2] != b"\xda":
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    if content.find(b"\xff\xd9", place) == -1:
        raise _broken()


def _refuse_broken_image(file, form):
    try:
        with Image.open(file, formats=[form]) as image:
            width, height = image.size
            if width * height <= MOST_PIXELS:
                image.verify()
                return
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass
    except Exception as error:
        # Pillow fails with whatever a broken file makes it stumble over.
        raise _broken() from error
    finally:
        file.seek(0)
    raise ValidationError(
        _("This picture has too many points. Scan it at 300 dots to the inch."),
        code="scan_of_too_many_pixels",
    )


def _broken():
    return ValidationError(
        _("This file is broken or cut off. Make it again, then hand it in."), code="scan_broken"
    )
