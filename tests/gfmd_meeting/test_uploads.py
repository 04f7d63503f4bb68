"""Scans: told by what is in them, refused in words, and handed out to be saved only."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from gfmd_meeting import uploads
from gfmd_meeting.uploads import Kind, check_scan, clean_name, random_name, serve_file
from tests.factories import PDF


def picture(form, **how):
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(held, form, **how)
    return held.getvalue()


def zipped():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("note.pdf", PDF)
    return held.getvalue()


def png_of(width, height):
    """The head of a picture that would be as large as this, and no more."""

    def chunk(name, data):
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


def handed_in(content, name="note.pdf", content_type="application/pdf"):
    return SimpleUploadedFile(name, content, content_type)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, Kind.PDF),
        (b"\xef\xbb\xbf\n" + PDF, Kind.PDF),
        (picture("JPEG"), Kind.JPEG),
        (picture("JPEG", progressive=True) + b"\xff\xda of a camera", Kind.JPEG),
        (picture("PNG"), Kind.PNG),
    ],
    ids=["pdf", "pdf after a mark", "jpeg", "jpeg with something behind it", "png"],
)
def test_a_scan_is_known_by_what_is_in_it_whatever_its_name(content, kind):
    file = handed_in(content, name="note.exe", content_type="text/html")

    assert check_scan(file) == kind
    assert file.read() == content


REFUSED = {
    "an empty file": (b"", "scan_empty"),
    "a program": (b"MZ\x90\x00\x03" * 50, "scan_of_no_known_kind"),
    "a web page": (b"<!doctype html><script>alert(1)</script>", "scan_of_no_known_kind"),
    "a web page that says PDF": (b"<html>%PDF-1.7 %%EOF</html>", "scan_of_no_known_kind"),
    "an archive": (zipped(), "scan_of_no_known_kind"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "scan_of_no_known_kind"),
    "another picture": (picture("GIF"), "scan_of_no_known_kind"),
    "the first line of a PDF": (b"%PDF-1.7\n", "scan_broken"),
    "a PDF that is cut off": (PDF[:-200], "scan_broken"),
    "a PDF whose end leads nowhere": (
        b"%PDF-1.7\nnothing\nstartxref\n4\n%%EOF\n",
        "scan_broken",
    ),
    "a program named as a PDF inside": (b"MZ\x90\x00" + PDF, "scan_of_no_known_kind"),
    "a PNG that is cut off": (picture("PNG")[:-20], "scan_broken"),
    "the signature of a PNG": (b"\x89PNG\r\n\x1a\n", "scan_broken"),
    "a PNG with a wrong sum": (picture("PNG").replace(b"IDAT", b"IDBT"), "scan_broken"),
    "a JPEG that is cut off": (picture("JPEG")[:-2], "scan_broken"),
    "a JPEG of which a small picture alone is whole": (
        picture("JPEG", comment=picture("JPEG"))[:-2],
        "scan_broken",
    ),
    "the signature of a JPEG": (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "scan_broken"),
    "a picture that would fill the memory": (png_of(60_000, 60_000), "scan_of_too_many_pixels"),
    "a picture a little too large": (png_of(9_000, 9_000), "scan_of_too_many_pixels"),
    "a picture between the two": (png_of(11_000, 11_000), "scan_of_too_many_pixels"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_scan_is_refused_in_words(content, code):
    with pytest.raises(ValidationError) as refusal:
        check_scan(handed_in(content))

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


def test_a_scan_larger_than_the_bound_is_refused_with_its_size(monkeypatch):
    file = handed_in(PDF + b"\n" * uploads.MOST_BYTES)

    with pytest.raises(ValidationError, match="This file has 10 MB. A scan may have 10 MB at most"):
        check_scan(file)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\note.pdf", "note.pdf"),
        ("note\u202efdp.exe", "note fdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("  Nota   verbal.pdf ", "Nota verbal.pdf"),
        (f"{'n' * 300}.pdf", f"{'n' * 94}.pdf"),
        ("....", ""),
    ],
)
def test_the_name_of_a_file_is_kept_as_one_line_of_text(given, kept):
    assert clean_name(given) == kept


def test_a_stored_name_can_neither_be_guessed_nor_hide_anything():
    first, second = (random_name("correspondence", Kind.JPEG) for _ in range(2))

    assert first != second
    assert first.startswith("correspondence/")
    assert first.endswith(".jpg")
    assert len(first.split("/")[1]) == 32 + 4


@pytest.mark.parametrize(
    ("kind", "name", "disposition"),
    [
        (
            Kind.PDF,
            "Nota n.º 4 – año.pdf",
            'attachment; filename="Nota n.o 4  ano.pdf"; '
            "filename*=UTF-8''Nota%20n.%C2%BA%204%20%E2%80%93%20a%C3%B1o.pdf",
        ),
        (Kind.PDF, "a.exe", "attachment; filename=\"a.exe.pdf\"; filename*=UTF-8''a.exe.pdf"),
        (Kind.JPEG, "A.JPEG", "attachment; filename=\"A.JPEG\"; filename*=UTF-8''A.JPEG"),
        (
            Kind.PNG,
            'a";x=".png',
            "attachment; filename=\"a__x__.png\"; filename*=UTF-8''a%22%3Bx%3D%22.png",
        ),
        (
            Kind.PDF,
            "🙂.pdf",
            "attachment; filename=\"scan.pdf\"; filename*=UTF-8''%F0%9F%99%82.pdf",
        ),
    ],
)
def test_a_file_leaves_to_be_saved_under_a_name_of_its_kind(kind, name, disposition):
    stored = default_storage.save(random_name("scans", kind), ContentFile(PDF))

    class Held:
        def open(self, mode):
            return default_storage.open(stored, mode)

    response = serve_file(Held(), kind=kind, name=name)

    assert response.getvalue() == PDF
    response.file_to_stream.close()
    assert response["Content-Disposition"] == disposition
    assert response["Content-Type"] == kind
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_that_is_gone_is_not_found():
    class Gone:
        def open(self, mode):
            raise FileNotFoundError

    with pytest.raises(Http404):
        serve_file(Gone(), kind=Kind.PDF, name="a.pdf")
