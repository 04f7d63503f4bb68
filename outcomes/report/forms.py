"""The forms in which a report is made, each of its snapshot alone."""

from collections.abc import Callable

from outcomes.models import Format, ReportFile

from .press import print_report
from .stamp import stamp_of


def write_file(file: ReportFile, *, heed: Callable[[int], None]) -> bytes:
    """The bytes of a file; the same snapshot gives the same. ``heed`` hears of it in per cent."""
    report = file.report
    stamp = stamp_of(report)
    if file.format == Format.PACK:
        from .pack import write_pack

        return write_pack(report, stamp=stamp, heed=heed)
    content = report.snapshot[file.language]
    if file.format == Format.DOCX:
        from .docx import write_docx

        return write_docx(content, stamp=stamp)
    archive = file.format == Format.ARCHIVE
    return print_report(content, stamp=stamp, heed=heed, archive=archive)
