"""Handing out a part of a stored file, for a download that goes on where it was cut off."""

import re

from django.http import FileResponse, HttpResponse

# More digits than any file has bytes are no range.
_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")


class _Part:
    """So much of a file from where it stands, closed with it."""

    def __init__(self, file, length):
        self.file, self.length = file, length

    def read(self, size=-1):
        wanted = self.length if size < 0 else min(size, self.length)
        content = self.file.read(wanted)
        self.length -= len(content)
        return content

    def close(self):
        self.file.close()


def answer_in_parts(request, file, *, size: int, etag: str, **headers) -> HttpResponse:
    """The whole of an open file, or the one part of it that is asked for (RFC 9110, section 14).

    Several parts at once, or words that are no range, get the whole. ``etag`` names the bytes:
    a part is given only where ``If-Range`` names the same ones.
    """
    named = f'"{etag}"'
    asked = _ONE_RANGE.match(request.headers.get("Range", ""))
    still_the_same = request.headers.get("If-Range", named) == named
    if asked is None or asked.groups() == ("", "") or not still_the_same:
        response = FileResponse(file)
        response["Content-Length"] = size
    else:
        first, last = _bounds(*asked.groups(), size)
        if first >= size or last < first:
            file.close()
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{size}"
        else:
            file.seek(first)
            response = FileResponse(_Part(file, last - first + 1), status=206)
            response["Content-Range"] = f"bytes {first}-{last}/{size}"
            response["Content-Length"] = last - first + 1
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = named
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def _bounds(first, last, size):
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
