"""The hand-over pack: the report in every language and form, its data, and a list of hashes."""

import hashlib
import json
from collections.abc import Callable

from django.conf import settings

from agenda.models import DocumentVersion
from gfmd_meeting.uploads import Kind
from outcomes.handover.loading import DATA, SUMS
from outcomes.handover.schema import SCHEMA
from outcomes.models import Report

from .data import data_of
from .docx import write_docx
from .press import print_report
from .stamp import Stamp
from .zipping import zip_files


def write_pack(report: Report, *, stamp: Stamp, heed: Callable[[int], None]) -> bytes:
    """Everything that is handed over, as one archive; its last file lists the hash of each."""
    files = dict(_files(report, stamp, heed))
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in files)
    return zip_files([*files.items(), (SUMS, sums.encode())])


def _files(report, stamp, heed):
    languages = [code for code, _name in settings.LANGUAGES if code in report.snapshot]
    for place, code in enumerate(languages):
        content = report.snapshot[code]

        def heed_part(progress, place=place):
            heed((100 * place + progress) // (len(languages) + 1))

        yield f"report-{code}.pdf", print_report(content, stamp=stamp, heed=heed_part)
        yield f"report-{code}.docx", write_docx(content, stamp=stamp)
        for file in data_of(content):
            yield f"data/{code}/{file.name}", file.content
    yield DATA, _json(report.snapshot["handover"])
    yield "data/results.schema.json", _json(SCHEMA)
    yield from _documents(report.snapshot["handover"].get("documents", []))


def _documents(listed):
    """The files that the snapshot names, each found by the hash of what is in it."""
    for document in listed:
        version = DocumentVersion.objects.filter(sha256=document["sha256"]).first()
        if version is None:
            continue
        try:
            with version.file.open("rb") as file:
                yield document["name"] + Kind(version.kind).suffix, file.read()
        except FileNotFoundError:
            continue


def _json(plain) -> bytes:
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, indent=1).encode()
