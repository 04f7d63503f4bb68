"""What a copy of a report says of itself: its revision, hash and the way to verify it."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

from outcomes.models import Report


@dataclass(frozen=True)
class Stamp:
    """The number, kind and hash of a revision, and the address that tells whether it is final."""

    number: int
    kind: str
    sha256: str
    code: str
    address: str

    @property
    def short_hash(self) -> str:
        """Enough of the hash to compare by eye, in groups of four."""
        return " ".join(self.sha256[place : place + 4] for place in range(0, 16, 4))

    @property
    def picture(self) -> str:
        """The address as a QR code, an SVG of black squares without a background."""
        code = segno.make(self.address, error="m")
        return code.svg_inline(border=0, scale=1, omitsize=True, svgclass=None, lineclass=None)


def stamp_of(report: Report) -> Stamp:
    path = reverse("outcomes:report_verify", args=[report.code])
    return Stamp(
        number=report.number,
        kind=report.kind,
        sha256=report.sha256,
        code=report.code,
        address=settings.SITE_URL.rstrip("/") + path,
    )
