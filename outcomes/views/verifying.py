"""Whether a copy of a report is the final text: for anyone who holds one."""

import hashlib
from contextlib import suppress
from zipfile import BadZipFile, ZipFile

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from outcomes.handover.loading import SUMS
from outcomes.models import Format, Report, ReportKind, Stage

MOST_BYTES = 60 * 1024**2


def verify(request):
    """Where the code of a paper copy is typed in."""
    code = "".join(request.GET.get("code", "").split()).upper()[:20]
    if _could_be_a_code(code):
        return redirect("outcomes:report_verify", code)
    return render(request, "outcomes/verify.html", {})


@never_cache
def report_verify(request, code):
    """What stands behind a code, and whether a file that is handed in is one of ours."""
    reports = Report.objects.defer("snapshot").filter(code=code.upper())
    report = reports.first() if _could_be_a_code(code) else None
    context = {"code": code, "report": report}
    if report is not None:
        finals = Report.objects.final().filter(number__gt=report.number)
        context["later"] = finals.values_list("number", flat=True).first()
        context["is_meant_final"] = report.kind == ReportKind.FINAL
        if request.method == "POST":
            context |= _compare(report, request.FILES.get("file"))
    return render(request, "outcomes/report_verify.html", context, status=200 if report else 404)


def _could_be_a_code(typed):
    return typed.isalnum() and typed.isascii()


def _compare(report, upload):
    """Whether the bytes are those of a file of this report."""
    if upload is None:
        return {"verdict": "none"}
    if upload.size > MOST_BYTES:
        return {"verdict": "too_large"}
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    file = report.files.filter(sha256=sha256).first() or _pack_that_holds(report, sha256)
    return {"verdict": "same" if file else "other", "file": file, "sha256": sha256}


def _pack_that_holds(report, sha256):
    """The hand-over pack that a file was taken out of: it lists the hash of each."""
    for pack in report.files.filter(format=Format.PACK, stage=Stage.READY):
        with suppress(OSError, BadZipFile, KeyError):
            with pack.file.open("rb") as stored, ZipFile(stored) as archive:
                listed = archive.read(SUMS).decode().splitlines()
            if any(line.startswith(sha256) for line in listed):
                return pack
    return None
