"""Asking for a report, watching its files being made, and taking them home."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from gfmd_meeting.addresses import address_of
from gfmd_meeting.models import Party
from gfmd_meeting.paper.wording import writable
from gfmd_meeting.ranges import answer_in_parts
from outcomes.models import Format, Report, ReportDownload, ReportFile, ReportKind, Stage
from outcomes.report.preflight import preflight
from outcomes.report.sections import SECTIONS
from outcomes.report_files import cancel_file, request_file, retry_file
from outcomes.reports import consent_to_report, request_report, withdraw_consent_to_report


@login_required
def report_request(request):
    """What is missing or doubtful, and asking for the report all the same or once it is mended."""
    if not request.user.has_perm("outcomes.request_report"):
        raise PermissionDenied
    typed = {"kind": ReportKind.DRAFT, "sections": [s.key for s in SECTIONS], "reason": ""}
    refusal = None
    if request.method == "POST":
        typed = {
            "kind": request.POST.get("kind", ReportKind.DRAFT),
            "sections": request.POST.getlist("sections"),
            "reason": writable(request.POST.get("override_reason", ""))[:5000],
        }
        try:
            report = request_report(
                kind=typed["kind"],
                sections=typed["sections"],
                override_reason=typed["reason"],
                by=request.user,
            )
            request_file(report, format=Format.PDF, language=_language(request), by=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            return redirect("outcomes:report_detail", report.number)
    context = {
        "findings": preflight(kind=ReportKind.FINAL),
        "sections": SECTIONS,
        "kinds": ReportKind.choices,
        "typed": typed,
        "refusal": refusal,
        "languages": settings.LANGUAGES,
    }
    return render(request, "outcomes/report_request.html", context)


@require_GET
def report_list(request):
    """The revisions that a person may read."""
    mine = Report.objects.visible_to(request.user)
    reports = mine.telling_what_follows().defer("snapshot")
    return render(request, "outcomes/report_list.html", {"reports": reports})


@require_GET
@login_required
def report_detail(request, number):
    """A revision of the report: its files, how far they are, and who consented."""
    report = _fetch_report(request, number)
    if not request.user.has_perm("outcomes.review_outcomes"):
        return redirect("outcomes:report_read", number)
    consents = {consent.party_id: consent for consent in report.consents.select_related("given_by")}
    context = {
        **_files_of(report),
        "consents": [(party, consents.get(party.pk)) for party in Party.objects.co_chairing()],
        "mine": request.user.party if request.user.has_perm("outcomes.consent") else None,
        "formats": Format.choices,
        "languages": settings.LANGUAGES,
        "made_at_once": settings.CELERY_TASK_ALWAYS_EAGER,
    }
    return render(request, "outcomes/report_detail.html", context)


@require_GET
@never_cache
def report_status(request, number):
    """The part of the page that changes, for htmx; nothing where it shows that already.

    Who was signed out meanwhile is shown the page anew, not the sign-in inside of it.
    """
    if not request.user.is_authenticated:
        path = request.get_full_path()
        return HttpResponseClientRefresh() if request.htmx else redirect_to_login(path)
    report = _fetch_report(request, number)
    # A draft is not found but by those who make reports.
    if report.is_final and not request.user.has_perm("outcomes.review_outcomes"):
        raise PermissionDenied
    context = _files_of(report)
    if request.GET.get("seen", "") == context["state"]:
        return HttpResponse(status=204)
    return render(request, "outcomes/_report_files.html", context | {"is_news": True})


@require_POST
@login_required
def report_make(request, number):
    """Have a file of the report made, in a language and format."""
    report = _fetch_report(request, number)
    if not request.user.has_perm("outcomes.review_outcomes"):
        raise PermissionDenied
    try:
        request_file(
            report,
            format=request.POST.get("format", ""),
            language=request.POST.get("language", ""),
            by=request.user,
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("outcomes:report_detail", number)


@require_POST
@login_required
def report_consent(request, number):
    """A co-chair consents to the report as it is."""
    report = _fetch_report(request, number)
    if not request.user.has_perm("outcomes.consent"):
        raise PermissionDenied
    try:
        report = consent_to_report(
            report,
            party=request.user.party,
            by=request.user,
            sha256=request.POST.get("sha256", ""),
            from_address=address_of(request),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = _("The report is final.") if report.is_final else _("Your consent is given.")
        messages.success(request, said)
    return redirect("outcomes:report_detail", number)


@require_POST
@login_required
def report_withdraw(request, number):
    """A co-chair takes the consent back while the report is not final."""
    report = _fetch_report(request, number)
    if not request.user.has_perm("outcomes.consent"):
        raise PermissionDenied
    try:
        withdraw_consent_to_report(report, party=request.user.party)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Your consent is withdrawn."))
    return redirect("outcomes:report_detail", number)


@require_safe
def report_download(request, pk):
    """A file, under a name that says of which meeting it is; drafts note who took them home."""
    files = ReportFile.objects.visible_to(request.user).select_related("report")
    file = get_object_or_404(files.defer("report__snapshot"), pk=pk)
    number = file.report.number
    if file.stage != Stage.READY:
        return redirect("outcomes:report_detail", number)
    try:
        content = file.file.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The file of this report is gone. Ask for a new report."))
        return redirect("outcomes:report_detail", number)
    if request.method == "GET" and not file.report.is_final and not _goes_on(request, file):
        ReportDownload.objects.create(file=file, by=request.user, from_address=address_of(request))
    name = _file_name(request.meeting, file)
    return answer_in_parts(
        request,
        content,
        size=file.size,
        etag=file.sha256,
        Content_Type=Format(file.format).media_type,
        Content_Disposition=f'attachment; filename="{name}"',
        X_Content_Type_Options="nosniff",
        Cache_Control="private, no-store",
    )


@require_POST
@login_required
def report_cancel(request, pk):
    """A co-chair thinks better of a file that is not made yet."""
    return _act_on_file(request, pk, cancel_file)


@require_POST
@login_required
def report_retry(request, pk):
    """A co-chair has a file made that failed, was cancelled or stands still."""
    return _act_on_file(request, pk, retry_file)


def _goes_on(request, file):
    """Whether this is a further part of a download by the same person that was noted today."""
    asked = request.headers.get("Range", "bytes=0-")
    since = timezone.now() - timedelta(days=1)
    noted = ReportDownload.objects.filter(file=file, by=request.user, at__gt=since)
    return not asked.startswith("bytes=0-") and noted.exists()


def _act_on_file(request, pk, act):
    files = ReportFile.objects.visible_to(request.user).select_related("report")
    file = get_object_or_404(files.defer("report__snapshot"), pk=pk)
    if not request.user.has_perm("outcomes.review_outcomes"):
        raise PermissionDenied
    try:
        act(file, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("outcomes:report_detail", file.report.number)


def _fetch_report(request, number):
    mine = Report.objects.visible_to(request.user).telling_what_follows().defer("snapshot")
    return get_object_or_404(mine.select_related("requested_by"), number=number)


def _files_of(report):
    """The files of a report, and what a page shows of them in a word to compare by."""
    files = list(report.files.in_order().select_related("cancelled_by"))
    return {
        "report": report,
        "files": files,
        "state": "-".join(f"{f.pk}.{f.stage}.{f.progress}.{f.stands_still:d}" for f in files),
        "is_busy": any(not file.has_ended for file in files),
    }


def _language(request):
    asked = request.POST.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else (get_language() or "en")[:2]


def _file_name(meeting, file):
    """san-salvador-2011-outcome-report-en-3.pdf"""
    with override(file.language or settings.LANGUAGE_CODE):
        words = (
            meeting.short_title,
            _("outcome report"),
            file.language,
            file.report.number,
            "archive" if file.format == Format.ARCHIVE else "",
        )
        return f"{slugify(' '.join(map(str, words)))}.{Format(file.format).suffix}"
